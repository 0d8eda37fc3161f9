// Where the views of a test stand: a place in the document, made before each test and gone after it, with every global that was
// stubbed.
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, vi } from 'vitest';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

export let place: HTMLElement;
export let root: Root;

beforeEach(() => {
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});
afterEach(() => {
  act(() => root.unmount());
  place.remove();
  vi.unstubAllGlobals();
});

/** The first element that fits; without one the test ends with what there is instead. */
export function one<Kind extends HTMLElement = HTMLElement>(selector: string): Kind {
  const found = place.querySelector<Kind>(selector);
  if (!found) throw new Error(`no ${selector} in ${place.innerHTML.slice(0, 2_000)}`);
  return found;
}
