import { describe, expect, it } from 'vitest';
import { formatShown, formatSort, pressed, shownOf, sorted, sortOf } from './table';

const keys = ['name', 'took'] as const;

describe('the order of a table', () => {
  it('comes back from the address as it went in', () => {
    for (const key of keys) for (const down of [false, true]) expect(sortOf(formatSort({ key, down }), keys)).toEqual({ key, down });
    for (const text of [undefined, '', '-', 'nothing', '-nothing', '--took']) expect(sortOf(text, keys)).toBeNull();
    expect(formatSort(null)).toBe('');
  });

  it('turns with each press, and ends where it began', () => {
    const once = pressed(null, 'name');
    const twice = pressed(once, 'name');
    expect([once, twice, pressed(twice, 'name')]).toEqual([{ key: 'name', down: false }, { key: 'name', down: true }, null]);
    expect(pressed({ key: 'name', down: true }, 'took', true)).toEqual({ key: 'took', down: true });
    expect(pressed({ key: 'took', down: true }, 'took', true)).toEqual({ key: 'took', down: false });
  });

  it('is by number or by text, what has no value last, and stable', () => {
    const rows = [{ n: 10, id: 'a' }, { n: null, id: 'b' }, { n: 9, id: 'c' }, { n: 10, id: 'd' }];
    expect(sorted(rows, (row) => row.n, false).map((row) => row.id)).toEqual(['c', 'a', 'd', 'b']);
    expect(sorted(rows, (row) => row.n, true).map((row) => row.id)).toEqual(['a', 'd', 'c', 'b']);
    expect(sorted(rows, (row) => row.id, true).map((row) => row.id)).toEqual(['d', 'c', 'b', 'a']);
    expect(rows.map((row) => row.id)).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('the columns of a table', () => {
  it('stand in the table’s order, whatever the address says', () => {
    expect(shownOf('took,name', keys)).toEqual(['name', 'took']);
    expect(shownOf('took,nothing', keys)).toEqual(['took']);
    for (const text of [undefined, '', 'nothing']) expect(shownOf(text, keys)).toEqual(keys);
    expect(formatShown(['took'], keys)).toBe('took');
    expect(formatShown(keys, keys)).toBe('');
  });
});
