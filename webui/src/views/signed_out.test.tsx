// @vitest-environment jsdom
// @vitest-environment-options {"url": "https://deploy.example/eeveon/node"}
// A session that ends while somebody types.
import { act } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import { signOut } from '../live/entries';
import { feed, live } from '../live/feed';
import { one, place, root } from '../stage_for_tests';
import { initial } from '../wire/protocol';
import { Page } from './Page';

let status = 401;

beforeEach(async () => {
  vi.stubGlobal('WebSocket', class { send(): void {} close(): void {} });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(status === 204 ? null : JSON.stringify(status === 200 ? { position: 7, at: '2026-11-21T10:00:00.000Z' } : { title: 'Sign in', status }), { status })));
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  live.set({ ...initial, connection: 'live' });
  await act(async () => root.render(<Page />));
  await vi.waitFor(() => name());
  status = 401;
});

const name = (): HTMLInputElement => one('input[name="name"]');
async function type(text: string): Promise<void> {
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(name(), text);
    name().dispatchEvent(new Event('input', { bubbles: true }));
  });
}
const isSigningIn = (): boolean => place.querySelector('[data-testid="sign-in"]') !== null;

it('brings back what was typed, after another sign-in', async () => {
  await type('web-7');
  await act(async () => feed.signedOut());
  expect(isSigningIn()).toBe(true);
  expect(name().closest('[hidden]')).not.toBeNull();
  expect(document.title).toContain('Sign in');
  await act(async () => live.set({ ...initial, connection: 'live' }));
  expect(isSigningIn()).toBe(false);
  expect(name().value).toBe('web-7');
  expect(name().closest('[hidden]')).toBeNull();
  expect(document.title).not.toContain('Sign in');
});

it('keeps nothing for the next one when a person signs out, nor where nothing was typed', async () => {
  await act(async () => feed.signedOut());
  expect(place.querySelector('form.editor')).toBeNull();
  await act(async () => live.set({ ...initial, connection: 'live' }));
  await type('web-7');
  status = 204;
  await act(async () => signOut());
  expect(isSigningIn()).toBe(true);
  expect(place.querySelector('form.editor')).toBeNull();
});

it('goes on by itself when somebody has signed in in another tab', async () => {
  const comeBack = async (): Promise<void> => {
    await act(async () => document.dispatchEvent(new Event('visibilitychange')));
    await act(async () => {});
  };
  await type('web-7');
  await act(async () => feed.signedOut());
  await comeBack();
  expect(isSigningIn()).toBe(true);
  status = 200;
  await comeBack();
  expect(isSigningIn()).toBe(false);
  expect(name().value).toBe('web-7');
});
