// @vitest-environment jsdom
// @vitest-environment-options {"url": "https://deploy.example/eeveon/sign-in#token=one-time-token-0123456789"}
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

it('takes the token out of the address before it is sent, and says how to get another when the link is used up', async () => {
  const asked: { url: string; body: string; address: string }[] = [];
  vi.stubGlobal('fetch', (url: URL, options: RequestInit) => {
    asked.push({ url: url.href, body: String(options.body), address: location.href });
    return Promise.resolve(new Response(JSON.stringify({ title: 'Used', status: 401 }), { status: 401 }));
  });
  const { SignIn } = await import('./SignIn');
  const place = document.body.appendChild(document.createElement('div'));
  await act(async () => createRoot(place).render(<SignIn linked />));

  expect(asked).toEqual([{ url: 'https://deploy.example/eeveon/api/v1/session', body: '{"token":"one-time-token-0123456789"}', address: 'https://deploy.example/eeveon/sign-in' }]);
  expect(location.hash).toBe('');
  expect(place.querySelector('[role="alert"]')?.textContent).toContain('used up');
  expect(place.textContent).toContain('eeveon sign-in');
});
