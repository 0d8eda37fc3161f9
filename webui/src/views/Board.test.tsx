// @vitest-environment jsdom
// The board in each of its states: nothing known yet, nothing there, nothing found, and full.
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Board as BoardState, Environment } from '../wire/types';
import type { RouteOf } from '../model/route';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
vi.stubGlobal('fetch', () => new Promise(() => undefined));
vi.stubGlobal('IntersectionObserver', class { observe(): void {} disconnect(): void {} });
vi.stubGlobal('ResizeObserver', class { observe(): void {} disconnect(): void {} });

const at = '2026-01-02T03:04:05.000Z';
const environment = (name: string, fields: Partial<Environment> = {}): Environment => ({ project: 'shop', name, queue_policy: 'supersede', waiting: [], quarantine: [], nodes: [], outcomes: [], ...fields });
const full: BoardState = {
  position: 3, at,
  projects: [{ name: 'shop', repository: 'https://github.com/acme/shop', repository_bound: true, environments: ['staging', 'live'], applied_at: at }],
  environments: [
    environment('staging', { current: { release: 'rel_1', commit: 'c0ffee1234', message: '<img src=x onerror=alert(1)>\u202etxt', author: 'Mira', deployment: 'dep_1', since: at }, last_status: 'succeeded', nodes: ['web-1'] }),
    environment('live', {
      lock: { deployment: 'dep_2', since: at }, waiting: [{ deployment: 'dep_3', commit: 'abcdef0' }, { deployment: 'dep_4', commit: 'abcdef1' }],
      quarantine: [{ commit: 'badbad0', deployment: 'dep_0', reason: 'tests', at }], outcomes: [{ deployment: 'dep_0', status: 'failed' }],
    }),
  ],
  nodes: [{ name: 'web-1', kind: 'ssh', address: '10.0.0.1', groups: [], health: 'down', live: {}, checks: { 'shop/staging': 'down' }, details: {} }],
  deployments: [{ id: 'dep_2', project: 'shop', environment: 'live', commit: '1234567', message: 'Move search', author: 'Jonas', status: 'running', trigger: 'push', actor: 'a', requested_at: at, position: 3 }],
};

let place: HTMLElement;
let root: Root;

async function show(value: BoardState | null, filter: Partial<RouteOf<'board'>> = {}): Promise<HTMLElement> {
  const { board } = await import('../live/feed');
  const { Board } = await import('./Board');
  await act(async () => {
    board.set(value);
    root.render(<Board filter={{ page: 'board', ...filter }} />);
  });
  await act(async () => new Promise((done) => setTimeout(done, 40))); // what follows the first paint
  return place;
}

beforeEach(() => {
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});
afterEach(async () => act(async () => root.unmount()));

it('shows shapes while nothing is known', async () => {
  expect((await show(null)).querySelector('[role="status"].skeleton')).not.toBeNull();
});

it('says what comes first when there is nothing', async () => {
  const page = await show({ ...full, projects: [], environments: [], deployments: [], nodes: [] });
  expect(page.querySelector('.empty h2')).not.toBeNull();
  expect(page.querySelector('[data-testid="tools"]')).toBeNull();
});

it('says that nothing is found, and widens with one press', async () => {
  history.replaceState(null, '', '/?q=zzz');
  const page = await show(full, { q: 'zzz' });
  expect(page.querySelectorAll('[data-card]')).toHaveLength(0);
  expect(page.textContent).toContain('No environment matches');
  await act(async () => page.querySelector<HTMLElement>('[data-testid="clear"]')?.click());
  expect(location.search).toBe('');
});

it('shows every environment with who holds it, what waits and what to know', async () => {
  const page = await show(full);
  const [staging, live] = [...page.querySelectorAll('[data-card]')];
  expect(staging?.textContent).toContain('0/1 healthy');
  expect(staging?.querySelector('img')).toBeNull();
  expect(staging?.textContent).toContain('<img src=x onerror=alert(1)>⟨U+202E⟩txt');
  expect(live?.querySelector('[data-status="running"]')).not.toBeNull();
  expect(live?.querySelector('.card-note')?.textContent).toContain('Move search');
  expect(live?.querySelector('[data-testid="queue"]')?.textContent).toContain('2 waiting');
  expect(live?.querySelector('[data-testid="notes"]')?.textContent).toBe('+1');
  expect(document.title).toBe('(1!) Board · Eeveon');
});

it('keeps a card while another changes', async () => {
  const page = await show(full);
  const before = page.querySelector('[data-testid="card:shop/staging"]');
  await show({ ...full, environments: [full.environments[0]!, environment('live', { last_status: 'succeeded' })] });
  expect(page.querySelector('[data-testid="card:shop/staging"]')).toBe(before);
  expect(page.querySelector('[data-testid="card:shop/live"] [data-status="succeeded"]')).not.toBeNull();
});

it('leads to the matrix and back by its address', async () => {
  await import('./Matrix'); // comes in a file of its own
  const page = await show(full, { view: 'matrix' });
  expect(page.querySelectorAll('[role="gridcell"]')).toHaveLength(2);
});

it('says on a wall that all is well only where there is something, and nothing says otherwise', async () => {
  await import('./Wall'); // comes in a file of its own
  const well = [environment('staging', { last_status: 'succeeded' })];
  const head = async (environments: Environment[], q?: string): Promise<string | null | undefined> =>
    (await show({ ...full, environments, nodes: [] }, { view: 'wall', ...(q && { q }) })).querySelector('h1')?.textContent;
  expect(await head(well)).toBe('All is well');
  expect(await head([...well, environment('live', { last_status: 'rolled_back' })])).toBe('Nothing is broken, 1 worth a look');
  expect(await head([...well, environment('live', { last_status: 'failed' })])).toContain('1 to look at');
  expect(await head(well, 'zzz')).toBe('Nothing to show');
  expect(place.textContent).toContain('No environment matches');
  const bare = await show({ ...full, projects: [], environments: [], deployments: [], nodes: [] }, { view: 'wall' });
  expect(bare.querySelector('h1')?.textContent).toBe('Nothing to show');
  expect(bare.querySelector('.empty h2')).not.toBeNull();
});
