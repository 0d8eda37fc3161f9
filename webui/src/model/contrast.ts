// Colours that a program chose, moved as far as needed to be read on the ground they stand on (4.5:1, as WCAG asks).

/** The grounds of the log in the light and in the dark theme: --log-back of tokens.css. */
export const grounds = { light: '#ffffff', dark: '#0e0e11' } as const;

const least = 4.6; // a little more than 4.5, because colours are rounded to whole steps

type Color = readonly [number, number, number];

const read = (hex: string): Color => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Color;
const write = (color: Color): string => `#${color.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

function luminance(color: Color): number {
  const [r, g, b] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Color;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const ratio = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

/** How well one colour ("#rrggbb") is told from another, 1 to 21. */
export const contrast = (a: string, b: string): number => ratio(luminance(read(a)), luminance(read(b)));

const known = new Map<string, string>();
const most = 4_096; // pairs remembered: a log of gradients must not fill the memory

/** The colour itself when it can be read on the ground; else the nearest one towards white or black that can. */
export function readable(color: string, ground: string): string {
  const key = color + ground;
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = moved(read(color), luminance(read(ground)));
  if (known.size >= most) known.clear();
  known.set(key, made);
  return made;
}

function moved(color: Color, ground: number): string {
  if (ratio(luminance(color), ground) >= least) return write(color);
  const goal = ratio(1, ground) >= ratio(0, ground) ? 255 : 0;
  let low = 0;
  let high = 1;
  for (let turn = 0; turn < 7; ++turn) {
    const middle = (low + high) / 2;
    if (ratio(luminance(mixed(color, goal, middle)), ground) >= least) high = middle;
    else low = middle;
  }
  return write(mixed(color, goal, high));
}

const mixed = (color: Color, goal: number, share: number): Color => color.map((part) => part + (goal - part) * share) as unknown as Color;
