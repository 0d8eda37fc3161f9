// The arithmetic of charts: ticks that people count in, lines with gaps, which labels have room. No drawing here.

/** 0 and round steps up to what holds the greatest value; whole numbers, because these are counts. */
export function countTicks(greatest: number, most = 4): number[] {
  if (greatest <= 0) return [0, 1];
  let step = 1;
  for (let unit = 1; greatest / step > most; unit *= 10) {
    step = [1, 2, 5, 10].map((each) => each * unit).find((each) => greatest / each <= most) ?? step;
  }
  return upTo(greatest, step);
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const lengths = [
  1, 2, 5, 10, 20, 50, 100, 200, 500,
  ...[1, 2, 5, 10, 15, 30].map((each) => each * second),
  ...[1, 2, 5, 10, 15, 30].map((each) => each * minute),
  ...[1, 2, 3, 6, 12].map((each) => each * hour),
  ...[1, 2, 7, 14, 30, 90, 365].map((each) => each * day),
];

/** The same for durations in ms: steps are round in seconds, minutes, hours, days. */
export function durationTicks(greatest: number, most = 4): number[] {
  if (greatest <= 0) return [0, second];
  return upTo(greatest, lengths.find((each) => greatest / each <= most) ?? Math.ceil(greatest / most / (365 * day)) * 365 * day);
}

/** Shares of one, whatever the values: a rate that is shown on another scale each day cannot be read. */
export const rateTicks = (): number[] => [0, 0.25, 0.5, 0.75, 1];

function upTo(greatest: number, step: number): number[] {
  const out = [0];
  while ((out.at(-1) ?? 0) < greatest) out.push(out.length * step);
  return out;
}

/** Every how many-th label has room, so that none touches the next. */
export function labelEvery(labels: number, width: number, labelWidth: number): number {
  return Math.max(1, Math.ceil((labels * labelWidth) / Math.max(1, width)));
}

export interface Point { index: number; x: number; y: number }

/** A line as its unbroken stretches: where there is no value there is no line. */
export function stretches(values: readonly (number | null)[], x: (index: number) => number, y: (value: number) => number): Point[][] {
  const out: Point[][] = [];
  let open: Point[] = [];
  values.forEach((value, index) => {
    if (value === null) {
      if (open.length > 0) out.push(open);
      open = [];
    } else open.push({ index, x: x(index), y: y(value) });
  });
  if (open.length > 0) out.push(open);
  return out;
}

const short = (value: number): string => String(Math.round(value * 10) / 10);

/** Points as an SVG path. */
export const pathOf = (points: readonly Point[]): string => points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`).join('');

/** Where each part of a stack begins and ends, from the bottom up. */
export function stacked(parts: readonly number[]): { from: number; to: number }[] {
  let from = 0;
  return parts.map((part) => {
    const piece = { from, to: from + part };
    from = piece.to;
    return piece;
  });
}

/** The greatest of the values that are there. */
export const greatest = (...lists: (readonly (number | null)[])[]): number => Math.max(0, ...lists.flat().filter((value): value is number => value !== null));

/** How many values there are to draw. */
export const told = (values: readonly (number | null)[]): number => values.filter((value) => value !== null).length;
