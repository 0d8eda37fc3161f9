// @vitest-environment jsdom
// @vitest-environment-options {"url": "https://deploy.example/eeveon/dep_1"}
// What a deployment's page says while it has not begun.
import { act } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import { Deployment } from './Deployment';
import { place, root } from '../stage_for_tests';

const at = '2026-11-21T10:00:00.000Z';
const row = {
  id: 'dep_1', project: 'shop', environment: 'live', commit: 'a'.repeat(40), status: 'queued', trigger: 'push', actor: 'gate', requested_at: at, position: 9,
  plan: { build: [], deploy: [], undo: [], digest: null }, actions: { cancel: true, retry: false, mark_done: false, rollback: false }, causes: [],
};
const build = (state: string) => ({ id: 'build@worker', stage: 'build', part: 'build', target: 'worker', attempt: 1, state, started_at: at });


beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  vi.stubGlobal('ResizeObserver', class { observe(): void {} disconnect(): void {} });
});

async function show(more: object): Promise<void> {
  vi.stubGlobal('fetch', (url: URL) => Promise.resolve(url.pathname.endsWith('/dep_1') ? new Response(JSON.stringify({ ...row, steps: [], ...more })) : new Response('', { status: 503 })));
  await act(async () => root.render(<Deployment route={{ page: 'deployment', id: 'dep_1', tab: 'why' }} />));
  await vi.waitFor(() => { if (!place.querySelector('[data-testid="status"]')) throw new Error(place.innerHTML.slice(0, 500)); });
}
const text = (testid: string): string | undefined => place.querySelector(`[data-testid="${testid}"]`)?.textContent ?? undefined;

it('says that it is being built while it is, and keeps its status for whoever filters', async () => {
  await show({ steps: [build('running')], reason: 'its release is being built' });
  expect(text('status')).toBe('Building');
  expect(place.querySelector('[data-testid="status"] [data-status]')?.getAttribute('data-status')).toBe('queued');
  expect(document.title).toContain('Building');
  expect(text('reason')).toBe('Buildingits release is being built');
});

it('says behind whom it waits, and leads there', async () => {
  await show({ steps: [build('succeeded')], waits: [{ from: at, to: at, reason: 'waits for a worker to build its release', for: null }, { from: at, to: null, reason: 'waits for its turn: dep_7 is being deployed', for: 'dep_7' }] });
  expect(text('status')).toBe('Queued');
  expect(text('reason')).toContain('waits for its turn: dep_7 is being deployed');
  expect(place.querySelector<HTMLAnchorElement>('[data-testid="reason"] a')?.pathname).toMatch(/\/dep_7$/);
});

it('does not tell of a wait between two steps as of one before the first', async () => {
  await show({ status: 'running', steps: [], waits: [{ from: at, to: null, reason: 'waits before attempt 2 of copy@node-1: away', for: null }] });
  expect(text('reason')).toBeUndefined();
});
