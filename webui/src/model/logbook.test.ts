import { describe, expect, it } from 'vitest';
import { LogBook, styleAt } from './logbook';

const lines = (book: LogBook, step = 's'): string[] => book.ordered([]).filter((section) => section.step === step).flatMap((section) => section.chunks.flatMap((chunk) => chunk.texts));
const many = (from: number, count: number): string[] => Array.from({ length: count }, (_, index) => `line ${from + index}`);

describe('a log book', () => {
  it('keeps lines in order and counts them', () => {
    const book = new LogBook();
    expect(book.add('s', 1, 1, ['a', 'b'])).toBe('added');
    expect(book.add('s', 1, 3, ['c'])).toBe('added');
    expect(lines(book)).toEqual(['a', 'b', 'c']);
    expect(book.lines).toBe(3);
  });

  it('may count from zero', () => {
    const book = new LogBook();
    expect(book.add('s', 1, 0, ['a'])).toBe('added');
    expect(book.torn).toBe(false);
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
    expect(book.lines).toBe(4);
  });

  it('says when lines are missing, and takes them later', () => {
    const book = new LogBook();
    expect(book.add('s', 1, 12, ['l'])).toBe('gap');
    expect(book.torn).toBe(true);
    expect(book.add('s', 1, 1, ['a', 'b'])).toBe('added');
    expect(book.add('s', 1, 20, ['t'])).toBe('gap');
    expect(lines(book)).toEqual(['a', 'b', 'l', 't']);
    expect(book.add('s', 1, 1, many(1, 19))).toBe('added');
    expect(book.torn).toBe(false);
    expect(lines(book).slice(0, 4)).toEqual(['a', 'b', 'line 3', 'line 4']);
    expect(lines(book)[11]).toBe('l');
    expect(book.lines).toBe(20);
  });

  it('takes the whole after its end, in any pieces', () => {
    const book = new LogBook();
    const all = many(1, 20_000);
    book.add('s', 1, 18_001, all.slice(18_000));
    for (let at = 0; at < 20_000; at += 700) book.add('s', 1, at + 1, all.slice(at, at + 700));
    expect(lines(book)).toEqual(all);
    expect(book.torn).toBe(false);
    expect(book.holds('s', 1, 20_000)).toBe(true);
    expect(book.holds('s', 1, 20_001)).toBe(false);
    expect(book.holds('s', 2, 1)).toBe(false);
  });

  it('keeps attempts and steps apart, in the order of the steps', () => {
    const book = new LogBook();
    book.add('b', 1, 1, ['x']);
    book.add('a', 2, 1, ['second']);
    book.add('a', 1, 1, ['first']);
    book.add('z', 1, 1, ['unplanned']);
    expect(book.ordered(['a', 'b']).map(({ step, attempt }) => `${step}${attempt}`)).toEqual(['a1', 'a2', 'b1', 'z1']);
  });

  it('forgets the oldest lines rather than grow for ever', () => {
    const book = new LogBook(10_000);
    for (let at = 0; at < 100; ++at) book.add('s', 1, at * 500 + 1, many(at * 500 + 1, 500));
    expect(book.lines).toBeLessThanOrEqual(10_000);
    expect(lines(book).at(-1)).toBe('line 50000');
    expect(book.torn).toBe(true);
  });

  it('takes a thousand lines a second without looking back', () => {
    const book = new LogBook();
    const before = performance.now();
    for (let at = 0; at < 100_000; at += 10) book.add('s', 1, at + 1, many(at + 1, 10));
    expect(performance.now() - before).toBeLessThan(4_000);
  });
});

describe('the colour of a line', () => {
  it('runs on from the lines before, until it is taken back', () => {
    const book = new LogBook();
    book.add('s', 1, 2, ['\u001b[32mgreen', 'still', '\u001b[0mdone', 'plain']);
    const [section] = book.ordered([]);
    if (!section) throw new Error('no section');
    expect(styleAt(section, 3)).toEqual({ fg: '2' });
    expect(styleAt(section, 5)).toEqual({});
    const { epoch } = section;
    book.add('s', 1, 1, ['\u001b[1mbold']); // arrives late: what follows is computed anew
    expect(section.epoch).toBeGreaterThan(epoch);
    expect(styleAt(section, 4)).toEqual({ bold: true, fg: '2' });
    expect(styleAt(section, 5)).toEqual({});
  });

  it('is the same wherever one comes from, and costs little at the end of a long log', () => {
    const book = new LogBook();
    book.add('s', 1, 1, many(1, 100_000).map((text, index) => (index % 7 === 0 ? `\u001b[31m${text}` : index % 5 === 0 ? `${text}\u001b[0m` : text)));
    const [section] = book.ordered([]);
    if (!section) throw new Error('no section');
    const before = performance.now();
    const there = [99_000, 99_001, 99_002, 99_003].map((line) => styleAt(section, line));
    expect(performance.now() - before).toBeLessThan(1_000);
    section.styles.clear();
    expect([99_003, 99_002, 99_001, 99_000].map((line) => styleAt(section, line)).reverse()).toEqual(there);
  });
});
