// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { complain, dismiss, notices } from '../live/notices';
import type { Problem } from '../wire/types';
import { ProblemBox } from './Empty';
import { Toasts } from './Toasts';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

/** What was put into a part of the page that speaks for itself, while `happen` happened. */
async function heard(place: HTMLElement, happen: () => void): Promise<string[]> {
  const said: string[] = [];
  const listener = new MutationObserver((changes) => changes.forEach(({ addedNodes, target }) => (target as Element).closest('[role="alert"]') && addedNodes.forEach((node) => said.push(node.textContent ?? ''))));
  listener.observe(place, { childList: true, subtree: true });
  act(happen);
  await Promise.resolve();
  listener.disconnect();
  return said;
}

function drawn(node: React.ReactNode): HTMLElement {
  const place = document.body.appendChild(document.createElement('div'));
  act(() => createRoot(place).render(node));
  return place;
}

const broken: Problem = { title: 'The database does not answer', status: 503, request_id: 'req_0000000a17f4' };

afterEach(() => {
  act(() => notices.get().forEach(({ id }) => dismiss(id)));
  document.body.replaceChildren();
});

describe('a problem', () => {
  it('tells the number of the request, to be copied', async () => {
    const write = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText: write } });
    const place = drawn(<ProblemBox problem={broken} />);
    expect(place.querySelector('[data-testid="request-id"] code')?.textContent).toBe('req_0000000a17f4');
    await act(() => Promise.resolve(place.querySelector<HTMLElement>('[data-testid="request-id"] button')?.click()));
    expect(write).toHaveBeenCalledWith('req_0000000a17f4');
    vi.unstubAllGlobals();
  });

  it('is shown the same without one', () => {
    const { request_id: _, ...rest } = broken;
    const place = drawn(<ProblemBox problem={rest} />);
    expect(place.textContent).toBe('The database does not answer');
    expect(place.querySelector('button')).toBeNull();
  });

  it('keeps the number in a toast', () => {
    const place = drawn(<Toasts />);
    act(() => complain(broken));
    expect(place.querySelector('[data-testid="toast"] code')?.textContent).toBe('req_0000000a17f4');
  });

  it('that comes a second time is heard a second time, and the focus stays where it was', async () => {
    const { request_id: _, ...rest } = broken;
    const place = drawn(<Toasts />);
    act(() => complain(rest));
    const close = place.querySelector<HTMLElement>('button')!;
    close.focus();
    expect(await heard(place, () => complain({ ...rest }))).toEqual(['The database does not answer']);
    expect(place.querySelectorAll('[data-testid="toast"]')).toHaveLength(1);
    expect(document.activeElement).toBe(close);
  });

  it('of the same request again is heard again, but not when nobody asked for it', async () => {
    const place = document.body.appendChild(document.createElement('div'));
    const root = createRoot(place);
    const { request_id: _, ...rest } = broken;
    const show = (retry?: () => void) => () => root.render(<ProblemBox problem={{ ...rest }} {...(retry && { retry })} />);
    act(show());
    expect(await heard(place, show())).toEqual(['The database does not answer']);
    const retry = (): void => undefined;
    act(show(retry));
    expect(await heard(place, show(retry))).toEqual([]); // looked at by itself now and then
    const button = place.querySelector<HTMLElement>('button')!;
    button.focus();
    act(() => button.click());
    expect(await heard(place, show(retry))).toEqual(['The database does not answer']);
    expect(document.activeElement).toBe(button);
    act(() => root.unmount());
  });
});
