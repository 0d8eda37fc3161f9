// What a reader makes of a table: its order, and which columns are shown. Both stand in the address.

export interface Sort<Key extends string> { key: Key; down: boolean } // down: the largest first

/** "took" or "-took"; anything else is the usual order. */
export function sortOf<Key extends string>(text: string | undefined, keys: readonly Key[]): Sort<Key> | null {
  const down = text?.startsWith('-') ?? false;
  const key = keys.find((each) => each === (down ? text?.slice(1) : text));
  return key === undefined ? null : { key, down };
}

export const formatSort = (sort: Sort<string> | null): string => (sort ? `${sort.down ? '-' : ''}${sort.key}` : '');

/** A press on a heading: its order, then the other way round, then the usual one again. `down`: what one looks for there is the largest. */
export function pressed<Key extends string>(sort: Sort<Key> | null, key: Key, down = false): Sort<Key> | null {
  if (sort?.key !== key) return { key, down };
  return sort.down === down ? { key, down: !down } : null;
}

/** In a new order; rows without a value come last either way, equal ones stay as they were. */
export function sorted<Row>(rows: readonly Row[], value: (row: Row) => string | number | null, down: boolean): Row[] {
  const sign = down ? -1 : 1;
  const keyed = rows.map((row) => ({ row, by: value(row) }));
  keyed.sort((a, b) => {
    if (a.by === null || b.by === null) return Number(a.by === null) - Number(b.by === null);
    return sign * (typeof a.by === 'number' && typeof b.by === 'number' ? a.by - b.by : String(a.by).localeCompare(String(b.by)));
  });
  return keyed.map(({ row }) => row);
}

/** The columns that a text names, in the table's own order; none of them named: all are shown. */
export function shownOf<Key extends string>(text: string | undefined, all: readonly Key[]): readonly Key[] {
  const named = new Set((text ?? '').split(','));
  const shown = all.filter((key) => named.has(key));
  return shown.length === 0 ? all : shown;
}

/** Empty when all are shown. */
export const formatShown = (shown: readonly string[], all: readonly string[]): string => (shown.length === all.length ? '' : shown.join(','));
