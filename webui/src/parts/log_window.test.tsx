// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listing } from '../model/listing';
import { LogBook } from '../model/logbook';
import { rowHeight, useWindow, type Window } from './log_window';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const height = 200; // px of the window onto the log

let book: LogBook;
let root: Root;
let window_: Window;
let box: HTMLElement;
let lines: number;
let following: boolean;

function Log({ rows }: { rows: ReturnType<typeof listing> }) {
  window_ = useWindow(rows, false, 100, 0, following, (follow) => { following = follow; });
  return <div ref={window_.box} data-rows={rows.length} />;
}

/** So many more lines come, and the log is drawn. */
function come(more: number): void {
  book.add('build', 1, lines + 1, Array.from({ length: more }, (_, at) => `line ${lines + at + 1}`));
  lines += more;
  const rows = listing(book.ordered([]));
  act(() => root.render(<Log rows={rows} />));
}

const end = (): number => (lines + 1) * rowHeight; // a heading stands before the lines

beforeEach(() => {
  book = new LogBook();
  lines = 0;
  following = true;
  // jsdom lays nothing out: a row is as high as in log.css, and the window as said above.
  vi.stubGlobal('ResizeObserver', class { observe() {} disconnect() {} });
  Object.defineProperties(HTMLElement.prototype, {
    scrollHeight: { configurable: true, get(this: HTMLElement) { return Number(this.dataset['rows']) * rowHeight; } },
    clientHeight: { configurable: true, get: () => height },
  });
  const place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
  come(100);
  box = place.firstElementChild as HTMLElement;
});

afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  for (const name of ['scrollHeight', 'clientHeight']) Reflect.deleteProperty(HTMLElement.prototype, name);
});

describe('the window onto a log', () => {
  it('stays at the end while it follows', () => {
    expect(box.scrollTop).toBe(end());
    come(50);
    expect(box.scrollTop).toBe(end());
    expect(window_.last).toBe(lines + 1);
  });

  it('leaves who has moved up alone, although the browser tells of it only after the next lines', () => {
    box.scrollTop = 40 * rowHeight;
    come(50);
    expect(box.scrollTop).toBe(40 * rowHeight);
    act(() => window_.scrolled());
    expect(following).toBe(false);
    come(50);
    expect(box.scrollTop).toBe(40 * rowHeight);
    expect(window_.first).toBeLessThanOrEqual(40);
    expect(window_.last).toBeLessThan(lines);
  });

  it('follows again from the end', () => {
    box.scrollTop = 40 * rowHeight;
    act(() => window_.scrolled());
    box.scrollTop = end() - height;
    act(() => window_.scrolled());
    expect(following).toBe(true);
    come(10);
    expect(box.scrollTop).toBe(end());
  });
});
