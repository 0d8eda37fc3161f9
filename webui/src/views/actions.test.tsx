// @vitest-environment jsdom
// @vitest-environment-options {"url": "https://deploy.example/eeveon/"}
import { act, type ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { board } from '../live/feed';
import { DeploySteps } from '../parts/DeploySteps';
import { one, place, root } from '../stage_for_tests';
import { parseBoard } from '../wire/parse';
import { Deliveries } from './Deliveries';
import { Delivery } from './Delivery';
import { NodeEdit } from './NodeEdit';
import { Nodes } from './Nodes';
import { ProjectEdit } from './ProjectEdit';
import { Projects } from './Projects';
import { Setup } from './Setup';

type Reply = { status?: number; json: unknown } | 'never';
interface Asked { method: string; path: string; query: URLSearchParams; body: Record<string, unknown> }

const asked: Asked[] = [];
let shown: Element[] = []; // what was brought into sight
let replies: Record<string, Reply> = {};

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('fetch', (url: URL, options: RequestInit) => {
    const method = options.method ?? 'GET';
    const path = url.pathname.replace('/eeveon/api/v1/', '');
    asked.push({ method, path, query: url.searchParams, body: typeof options.body === 'string' ? (JSON.parse(options.body) as Record<string, unknown>) : {} });
    const reply = replies[`${method} ${path}`] ?? replies[path];
    if (reply === undefined || reply === 'never') return new Promise(() => {});
    return Promise.resolve(new Response(JSON.stringify(reply.json), { status: reply.status ?? 200 }));
  });
  shown = [];
  Element.prototype.scrollIntoView = function scrollIntoView(this: Element) { return Promise.resolve(shown.push(this)); }; // a promise, as newer browsers give
  HTMLDialogElement.prototype.showModal = () => {};
  HTMLDialogElement.prototype.close = () => {};
  window.scrollTo = () => {};
});
afterEach(() => {
  act(() => board.set(null));
});

const settle = async (): Promise<void> => { for (let turn = 0; turn < 4; ++turn) await act(async () => {}); };
async function show(view: ReactNode, given: Record<string, Reply> = {}): Promise<void> {
  replies = given;
  await act(async () => root.render(view));
  await settle();
}
const named = (id: string): string => `[data-testid="${id}"]`;
async function press(selector: string): Promise<void> {
  await act(async () => one(selector).click());
  await settle();
}
async function type(selector: string, text: string): Promise<void> {
  const field = one<HTMLInputElement | HTMLTextAreaElement>(selector);
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  await act(async () => {
    Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

const broken: Reply = { status: 503, json: { title: 'The database does not answer', status: 503 } };
const hostile = 'Greet <img src=x onerror=alert(1)> \u202Etxt.exe';
const commit = 'a'.repeat(40);
const live = { release: 'rel_1', commit: 'b'.repeat(40), message: hostile, deployment: 'dep_1', since: '2026-11-21T10:00:00.000Z' };
const full = {
  position: 9, at: '2026-11-21T10:00:00.000Z', deployments: [],
  projects: [{ name: 'shop', repository: 'https://github.com/acme/shop', repository_bound: false, environments: ['production'], applied_at: '2026-11-20T10:00:00.000Z' }],
  environments: [{ project: 'shop', name: 'production', queue_policy: 'queue', waiting: [], quarantine: [{ commit, deployment: 'dep_0', reason: hostile, at: '' }], nodes: ['web-1'], outcomes: [], current: live, deploy_on: 'push main' }],
  nodes: [{ name: 'web-1', kind: 'ssh', address: 'web', groups: ['web'], health: 'down', health_detail: hostile, live: { 'shop/production': 'rel_1' }, checks: { 'shop/production': 'down' }, details: { 'shop/production': hostile } }],
};
const nothing = { position: 0, at: '', projects: [], environments: [], nodes: [], deployments: [] };
const look = (rows: unknown): void => act(() => board.set(parseBoard(rows)));
const environment = () => board.get()!.environments[0]!;

describe('nodes', () => {
  it('have a shape while the board loads, and a next step while there is none', async () => {
    await show(<Nodes check={undefined} />);
    expect(place.querySelector('.skeleton')).toBeTruthy();
    look(nothing);
    await settle();
    expect(one('.empty').textContent).toContain('eeveon nodes add');
  });
  it('say where they are down and why, as text', async () => {
    look(full);
    await show(<Nodes check={undefined} />);
    expect(one('.place-down').textContent).toContain('shop / production');
    expect(one('.place-why').textContent).toBe('Greet <img src=x onerror=alert(1)> ⟨U+202E⟩txt.exe');
    expect(place.querySelector('img')).toBeNull();
  });
  it('are removed only by their name, and by force where something rests on them alone', async () => {
    look(full);
    await show(<Nodes check={undefined} />, { 'nodes/web-1': { json: { name: 'web-1' } } });
    await press(named('remove:web-1'));
    await type('dialog input[type="text"]', 'web-1');
    expect(one<HTMLButtonElement>(`dialog ${named('confirm')}`).disabled).toBe(true);
    await press('dialog input[type="checkbox"]');
    await press(`dialog ${named('confirm')}`);
    expect(asked.at(-1)).toMatchObject({ method: 'DELETE', path: 'nodes/web-1' });
    expect(asked.at(-1)?.query.get('force')).toBe('true');
  });
});

describe('a new node', () => {
  const fill = async (): Promise<void> => {
    for (const [name, value] of [['name', 'web-2'], ['address', 'web-2.example'], ['user', 'deploy'], ['root', '/srv']] as const) await type(`input[name="${name}"]`, value);
  };
  it('says what is missing before it asks the server', async () => {
    look(nothing);
    await show(<NodeEdit name={undefined} />);
    await press(named('test'));
    expect(place.querySelectorAll('.field-error')).toHaveLength(4);
    expect(asked).toEqual([]);
  });
  it('is registered with the key that a person compared, and not with one of another address', async () => {
    look(nothing);
    await show(<NodeEdit name={undefined} />, { 'POST nodes': { json: { reachable: true, host_key: 'ssh-ed25519 AAAA', fingerprint: 'SHA256:abc', findings: [] } } });
    await fill();
    await press(named('test'));
    expect(shown.at(-1)).toBe(one(named('outcome')));
    expect(asked.at(-1)?.body).toMatchObject({ dry_run: true, name: 'web-2' });
    expect(one(named('host-key')).textContent).toContain('SHA256:abc');
    expect(one<HTMLButtonElement>(named('save')).disabled).toBe(true);
    await press(named('confirm-key'));
    await type('input[name="address"]', 'elsewhere.example');
    expect(place.querySelector(named('host-key'))).toBeNull();
    await press(named('test'));
    await press(named('confirm-key'));
    replies = { 'POST nodes': { status: 201, json: { name: 'web-2', result: 'added' } } };
    await press(named('save'));
    expect(asked.at(-1)?.body).toMatchObject({ address: 'elsewhere.example', host_key: 'ssh-ed25519 AAAA' });
    expect(asked.at(-1)?.body.dry_run).toBeUndefined();
  });
  it('shows the key that the server wants confirmed, and mistakes beside their fields', async () => {
    look(nothing);
    await show(<NodeEdit name={undefined} />, { 'POST nodes': { status: 409, json: { title: 'Conflict', code: 'host_key_unconfirmed', field: 'host_key', detail: 'confirm', host_key: 'ssh-ed25519 AAAA', fingerprint: 'SHA256:abc' } } });
    await fill();
    await press(named('save'));
    expect(one(named('host-key')).textContent).toContain('SHA256:abc');
    await press(named('confirm-key'));
    replies = { 'POST nodes': { status: 400, json: { title: 'Bad Request', field: 'root', detail: 'root must be absolute' } } };
    await press(named('save'));
    expect(one('[data-path="root"] .field-error').textContent).toBe('must be absolute');
  });
});

describe('a project', () => {
  it('stands in the list with how it is connected', async () => {
    look(full);
    await show(<Projects />);
    expect(one(named('project:shop')).textContent).toContain('No signed delivery');
  });
  it('is previewed and applied, and loses nothing that the form does not know', async () => {
    look(full);
    const spec = { project: 'shop', repository: 'r', notify: { x: 1 }, environments: { production: { nodes: { group: 'web' } } } };
    await show(<ProjectEdit name="shop" />, { 'GET projects/shop': { json: { spec } }, 'PUT projects/shop': { json: { result: 'changed', changes: [{ field: 'keep', before: null, after: 7 }], warnings: [{ field: 'repository', detail: hostile }] } } });
    await type('[name="keep"]', '7');
    await press(named('preview'));
    expect(asked.at(-1)).toMatchObject({ method: 'PUT', body: { ...spec, keep: 7 } });
    expect(asked.at(-1)?.query.get('dry_run')).toBe('true');
    expect(one(named('spec-preview')).textContent).toContain('keep');
    expect(shown.at(-1)).toBe(one(named('spec-preview')));
    expect(place.querySelector('img')).toBeNull();
    await press(named('save'));
    expect(asked.find(({ method, query }) => method === 'PUT' && query.get('dry_run') === null)?.body).toEqual({ ...spec, keep: 7 });
  });
  it('shows the server’s mistakes beside their fields', async () => {
    look(full);
    await show(<ProjectEdit name={undefined} />, { 'PUT projects/web': { status: 400, json: { title: 'Bad Request', field: 'keep', detail: 'keep must be 2', errors: [{ field: 'keep', detail: 'keep must be 2' }, { field: 'environments.production.nodes', detail: 'environments.production.nodes must name one' }, { field: 'odd', detail: 'odd is not a key here' }] } } });
    await type('[name="project"]', 'web');
    await type('[name="repository"]', 'https://github.com/acme/web');
    await press(named('save'));
    expect(one('[data-path="keep"] .field-error').textContent).toBe('must be 2');
    expect(one('[data-path="environments.production.nodes"]').textContent).toContain('must name one');
    expect(one(named('mistakes')).textContent).toContain('odd is not a key here');
    expect(shown.at(-1)).toBe(one(named('mistakes')));
    shown = [];
    await type('[name="keep"]', '1');
    expect(shown).toEqual([]);
    await press(named('save'));
    expect(shown.at(-1)).toBe(one(named('mistakes')));
  });
  it('says so when there is none of the name, and when the server is away', async () => {
    await show(<ProjectEdit name="gone" />, { 'GET projects/gone': { status: 404, json: { title: 'Not Found' } } });
    expect(one('.empty').textContent).toContain('no such project');
    await show(<ProjectEdit name="other" />, { 'GET projects/other': broken });
    expect(one('[role="alert"]').textContent).toContain('database');
  });
});

describe('deliveries', () => {
  const row = { source: 'github', key: 'k-1', position: 4, received_at: '2026-11-21T10:00:00.000Z', headers: { 'x-github-event': hostile }, answer: { position: 4, duplicate: false }, body_kept: true, events: 1 };
  it('load, are empty, fail and are there', async () => {
    await show(<Deliveries filter={{ page: 'deliveries' }} />, { deliveries: 'never' });
    expect(place.querySelector('.skeleton')).toBeTruthy();
    await show(<Deliveries key="empty" filter={{ page: 'deliveries' }} />, { deliveries: { json: { deliveries: [], next: null } } });
    expect(one('.empty').textContent).toContain('checklist');
    await show(<Deliveries key="broken" filter={{ page: 'deliveries' }} />, { deliveries: broken });
    expect(one('[role="alert"]').textContent).toContain('database');
    await show(<Deliveries key="full" filter={{ page: 'deliveries', event: 'push', q: 'k' }} />, { deliveries: { json: { deliveries: [row], next: null } } });
    expect(one(named('deliveries')).textContent).toContain('Greet <img');
    expect(place.querySelector('img')).toBeNull();
    expect(Object.fromEntries(asked.at(-1)?.query ?? [])).toEqual({ newest: 'true', hooks: 'true', event: 'push', key: 'k', limit: '50' });
  });
  it('show one, send it again, and say when the body is gone', async () => {
    const detail = { ...row, body: '{"a":1}', events: [{ position: 4, type: 'push_received', stream: 'repo-github-1' }, { position: 5, type: 'deployment_requested', stream: 'deployment-dep_9' }] };
    await show(<Delivery source="github" id="k-1" />, { delivery: { json: detail }, 'POST delivery/replay': { status: 202, json: { delivery: 'k-1:replay:2' } } });
    expect(one('.brought a').getAttribute('href')).toContain('dep_9');
    await press(named('replay'));
    await press(`dialog ${named('confirm')}`);
    expect(asked.at(-1)?.body).toEqual({ source: 'github', key: 'k-1' });
    expect(location.search).toContain('k-1%3Areplay%3A2');
    await show(<Delivery key="gone" source="github" id="k-1" />, { delivery: { json: { ...detail, body: undefined, body_kept: false } } });
    expect(one(named('body-gone')).textContent).toContain('no longer kept');
    expect(one<HTMLButtonElement>(named('replay')).disabled && one<HTMLButtonElement>(named('copy-curl')).disabled).toBe(true);
  });
});

describe('the first steps', () => {
  const checks = (webhook: boolean) => ({ webhook_url: 'https://deploy.example/hooks/github', events: ['push'], secret_known: true, checks: [{ id: 'node', done: true, text: 'n', next: '' }, { id: 'project', done: true, text: 'p', next: '' }, { id: 'webhook', done: webhook, text: 'w', next: '' }, { id: 'new one', done: false, text: 'Something newer', next: 'do it' }] });
  it('show the secret only when asked, and lead to GitHub', async () => {
    look(full);
    await show(<Setup />, { setup: { json: checks(false) }, 'POST setup/webhook-secret': { json: { secret: 's3cret' } } });
    expect(one(named('check:webhook')).dataset.state).toBe('next');
    expect(one('.webhook-links a').getAttribute('href')).toBe('https://github.com/acme/shop/settings/hooks/new');
    expect(place.textContent).not.toContain('s3cret');
    await press(named('reveal'));
    expect(place.textContent).toContain('s3cret');
    expect(place.textContent).toContain('Something newer');
  });
  it('do not call a project set up by the pushes of another', async () => {
    look(full);
    const all = { ...checks(true), checks: checks(true).checks.slice(0, 3) };
    await show(<Setup />, { setup: { json: all } });
    expect(one('.checklist-progress').textContent).toContain('no signed push has come yet for shop');
    expect(one('.webhook-links a').getAttribute('href')).toBe('https://github.com/acme/shop/settings/hooks/new');
    look({ ...full, projects: full.projects.map((project) => ({ ...project, repository_bound: true })) });
    await show(<Setup key="bound" />, { setup: { json: all } });
    expect(one('.checklist-progress').textContent).toContain('All set');
  });
  it('tell when they cannot be read', async () => {
    await show(<Setup />, { setup: broken });
    expect(one('[role="alert"]').textContent).toContain('database');
  });
});

describe('the Deploy dialog', () => {
  const plan = { build: [], deploy: [{ name: 'switch', steps: [{ id: 's', action: 'switch', target: 'web-1' }] }], undo: [], digest: null };
  it('asks for the name where it matters, and deploys the commit that was shown', async () => {
    look(full);
    const path = 'projects/shop/environments/production/deployments';
    await show(<DeploySteps environment={environment()} branch="main" onClose={() => undefined} />, {
      'projects/shop/refs': { json: { refs: [{ ref: 'refs/heads/main', commit }] } }, releases: { json: { releases: [] } },
      [`POST ${path}`]: { json: { plan, commit, release: 'rel_2', changes: { head: commit, base: live.commit, direction: 'back', commits: [{ commit, subject: hostile }] } } },
    });
    await act(async () => one('input').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })));
    await settle();
    expect(asked.at(-1)?.body).toEqual({ ref: 'refs/heads/main', dry_run: true });
    expect([...place.querySelectorAll<HTMLElement>('[data-warning]')].map((row) => row.dataset.warning)).toEqual(['quarantined', 'back', 'down']);
    expect(place.querySelector('img')).toBeNull();
    expect(one<HTMLButtonElement>(named('confirm')).disabled).toBe(true);
    await type(named('typed-name'), 'production');
    expect(one<HTMLButtonElement>(named('confirm')).disabled).toBe(false);
    replies = { [`POST ${path}`]: { status: 202, json: { deployment: 'dep_7', plan } } };
    await act(async () => one('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    await settle();
    expect(asked.at(-1)?.body).toEqual({ commit });
    expect(location.pathname).toBe('/eeveon/dep_7');
  });
  it('still offers what is known when the repository is away, and shows a refusal', async () => {
    look(full);
    await show(<DeploySteps environment={environment()} branch="main" onClose={() => undefined} />, {
      'projects/shop/refs': { status: 503, json: { title: 'Unavailable', detail: 'the repository does not answer' } }, releases: { json: { releases: [{ id: 'rel_1', project: 'shop', commit, state: 'built' }] } },
      'POST projects/shop/environments/production/deployments': { status: 422, json: { title: 'Unprocessable', detail: 'the environment is busy' } },
    });
    expect(place.textContent).toContain('the repository does not answer');
    await act(async () => one('[role="option"]').click());
    await settle();
    expect(one('[role="alert"]').textContent).toContain('busy');
    expect(one<HTMLButtonElement>(named('confirm')).disabled).toBe(true);
  });
});
