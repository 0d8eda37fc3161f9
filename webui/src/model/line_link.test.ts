import { describe, expect, it } from 'vitest';
import { formatLines, parseLines, picked } from './line_link';
import { instantOf, stampOf } from './stamp';

describe('lines in the address', () => {
  it.each([['12', { from: 12, to: 12 }], ['12-40', { from: 12, to: 40 }], ['40-12', { from: 12, to: 40 }], ['0', { from: 0, to: 0 }]])('reads %s', (text, range) => {
    expect(parseLines(text)).toEqual(range);
  });
  it.each([undefined, '', 'x', '-3', '1-', '1e9', '99999999', '1-2-3', '<b>'])('refuses %s', (text) => {
    expect(parseLines(text)).toBeNull();
  });
  it('writes what it reads', () => {
    for (const text of ['7', '7-9']) expect(formatLines(parseLines(text) ?? { from: 0, to: 0 })).toBe(text);
  });
  it('grows to a range with Shift', () => {
    expect(picked({ from: 5, to: 5 }, 9, true)).toEqual({ from: 5, to: 9 });
    expect(picked({ from: 5, to: 9 }, 2, true)).toEqual({ from: 2, to: 5 });
    expect(picked({ from: 5, to: 9 }, 2, false)).toEqual({ from: 2, to: 2 });
    expect(picked(null, 2, true)).toEqual({ from: 2, to: 2 });
  });
});

describe('a time at the beginning of a line', () => {
  it.each([
    ['2026-01-02T03:04:05.678Z done', '2026-01-02T03:04:05.678Z', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
    ['[2026-01-02 03:04:05] done', '2026-01-02 03:04:05', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02T03:04:05.123456789+01:00 done', '2026-01-02T03:04:05.123456789+01:00', Date.UTC(2026, 0, 2, 2, 4, 5, 123)],
    ['2026-01-02 03:04:05,678 done', '2026-01-02 03:04:05,678', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
  ])('is found in %s', (line, text, at) => {
    expect(stampOf(line)?.text).toBe(text);
    expect(line.slice(stampOf(line)?.length)).toBe('done');
    expect(instantOf(line)).toBe(at);
  });
  it.each(['done', '2026 lines', '[x] 2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z', '9'.repeat(100_000), '2026-99-99T99:99:99Z x'])('is not made up for %s', (line) => {
    expect(instantOf(line)).toBeNull();
  });
});
