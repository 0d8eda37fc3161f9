// The command palette.
import { describe, expect, it } from 'vitest';
import { marked, match, search, type Entry } from './palette';

const entry = (id: string, title: string, fields: Partial<Entry> = {}): Entry => ({ id, kind: 'page', title, run: null, ...fields });
const entries = [
  entry('a', 'Board'), entry('b', 'History'), entry('c', 'shop / production', { kind: 'environment', detail: 'c0ffee Round totals up' }),
  entry('d', 'shop / preview', { kind: 'environment' }), entry('e', 'Deploy shop / production', { kind: 'action', quiet: true }), entry('f', 'Dark theme', { kind: 'action' }),
];
const ids = (query: string): string => search(entries, query, 10).map((found) => found.entry.id).join('');

describe('the palette', () => {
  it('shows what is common while nothing is asked', () => {
    expect(ids('')).toBe('abcdf');
  });
  it('finds letters in their order, whole words and starts of words first', () => {
    expect(ids('board')).toBe('a');
    expect(ids('sprod')[0]).toBe('c');
    expect(ids('prod')).toBe('ce');
    expect(ids('spr').startsWith('cd') || ids('spr').startsWith('dc')).toBe(true);
    expect(ids('xyz')).toBe('');
  });
  it('wants every word, in whatever order, in title or detail', () => {
    expect(ids('production deploy')).toBe('e');
    expect(ids('totals')).toBe('c');
    expect(ids('totals nothing')).toBe('');
  });
  it('marks what matched', () => {
    expect(marked('History', match('his', 'History')?.marks ?? [])).toEqual([{ text: 'His', mark: true }, { text: 'tory', mark: false }]);
    expect(match('sp', 'shop / production')?.marks).toEqual([0, 7]);
  });
  it('answers fast on many entries', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => entry(String(index), `project-${index} / production`));
    const start = performance.now();
    expect(search(many, 'pr49prod', 20).length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
