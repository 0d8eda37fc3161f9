import { describe, expect, it } from 'vitest';
import { LogBook, listing, styleAt } from './logbook';

const lines = (book: LogBook, step = 's'): string[] => book.ordered([]).filter((section) => section.step === step).flatMap((section) => section.texts);

describe('a log book', () => {
  it('keeps lines in order and counts them', () => {
    const book = new LogBook();
    expect(book.add('s', 1, 1, ['a', 'b'])).toBe('added');
    expect(book.add('s', 1, 3, ['c'])).toBe('added');
    expect(lines(book)).toEqual(['a', 'b', 'c']);
    expect(book.lines).toBe(3);
  });

  it('may count from zero', () => {
    expect(new LogBook().add('s', 1, 0, ['a'])).toBe('added');
  });

  it('drops what it has, whole or in part', () => {
    const book = new LogBook();
    book.add('s', 1, 1, ['a', 'b', 'c']);
    const { version } = book;
    expect(book.add('s', 1, 1, ['a', 'b'])).toBe('known');
    expect(book.add('s', 1, 2, [])).toBe('known');
    expect(book.version).toBe(version);
    expect(book.add('s', 1, 2, ['b', 'c', 'd'])).toBe('added');
    expect(lines(book)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('says when lines are missing, and takes them later', () => {
    const book = new LogBook();
    expect(book.add('s', 1, 12, ['l'])).toBe('gap');
    expect(book.add('s', 1, 1, ['a', 'b'])).toBe('added');
    expect(book.add('s', 1, 20, ['t'])).toBe('gap');
    expect(lines(book)).toEqual(['a', 'b', 'l', 't']);
  });

  it('keeps attempts and steps apart, in the order of the steps', () => {
    const book = new LogBook();
    book.add('b', 1, 1, ['x']);
    book.add('a', 2, 1, ['second']);
    book.add('a', 1, 1, ['first']);
    book.add('z', 1, 1, ['unplanned']);
    expect(book.ordered(['a', 'b']).map(({ step, attempt }) => `${step}${attempt}`)).toEqual(['a1', 'a2', 'b1', 'z1']);
  });
});

describe('a listing', () => {
  const book = new LogBook();
  book.add('a', 1, 1, ['one', 'two']);
  book.add('b', 1, 1, ['\u001b[31mThr\u001b[1mee']);

  it('has a heading before the lines of each section', () => {
    const rows = listing(book.ordered(['a', 'b']));
    expect(Array.from({ length: rows.length }, (_, at) => rows.row(at)).map((row) => (row?.kind === 'line' ? row.section.texts[row.index] : row?.section.step))).toEqual(['a', 'one', 'two', 'b', '\u001b[31mThr\u001b[1mee']);
    expect(rows.row(-1)).toBeUndefined();
    expect(rows.row(5)).toBeUndefined();
  });

  it('shows only lines that hold a search, colours aside', () => {
    const rows = listing(book.ordered([]), 'THREE');
    expect(rows.length).toBe(2);
    expect(rows.row(0)).toMatchObject({ kind: 'head', section: { step: 'b' } });
  });

  it('gives a line the style that ran on from the lines before', () => {
    const coloured = new LogBook();
    coloured.add('s', 1, 2, ['\u001b[32mgreen', 'still', '\u001b[0mdone', 'plain']);
    const [section] = coloured.ordered([]);
    if (!section) throw new Error('no section');
    expect(styleAt(section, 1)).toEqual({ fg: '2' });
    expect(styleAt(section, 3)).toEqual({});
    coloured.add('s', 1, 1, ['\u001b[1mbold']); // arrives late: what follows is computed anew
    expect(styleAt(section, 2)).toEqual({ bold: true, fg: '2' });
  });

  it('finds its rows at once in a hundred thousand lines', () => {
    const large = new LogBook();
    for (let at = 0; at < 100_000; at += 100) large.add('s', 1, at + 1, Array.from({ length: 100 }, (_, index) => `line ${at + index}`));
    const rows = listing(large.ordered([]));
    const before = performance.now();
    for (let at = 0; at < 10_000; ++at) rows.row(at * 10);
    expect(performance.now() - before).toBeLessThan(100);
    expect(rows.length).toBe(100_001);
  });
});
