// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, it } from 'vitest';
import { contrast, grounds } from '../model/contrast';
import { LogBook } from '../model/logbook';
import { makeMatcher } from '../model/matcher';
import { LogLine } from './LogLine';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let search = '';
let limit = 5_000;

let stored: number | null = null;

function drawn(...lines: string[]): HTMLElement {
  const book = new LogBook();
  book.stamp('build@worker', 1, 1, stored);
  book.add('build@worker', 1, 1, lines);
  const [section] = book.ordered([]);
  if (!section) throw new Error('no section');
  const place = document.body.appendChild(document.createElement('div'));
  const chunk = section.chunks[0];
  if (!chunk) throw new Error('no lines');
  const rows = lines.map((_, index) => (
    <LogLine key={index} row={{ kind: 'line', section, chunk, index }} version={0} chosen={false} current={false} limit={limit} stamps={true} zone="utc" matcher={makeMatcher({ text: search, regex: false, matchCase: false }).matcher} loading={false} link={() => '#'} onNumber={() => {}} onMore={() => {}} />
  ));
  act(() => createRoot(place).render(rows));
  return place;
}

afterEach(() => document.body.replaceChildren());

describe('a line of a log', () => {
  it('stays text, whatever it looks like', () => {
    const place = drawn('<img src=x onerror=alert(1)><script>alert(1)</script>', '\u001b]8;;javascript:alert(1)\u0007click\u001b]8;;\u0007');
    expect(place.querySelectorAll('img, script, a:not(.log-number)')).toHaveLength(0);
    expect(place.textContent).toBe('<img src=x onerror=alert(1)><script>alert(1)</script>click');
  });

  it('takes its colours from the theme, and exact ones so that they can be read on either ground', () => {
    const spans = drawn('\u001b[31mred\u001b[0m \u001b[38;2;1;2;3mexact\u001b[0m \u001b[7mturned').querySelectorAll<HTMLElement>('.log-text span');
    const inks = [...spans].map((span) => [span.textContent, span.style.getPropertyValue('--fl'), span.style.getPropertyValue('--fd')]);
    expect(inks[0]).toEqual(['red', 'var(--ansi-1)', 'var(--ansi-1)']);
    expect(inks[1]?.slice(0, 2)).toEqual(['exact', '#010203']);
    expect(contrast(inks[1]?.[2] ?? '', grounds.dark)).toBeGreaterThan(4.5);
    expect(inks[2]).toEqual(['turned', 'var(--log-back)', 'var(--log-back)']);
  });

  it('keeps a colour that runs on to the next line', () => {
    expect(drawn('\u001b[32mone', 'two').querySelectorAll('.log-row')[1]?.querySelector<HTMLElement>('.log-text span')?.style.getPropertyValue('--fl')).toBe('var(--ansi-2)');
  });

  it('marks what is searched for, across colours', () => {
    search = 'ERROR one';
    const marks = drawn('an \u001b[31merr\u001b[1mor\u001b[0m one, error one').querySelectorAll('mark');
    search = '';
    expect([...marks].map((mark) => mark.textContent)).toEqual(['err', 'or', ' one', 'error one']);
  });

  it('offers the rest of a long line', () => {
    limit = 10;
    const place = drawn('x'.repeat(30));
    limit = 5_000;
    expect(place.querySelector('.log-text')?.textContent).toBe(`${'x'.repeat(10)}20 more characters, show more`);
  });

  it('tells when it was stored, unless it begins with a time of its own', () => {
    stored = Date.parse('2026-01-02T03:04:05.007Z');
    const place = drawn('hello', '2026-01-02T03:04:04Z world');
    stored = null;
    expect([...place.querySelectorAll('.log-stamp')].map((stamp) => stamp.textContent)).toEqual(['03:04:05.007', '2026-01-02T03:04:04Z']);
    expect(place.querySelector<HTMLElement>('.log-time')?.title).toBe('Stored 2 Jan 2026, 03:04:05 UTC');
    expect([...place.querySelectorAll('.log-text')].map((text) => text.textContent)).toEqual(['hello', 'world']);
  });

  it('sets a time apart', () => {
    const place = drawn('2026-01-02T03:04:05.678Z hello');
    expect(place.querySelector('.log-stamp')?.textContent).toBe('2026-01-02T03:04:05.678Z');
    expect(place.querySelector('.log-text')?.textContent).toBe('hello');
  });
});
