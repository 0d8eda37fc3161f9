// Lines of a log in the address: "12" or "12-40".

export interface LineRange { from: number; to: number }

const most = 9_999_999;

export function parseLines(text: string | undefined): LineRange | null {
  const found = /^(\d{1,7})(?:-(\d{1,7}))?$/.exec(text ?? '');
  if (!found) return null;
  const one = Number(found[1]);
  const other = found[2] === undefined ? one : Number(found[2]);
  return one > most || other > most ? null : { from: Math.min(one, other), to: Math.max(one, other) };
}

export const formatLines = ({ from, to }: LineRange): string => (from === to ? String(from) : `${from}-${to}`);

/** The range after a click on a number: one line, or with Shift from where the last one began. */
export function picked(before: LineRange | null, number: number, extend: boolean): LineRange {
  if (!extend || !before) return { from: number, to: number };
  return { from: Math.min(before.from, number), to: Math.max(before.from, number) };
}
