// @vitest-environment jsdom
// @vitest-environment-options {"url": "https://deploy.example/eeveon/"}
// A database that is restored to an earlier state under an open page.
import { act } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import { useDeployment } from './deployment';
import { feed } from './feed';
import { usePaged } from './paged';
import { api, type Query } from './api';
import { place, root } from '../stage_for_tests';
import type { DeploymentPage } from '../wire/types';

const row = (id: string) => ({ id, project: 'shop', environment: 'staging', commit: 'a'.repeat(40), status: 'succeeded', trigger: 'push', actor: 'gate', requested_at: '2026-11-21T10:00:00.000Z' });
let rows = [row('dep_2'), row('dep_1')];
let heard: WebSocket;
let broken = false;

beforeEach(() => {
  vi.stubGlobal('WebSocket', class { constructor() { heard = this as unknown as WebSocket; } send(): void {} close(): void {} });
  vi.stubGlobal('fetch', (url: URL) => {
    const id = url.pathname.split('/deployments/')[1];
    if (broken) return Promise.resolve(new Response('', { status: 503 }));
    if (!id) return Promise.resolve(new Response(JSON.stringify({ deployments: rows, next: null })));
    const found = rows.find((each) => each.id === id);
    return Promise.resolve(found ? new Response(JSON.stringify(found)) : new Response('{"title":"Not Found","status":404}', { status: 404 }));
  });
});

const pages = { fetch: (query: Query, signal: AbortSignal) => api.deployments(query, signal), join: (page: DeploymentPage) => page, size: (page: DeploymentPage) => page.deployments.length };
function View() {
  const { page, problem: unread, retry } = usePaged({}, pages);
  const { deployment, problem } = useDeployment('dep_2');
  return <p>{page?.deployments.map(({ id }) => id).join(' ')} | {deployment?.id ?? 'none'} | {problem?.status ?? 'no problem'}{unread && <button onClick={retry}>again</button>}</p>;
}
const board = (position: number): Promise<void> => act(async () => {
  const data = JSON.stringify({ type: 'snapshot', position, board: { position, at: '2026-11-21T10:00:00.000Z', environments: [], deployments: [], nodes: [] } });
  heard.onmessage?.({ data } as MessageEvent);
});

it('leaves nothing on the page that the restored log does not know', async () => {
  await act(async () => feed.start());
  await act(async () => heard.onopen?.({} as Event));
  await board(90);
  await act(async () => root.render(<View />));
  await act(async () => {});
  expect(place.textContent).toBe('dep_2 dep_1 | dep_2 | no problem');
  rows = [row('dep_1')];
  await board(60);
  await act(async () => {});
  expect(place.textContent).toBe('dep_1 | none | 404');
});

it('asks once more for the rows of a restored log that could not be read, though their last page was here', async () => {
  await act(async () => root.render(<View />));
  await act(async () => {});
  broken = true;
  await board(40);
  await act(async () => {});
  broken = false;
  rows = [];
  await act(async () => place.querySelector('button')?.click());
  await act(async () => {});
  expect(place.textContent).toMatch(/^ \| /);
});
