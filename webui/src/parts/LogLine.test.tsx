// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, it } from 'vitest';
import { LogBook } from '../model/logbook';
import { LogLine } from './LogLine';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

function drawn(...lines: string[]): HTMLElement {
  const book = new LogBook();
  book.add('build@worker', 1, 1, lines);
  const [section] = book.ordered([]);
  if (!section) throw new Error('no section');
  const place = document.body.appendChild(document.createElement('div'));
  const rows = lines.map((_, index) => <LogLine key={index} row={{ kind: 'line', section, index }} top={index * 20} version={1} />);
  act(() => createRoot(place).render(rows));
  return place;
}

afterEach(() => document.body.replaceChildren());

describe('a line of a log', () => {
  it('stays text, whatever it looks like', () => {
    const place = drawn('<img src=x onerror=alert(1)><script>alert(1)</script>', '\u001b]8;;javascript:alert(1)\u0007click\u001b]8;;\u0007');
    expect(place.querySelectorAll('img, script, a')).toHaveLength(0);
    expect(place.textContent).toBe('<img src=x onerror=alert(1)><script>alert(1)</script>click');
  });

  it('takes its colours from the theme or as an exact value', () => {
    const spans = drawn('\u001b[31mred\u001b[0m \u001b[38;2;1;2;3mexact\u001b[0m \u001b[7mturned').querySelectorAll<HTMLElement>('.log-text span');
    expect([...spans].map((span) => [span.textContent, span.style.color])).toEqual([['red', 'var(--ansi-1)'], ['exact', 'rgb(1, 2, 3)'], ['turned', 'var(--log-back)']]);
  });

  it('keeps a colour that runs on to the next line', () => {
    expect(drawn('\u001b[32mone', 'two').querySelectorAll('.log-row')[1]?.querySelector<HTMLElement>('.log-text span')?.style.color).toBe('var(--ansi-2)');
  });
});
