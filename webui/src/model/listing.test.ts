import { describe, expect, it } from 'vitest';
import { Finder } from './finder';
import { evenPlaces, listing, numberOf, wrappedPlaces, type Listing, type Row } from './listing';
import { LogBook } from './logbook';
import { makeMatcher, type Matcher } from './matcher';

const book = new LogBook();
book.add('a', 1, 1, ['one', 'two']);
book.add('b', 1, 1, ['\u001b[31mThr\u001b[1mee', 'four']);

const search = (text: string): Matcher => {
  const { matcher } = makeMatcher({ text, regex: false, matchCase: false });
  if (!matcher) throw new Error('nothing to search');
  return matcher;
};
function found(of: LogBook, text: string): Finder {
  const finder = new Finder(search(text));
  while (!finder.go(of.ordered([]), 50));
  return finder;
}
const shown = (rows: Listing): string[] => Array.from({ length: rows.length }, (_, at) => rows.row(at)).map((row?: Row) => (row?.kind === 'line' ? (row.chunk.texts[row.index] ?? '') : row?.kind === 'gap' ? `${row.from}-${row.to}` : `[${row?.section.step}]`));

describe('a listing', () => {
  it('has a heading before the lines of each section', () => {
    const rows = listing(book.ordered(['a', 'b']));
    expect(shown(rows)).toEqual(['[a]', 'one', 'two', '[b]', '\u001b[31mThr\u001b[1mee', 'four']);
    expect(rows.lines).toBe(4);
    expect(rows.row(-1)).toBeUndefined();
    expect(rows.row(6)).toBeUndefined();
  });

  it('shows where lines are missing', () => {
    const torn = new LogBook();
    torn.add('s', 1, 3, ['three']);
    torn.add('s', 1, 9, ['nine']);
    expect(shown(listing(torn.ordered([])))).toEqual(['[s]', '1-2', 'three', '4-8', 'nine']);
  });

  it('leaves only lines that hold a search, colours aside, or the others', () => {
    const finder = found(book, 'THREE');
    expect(shown(listing(book.ordered([]), finder, 'hits'))).toEqual(['[b]', '\u001b[31mThr\u001b[1mee']);
    expect(shown(listing(book.ordered([]), finder, 'others'))).toEqual(['[a]', 'one', 'two', '[b]', 'four']);
    expect(listing(book.ordered([]), found(book, 'zebra'), 'hits').length).toBe(0);
  });

  it('stays as it is while the log and the search go on', () => {
    const growing = new LogBook();
    growing.add('s', 1, 1, ['error']);
    const finder = found(growing, 'error');
    const rows = listing(growing.ordered([]), finder, 'hits');
    growing.add('s', 1, 2, ['error', 'error']);
    finder.go(growing.ordered([]), 50);
    expect([rows.length, rows.hits]).toEqual([2, 1]);
    expect(listing(growing.ordered([]), finder, 'hits').length).toBe(4);
  });

  it('counts matches and finds each', () => {
    const large = new LogBook();
    large.add('s', 1, 1, Array.from({ length: 10_000 }, (_, index) => (index % 100 === 7 ? 'error' : 'fine')));
    large.add('t', 1, 1, ['error']);
    for (const filter of ['all', 'hits'] as const) {
      const rows = listing(large.ordered([]), found(large, 'error'), filter);
      expect(rows.hits).toBe(101);
      for (const nth of [0, 1, 50, 99, 100]) {
        const at = rows.hit(nth) ?? -1;
        expect(rows.hitsBefore(at)).toBe(nth);
        expect(rows.hitsBefore(at + 1)).toBe(nth + 1);
        const row = rows.row(at);
        expect(row?.kind === 'line' && row.chunk.texts[row.index]).toBe('error');
      }
      expect(rows.hit(101)).toBeUndefined();
    }
  });

  it('finds a line by its number, or the next one', () => {
    const rows = listing(book.ordered([]));
    const at = (row?: Row): number | string | undefined => (row?.kind === 'line' ? numberOf(row) : row?.kind);
    expect(at(rows.row(rows.find('b', 1, 2) ?? -1))).toBe(2);
    expect(rows.find('c', 1, 1)).toBeUndefined();
    expect(rows.find('a', 1, 9)).toBeUndefined();
  });

  it('is made and read at once in a hundred thousand lines', () => {
    const large = new LogBook();
    for (let at = 0; at < 100_000; at += 100) large.add('s', 1, at + 1, Array.from({ length: 100 }, (_, index) => `line ${at + index}`));
    const before = performance.now();
    for (let turn = 0; turn < 60; ++turn) listing(large.ordered([]));
    const rows = listing(large.ordered([]));
    for (let at = 0; at < 10_000; ++at) rows.row(at * 10);
    expect(performance.now() - before).toBeLessThan(1_500);
    expect(rows.length).toBe(100_001);
  });
});

describe('places', () => {
  it('are even without wrapping', () => {
    const places = evenPlaces(100, 20);
    expect([places.height, places.top(3), places.at(59), places.at(60), places.at(-5), places.at(99_999)]).toEqual([2_000, 60, 2, 3, 0, 99]);
  });

  it('are as high as the text is long with it', () => {
    const long = new LogBook();
    long.add('s', 1, 1, ['', 'x'.repeat(25), '\u001b[31mshort\u001b[0m', 'y'.repeat(100_000)]);
    const rows = listing(long.ordered([]));
    const places = wrappedPlaces(rows, 20, 10, 50);
    expect([0, 1, 2, 3, 4, 5].map((row) => places.top(row))).toEqual([0, 20, 40, 100, 120, 220]);
    expect([0, 20, 39, 40, 99, 100, 500].map((y) => places.at(y))).toEqual([0, 1, 1, 2, 2, 3, 4]);
  });
});

describe('a finder', () => {
  it('takes only the time it is given, and goes on where it was', () => {
    const large = new LogBook();
    large.add('s', 1, 1, Array.from({ length: 1_000 }, () => 'error'));
    let now = 0;
    const finder = new Finder(search('error'), () => (now += 1));
    const sections = large.ordered([]);
    expect(finder.go(sections, 3)).toBe(false);
    const part = listing(sections, finder).hits;
    expect(part).toBeGreaterThan(0);
    expect(part).toBeLessThan(1_000);
    while (!finder.go(sections, 3));
    expect(listing(sections, finder).hits).toBe(1_000);
  });

  it('gives up an expression that takes too long', () => {
    const slow = new LogBook();
    slow.add('s', 1, 1, ['a', 'b']);
    let now = 0;
    const finder = new Finder(search('a'), () => (now += 500));
    expect(finder.go(slow.ordered([]), 6)).toBe(true);
    expect(finder.gaveUp).toBe(true);
  });
});
