// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { complain, dismiss, notices } from '../live/notices';
import type { Problem } from '../wire/types';
import { ProblemBox } from './Empty';
import { Toasts } from './Toasts';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

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
});
