import { describe, expect, it } from 'vitest';
import { makeMatcher, weigh } from './matcher';

const matcher = (text: string, regex = false, matchCase = false) => makeMatcher({ text, regex, matchCase });

describe('a search', () => {
  it('finds words in any case, or as typed', () => {
    expect(matcher('ErroR').matcher?.test('an error')).toBe(true);
    expect(matcher('ErroR', false, true).matcher?.test('an error')).toBe(false);
    expect(matcher('a.c').matcher?.test('abc')).toBe(false);
    expect(matcher('a').matcher?.ranges('banana')).toEqual([[1, 2], [3, 4], [5, 6]]);
    expect(matcher('').matcher).toBeNull();
  });

  it('takes expressions', () => {
    expect(matcher('^\\d+ (passed|failed)$', true).matcher?.test('12 Passed')).toBe(true);
    expect(matcher('o+', true).matcher?.ranges('foo o')).toEqual([[1, 3], [4, 5]]);
    expect(matcher('x*', true).matcher?.ranges('axx')).toEqual([[1, 3]]);
    expect(matcher('\\-', true).problem).toBe('none');
  });

  it('answers the same each time', () => {
    const { matcher: wanted } = matcher('a', true);
    expect([wanted?.test('a'), wanted?.test('a'), wanted?.test('b'), wanted?.test('a')]).toEqual([true, true, false, true]);
  });

  it('says what it cannot read', () => {
    expect(matcher('(', true)).toEqual({ matcher: null, problem: 'unreadable' });
    expect(matcher('(')).toMatchObject({ problem: 'none' });
  });

  it('does not mark letters that change their length with their case', () => {
    expect(matcher('i').matcher?.ranges('İi')).toEqual([]);
  });

  it.each(['(a+)+$', '(a|a)*b', '([a-z]+)*', '((a)+b)+', '(.*)(.*)(.*)(.*)(.*)', '(\\w+\\s?)+$', '(a)\\1', '(x{2,})*', '(?:a|b)+', '(a?a?)*c', '(a{1,5})*c', '(a|aa){30}', `${'a?'.repeat(30)}${'a'.repeat(30)}`])('refuses %s, which can take for ever', (pattern) => {
    expect(weigh(pattern).slow).toBe(true);
    expect(matcher(pattern, true).problem).toBe('slow');
  });

  it.each(['error', '(warn|error)', '\\d+ ms', '[(+*]+', 'a{3}b', '^\\s*at .*\\.js', '(?:foo)?bar', '(?:foo|bar)?baz', '(\\d{3})+', 'https?://.*?\\.js', '\\??x', '\\(a+\\)+'])('lets %s run', (pattern) => {
    expect(weigh(pattern).slow).toBe(false);
  });

  it('gives up a line before it holds up the page', () => {
    const { matcher: wanted } = matcher('.*.*x', true);
    const begun = performance.now();
    expect(wanted?.test('a'.repeat(8_192))).toBe(false);
    expect(performance.now() - begun).toBeLessThan(5_000); // it would be minutes
    expect(wanted?.gaveUp).toBe(true);
    expect(wanted?.ranges('ax')).toEqual([]);
  });

  it('looks at long lines whole when that is quick', () => {
    const { matcher: wanted } = matcher('^b?a*?x+$', true);
    expect(wanted?.test(`${'a'.repeat(4_000)}xx`)).toBe(true);
    expect(wanted?.gaveUp).toBe(false);
  });
});
