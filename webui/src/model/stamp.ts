// Times that a program wrote at the beginning of its lines: shown in a column of their own, or not at all.

const written = /^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)\]?[ \t|]\s{0,8}/;

export interface Stamp { text: string; length: number } // length: characters of the line that it takes

/** The time a line begins with, if it does. */
export function stampOf(line: string): Stamp | null {
  if (line.charCodeAt(0) !== 0x5b && !(line.charCodeAt(0) >= 0x30 && line.charCodeAt(0) <= 0x39)) return null;
  const found = written.exec(line.length > 80 ? line.slice(0, 80) : line);
  return found?.[1] ? { text: found[1], length: found[0].length } : null;
}

/** The instant of a line in ms, or null. What names no zone is taken as UTC, as servers write it. */
export function instantOf(line: string): number | null {
  const stamp = stampOf(line);
  if (!stamp) return null;
  const iso = stamp.text.replace(' ', 'T').replace(',', '.').replace(/(\.\d{3})\d+/, '$1');
  const value = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(value) ? null : value;
}
