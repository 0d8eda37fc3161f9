// @vitest-environment jsdom
// @vitest-environment-options {"url": "https://deploy.example/eeveon/"}
// Answers that come late, never, broken or as an error: nothing is done twice, lost, or said to be done.
import { act, type ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signOut } from '../live/entries';
import { board, live } from '../live/feed';
import { dismiss, notices } from '../live/notices';
import { DeploySteps } from '../parts/DeploySteps';
import { ProblemBox } from '../parts/Empty';
import { RollbackDialog } from '../parts/RollbackDialog';
import { ReplayDialog } from '../parts/ReplayDialog';
import { one, place, root } from '../stage_for_tests';
import type { Delivery } from '../wire/action_types';
import { parseBoard } from '../wire/parse';
import type { Environment } from '../wire/types';
import { Deployment } from './Deployment';
import { NodeEdit } from './NodeEdit';
import { ProjectEdit } from './ProjectEdit';
import { SignIn } from './SignIn';

interface Asked { line: string; key: string | null; body: string; answer: (status: number, json?: unknown) => Promise<void>; lose: () => Promise<void> }

let asked: Asked[] = [];
const settle = async (): Promise<void> => { for (let turn = 0; turn < 4; ++turn) await act(async () => {}); };

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', (url: URL, options: RequestInit) => new Promise<Response>((done, lost) => {
    const line = `${options.method ?? 'GET'} ${url.pathname.replace('/eeveon/api/v1/', '')}`;
    asked.push({
      line, key: new Headers(options.headers).get('idempotency-key'), body: String(options.body),
      answer: async (status, json = {}) => { done(new Response(JSON.stringify(json), { status })); await settle(); },
      lose: async () => { lost(new TypeError('network error')); await settle(); },
    });
  }));
  Element.prototype.scrollIntoView = () => {};
  HTMLDialogElement.prototype.showModal = () => {};
  HTMLDialogElement.prototype.close = () => {};
  window.scrollTo = () => {};
});
afterEach(() => {
  act(() => board.set(null));
  for (const { id } of notices.get()) dismiss(id);
});

async function show(view: ReactNode): Promise<void> {
  await act(async () => root.render(view));
  await settle();
}
async function press(selector: string): Promise<void> {
  one(selector).focus();
  await act(async () => one(selector).click());
  await settle();
}
async function type(selector: string, text: string): Promise<void> {
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(one(selector), text);
    one(selector).dispatchEvent(new Event('input', { bubbles: true }));
  });
}
const last = (): Asked => asked.at(-1)!;
const confirm = '[data-testid="confirm"]';
const down = { title: 'The database does not answer', status: 503 };
const shop = (): Environment => parseBoard({ position: 9, at: '', projects: [], deployments: [], nodes: [], environments: [{ project: 'shop', name: 'staging', queue_policy: 'queue', waiting: [], quarantine: [], nodes: [], outcomes: [] }] })!.environments[0]!;
const delivery = { source: 'github', key: 'k-1', event: 'push' } as Delivery;

describe('a dialog whose request is under way', () => {
  it('sends it once, keeps the focus on its button and stays until it is answered', async () => {
    const close = vi.fn();
    await show(<ReplayDialog delivery={delivery} onClose={close} />);
    await press(confirm);
    await press(confirm);
    expect(asked.map(({ line }) => line)).toEqual(['POST delivery/replay']);
    expect(document.activeElement).toBe(one(confirm));
    await act(async () => one('dialog').dispatchEvent(new Event('cancel', { cancelable: true })));
    await act(async () => one('dialog').dispatchEvent(new MouseEvent('mousedown', { bubbles: true })));
    for (const button of place.querySelectorAll<HTMLElement>('dialog button')) await act(async () => button.click());
    expect(close).not.toHaveBeenCalled();
    await last().answer(503, down);
    expect(one('[role="alert"]').textContent).toContain('database');
    await act(async () => one('dialog').dispatchEvent(new Event('cancel', { cancelable: true })));
    expect(close).toHaveBeenCalledOnce();
  });
  it('tells by a toast what went wrong when the page was left meanwhile, and takes nobody away from there', async () => {
    await show(<ReplayDialog delivery={delivery} onClose={() => undefined} />);
    await press(confirm);
    await show(<p />);
    await last().answer(503, down);
    expect(notices.get().map(({ title }) => title)).toEqual(['The database does not answer']);
    await show(<ReplayDialog delivery={delivery} onClose={() => undefined} />);
    const before = location.href;
    await press(confirm);
    await show(<p />);
    await last().answer(202, { delivery: 'k-2' });
    expect(location.href).toBe(before);
  });
});

describe('the Deploy dialog whose request is under way', () => {
  const commit = 'a'.repeat(40);
  const plan = { build: [], deploy: [], undo: [], digest: null };
  const choose = async (): Promise<void> => {
    await asked.filter(({ line }) => line.endsWith('/refs')).at(-1)!.answer(200, { refs: [{ ref: 'refs/heads/main', commit }] });
    await asked.filter(({ line }) => line === 'GET releases').at(-1)!.answer(200, { releases: [] });
    await act(async () => one('[role="option"]').click());
    await settle();
    await last().answer(200, { plan, commit });
  };
  it('keeps what was chosen and noted until it is answered, and the refusal with what was refused', async () => {
    await show(<DeploySteps environment={shop()} branch="main" onClose={() => undefined} />);
    await choose();
    await type('.deploy-form input[type="text"]', 'for the fair');
    await act(async () => one('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    const sent = last();
    expect(JSON.parse(sent.body)).toEqual({ commit, note: 'for the fair' });
    await press('[data-testid="change-target"]');
    expect(one('.chosen').textContent).toContain('main');
    expect(document.activeElement).toBe(one('[data-testid="change-target"]')); // the focus is not lost to a button that went away
    expect(one<HTMLInputElement>('.deploy-form input[type="text"]').readOnly).toBe(true); // what is typed now would not be sent
    await sent.answer(409, { title: 'Conflict', status: 409, detail: 'somebody was faster' });
    expect(one('[role="alert"]').textContent).toContain('somebody was faster');
    expect(one<HTMLInputElement>('.deploy-form input[type="text"]').value).toBe('for the fair');
    await press('[data-testid="change-target"]');
    await choose();
    expect(place.querySelector('[role="alert"]')).toBeNull(); // it spoke of what was asked for before
  });
});

describe('a request without an answer', () => {
  it('is asked again under the same key, and another wish under another', async () => {
    await show(<ReplayDialog delivery={{ ...delivery, key: 'k-7' }} onClose={() => undefined} />);
    await press(confirm);
    await last().lose();
    expect(one('[role="alert"]').textContent).toContain('not known whether this was done');
    await press(confirm);
    await last().answer(502);
    await press(confirm);
    await last().answer(409, { title: 'Conflict', status: 409 });
    await press(confirm);
    const [first, second, third, fourth] = asked.map(({ key }) => key);
    expect([second, third]).toEqual([first, first]);
    expect(fourth).not.toBe(first);
  });
});

describe('what could not be read', () => {
  it('is asked for again, by a button that says that it is under way', async () => {
    const retry = vi.fn();
    await show(<ProblemBox problem={down} retry={retry} />);
    await press('button');
    await press('button');
    expect(retry).toHaveBeenCalledOnce();
    expect(one('button').getAttribute('aria-busy')).toBe('true');
    await show(<ProblemBox problem={{ ...down }} retry={retry} />);
    expect(one('button').getAttribute('aria-busy')).toBeNull();
  });
  it('of a rollback is asked for again in its dialog', async () => {
    await show(<RollbackDialog environment={shop()} onClose={() => undefined} />);
    await last().answer(503, down);
    await press('[role="alert"] button');
    expect(asked.map(({ line }) => line)).toEqual(Array(2).fill('POST projects/shop/environments/staging/rollback'));
    await last().answer(200, { plan: { build: [], deploy: [], undo: [], digest: null } });
    expect(place.querySelector('[role="alert"]')).toBeNull();
    expect(one('[data-testid="plan"]')).toBeTruthy();
  });
  it('of a deployment is asked for again', async () => {
    await show(<Deployment route={{ page: 'deployment', id: 'dep_1' }} />);
    const deployment = asked.filter(({ line }) => line === 'GET deployments/dep_1');
    await deployment[0]!.answer(503, down);
    await press('[role="alert"] button');
    expect(asked.filter(({ line }) => line === 'GET deployments/dep_1')).toHaveLength(2);
  });
});

describe('signing', () => {
  it('out that failed does not look as if it had succeeded', async () => {
    const before = live.get().connection;
    const out = signOut();
    await last().lose();
    await out;
    expect(live.get().connection).toBe(before);
    expect(notices.get().map(({ title }) => title)).toEqual(['You are still signed in']);
  });
  it('in that failed keeps what was pasted and where the focus was', async () => {
    await show(<SignIn linked={false} />);
    await type('input#token', 'a-token-that-is-long-enough-0123456789');
    one('input#token').focus();
    await act(async () => one('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    await act(async () => one('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    expect(asked).toHaveLength(1);
    expect(document.activeElement?.id).toBe('token');
    await last().answer(503, down);
    expect(one('[role="alert"]').textContent).toContain('database');
    expect([one<HTMLInputElement>('input#token').value, document.activeElement?.id]).toEqual(['a-token-that-is-long-enough-0123456789', 'token']);
  });
});

describe('a test of a node', () => {
  const test = '[data-testid="test"]';
  const save = '[data-testid="save"]';
  const busy = (): (string | null)[] => [test, save].map((button) => one(button).getAttribute('aria-busy'));
  const reached = { reachable: true, findings: [], host_key: '', fingerprint: '', worker: '', public_key: '' };
  const begin = async (): Promise<void> => {
    await show(<NodeEdit name={undefined} />);
    for (const [name, value] of [['name', 'web-2'], ['address', 'old.example'], ['user', 'deploy'], ['root', '/srv']] as const) await type(`input[name="${name}"]`, value);
    await press(test);
  };
  it('and saving it show each that they are under way, and wait for their own answer', async () => {
    await begin();
    expect(busy()).toEqual(['true', null]);
    expect(one('[role="status"]').textContent).toBe('Trying to reach it…');
    await act(async () => one('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    expect(asked.map(({ body }) => (JSON.parse(body) as { dry_run?: boolean }).dry_run)).toEqual([true, undefined]);
    expect(busy()).toEqual(['true', 'true']);
    expect(one('[role="status"]').textContent).toBe('Saving…');
    await asked[0]!.answer(200, reached);
    expect(busy()).toEqual([null, 'true']);
    expect(one('[data-testid="outcome"]')).toBeTruthy();
    await act(async () => one('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    expect(asked).toHaveLength(2);
    await asked[1]!.answer(503, down);
    expect(busy()).toEqual([null, null]);
    expect(one('[role="alert"]').textContent).toContain('database');
  });
  it('that fails after the node was saved is of no interest any more', async () => {
    await begin();
    await act(async () => one('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
    await last().answer(201, { name: 'web-2', result: 'added' });
    expect(location.search).toBe('?check=web-2');
    await show(<p />);
    await asked[0]!.answer(503, down);
    expect(notices.get().map(({ title }) => title)).toEqual(['web-2 is registered']);
  });
  it('that answers after another address was typed says nothing of that one', async () => {
    await begin();
    await type('input[name="address"]', 'new.example');
    await last().answer(200, { reachable: true, findings: [], host_key: 'ssh-ed25519 AAAA', fingerprint: 'SHA256:x', worker: '', public_key: '' });
    expect(place.querySelector('[data-testid="outcome"]')).toBeNull();
    expect(place.textContent).not.toContain('SHA256:x');
  });
});

describe('the mistakes of a form', () => {
  it('are read out at every attempt', async () => {
    await show(<ProjectEdit name={undefined} />);
    await press('[data-testid="save"]');
    const first = one('[data-testid="mistakes"] strong');
    await press('[data-testid="save"]');
    expect(one('[data-testid="mistakes"] strong').textContent).toBe(first.textContent);
    expect(first.isConnected).toBe(false); // the same words in the same element are silent
    expect(asked).toEqual([]);
  });
});

describe('a failure of the server', () => {
  it('says what to do, and nothing typed is lost', async () => {
    await show(<ProjectEdit name={undefined} />);
    await type('[name="project"]', 'web');
    await type('[name="repository"]', 'https://github.com/acme/web');
    await press('[data-testid="save"]');
    await last().answer(500, { title: 'Internal Server Error', status: 500 });
    expect(one('[role="alert"]').textContent).toContain('Try again');
    await press('[data-testid="save"]');
    await last().answer(409, { title: 'Conflict', status: 409, detail: 'it was changed meanwhile' });
    expect(one('[role="alert"]').textContent).toBe('Conflictit was changed meanwhile');
    expect([one<HTMLInputElement>('[name="project"]').value, one<HTMLInputElement>('[name="repository"]').value]).toEqual(['web', 'https://github.com/acme/web']);
  });
});
