// Where a search in the log goes next. A search begins with the newest lines and the log may still be on its way, so the
// next hit may not be known yet: then nobody is led to a later one that only was found earlier.
import type { Listing, Open } from './listing';

/** A row; 'later': lines on the way there are still to be searched, or to come; 'none': nothing is found. */
export type Next = number | 'later' | 'none';

/** The next hit behind a row (or before it), and round from the other end. `awaited`: whether a place is worth waiting for. */
export function nextHit(list: Listing, from: number, by: 1 | -1, awaited: (place: Open) => boolean): Next {
  const open = list.open.filter(awaited);
  const sure = (row: number, begin: number): Next => (open.some((each) => (by === 1 ? isBetween(each, begin, row) : isBetween(each, row, begin))) ? 'later' : row);
  const ahead = list.hit(by === 1 ? list.hitsBefore(from + 1) : list.hitsBefore(from) - 1);
  if (ahead !== undefined) return sure(ahead, from);
  const round = list.hit(by === 1 ? 0 : list.hits - 1);
  const [start, end] = by === 1 ? [-1, list.length] : [list.length, -1];
  if (sure(end, from) === 'later' || sure(round ?? from, start) === 'later') return 'later';
  return round ?? 'none';
}

const isBetween = ({ from, to }: Open, low: number, high: number): boolean => from < high && to > low;
