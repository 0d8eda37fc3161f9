// The board's fold, its cards, and the small words around them.
import { describe, expect, it } from 'vitest';
import type { Board, ChangeMessage, DeploymentRow, Environment, Node } from '../wire/types';
import { card, groups, healthWords, likelyRef, served, serves, summary, tabTitle, wanted } from './cards';
import { fold, merged } from './fold';
import { count, plain, safeLink, shortRef, subject } from './plain';
import { formatRoute, parseRoute, pastedToken, signInToken } from './route';
import { allStatuses, isActive, isOver, look } from './status';
import { ago, duration, elapsed } from './time';

const at = '2026-01-02T03:04:05.000Z';
const now = Date.parse(at);

const row = (id: string, requested_at = at, fields: Partial<DeploymentRow> = {}): DeploymentRow => ({
  id, project: 'demo', environment: 'production', commit: 'c0ffee0', status: 'succeeded', trigger: 'push', actor: 'github', requested_at, position: 1, ...fields,
});
const environment = (fields: Partial<Environment> = {}): Environment => ({
  project: 'demo', name: 'production', queue_policy: 'supersede', waiting: [], quarantine: [], nodes: [], outcomes: [], ...fields,
});
const node = (name: string, health: Node['health']): Node => ({ name, kind: 'local', address: '127.0.0.2', groups: [], health, live: {}, checks: {}, details: {} });
const live = { release: 'rel_1', commit: 'aaa', deployment: 'dep_1', since: at };
const project = { name: 'demo', repository: 'r', repository_bound: true, environments: ['staging', 'production'], applied_at: at };
const board = (fields: Partial<Board> = {}): Board => ({ position: 1, at, projects: [project], environments: [], nodes: [], deployments: [], ...fields });
const change = (fields: ChangeMessage['board']): ChangeMessage => ({ type: 'change', position: 2, board: fields, events: [] });

describe('the fold', () => {
  it('replaces whole rows by their key and adds new ones', () => {
    const next = fold(board({ environments: [environment(), environment({ name: 'staging' })] }), change({ environments: [environment({ last_status: 'failed' }), environment({ project: 'shop' })] }));
    expect(next.environments.map((each) => [each.project, each.name, each.last_status])).toEqual([['demo', 'production', 'failed'], ['demo', 'staging', undefined], ['shop', 'production', undefined]]);
    expect(next.position).toBe(2);
  });

  it('keeps the newest fifty deployments, newest first', () => {
    const many = Array.from({ length: 50 }, (_, index) => row(`dep_${index}`, `2026-01-01T00:00:${String(index).padStart(2, '0')}.000Z`)).reverse();
    const next = fold(board({ deployments: many }), change({ deployments: [row('dep_new')] }));
    expect(next.deployments).toHaveLength(50);
    expect(next.deployments[0]?.id).toBe('dep_new');
    expect(next.deployments.at(-1)?.id).toBe('dep_1');
  });

  it('leaves out what was removed', () => {
    const before = board({ nodes: [node('a', 'up'), node('b', 'up')], environments: [environment()] });
    const after = fold(before, change({ nodes: [node('b', 'down')], removed: { projects: [], environments: ['demo/production'], nodes: ['a'] } }));
    expect(after.nodes.map(({ name, health }) => [name, health])).toEqual([['b', 'down']]);
    expect(after.environments).toEqual([]);
  });

  it('of several changes is the fold of one after the other', () => {
    let seed = 7;
    const next = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const names = ['a', 'b', 'c', 'd'];
    for (let round = 0; round < 200; ++round) {
      const changes = Array.from({ length: 1 + next(5) }, (_, index) => ({
        ...change({
          ...(next(2) && { nodes: [node(names[next(4)] ?? 'a', next(2) ? 'up' : 'down')] }),
          ...(next(2) && { environments: [environment({ name: names[next(4)] ?? 'a', last_status: next(2) ? 'failed' : 'succeeded' })] }),
          ...(next(2) && { deployments: [row(`dep_${next(4)}`, at, { status: next(2) ? 'running' : 'failed' })] }),
          removed: { projects: [], environments: next(3) ? [] : [`demo/${names[next(4)]}`], nodes: next(3) ? [] : [names[next(4)] ?? 'a'] },
        }),
        position: 2 + index,
      }));
      const [first, ...others] = changes;
      const start = board({ nodes: [node('a', 'up'), node('b', 'up')], environments: [environment({ name: 'a' })] });
      const one = [...changes].reduce(fold, start);
      const all = first && fold(start, merged([first, ...others]));
      const sorted = (value: Board | undefined) => value && { ...value, nodes: [...value.nodes].sort((x, y) => x.name.localeCompare(y.name)), environments: [...value.environments].sort((x, y) => x.name.localeCompare(y.name)) };
      expect(sorted(all)).toEqual(sorted(one));
    }
  });

  it('does not change the board it was given', () => {
    const before = board({ nodes: [node('a', 'up')] });
    const copy = structuredClone(before);
    fold(before, change({ nodes: [node('a', 'down')] }));
    expect(before).toEqual(copy);
  });
});

describe('cards', () => {
  it('offer the watched branch, else the repository\'s own, else nothing', () => {
    expect(likelyRef({ deploy_on: 'push main' }, { default_branch: 'trunk' })).toBe('main');
    expect(likelyRef({ deploy_on: 'push refs/heads/feature/x' }, {})).toBe('feature/x');
    expect(likelyRef({ deploy_on: 'release published' }, { default_branch: 'trunk' })).toBe('trunk');
    expect(likelyRef({ deploy_on: '' }, {})).toBe('');
  });

  it('count healthy nodes, and show one that nobody registered', () => {
    const checked = (name: string, health: 'up' | 'down'): Node => ({ ...node(name, health), checks: { 'demo/production': health } });
    const value = card(environment({ current: live, nodes: ['a', 'b', 'c'] }), board({ nodes: [checked('a', 'up'), checked('b', 'down')] }));
    expect([value.up, value.nodes.length, value.down.map(({ name }) => name)]).toEqual([1, 3, ['b']]);
    expect(value.nodes[2]?.health_detail).toBe('not registered');
  });

  it('count what was found out for their own environment only', () => {
    const shared: Node = { ...node('a', 'down'), health_detail: 'refused', checks: { 'shop/production': 'down', 'demo/staging': 'up' }, details: { 'shop/production': 'refused' } };
    const seen = (fields: Partial<Environment>) => {
      const { up, down, nodes } = card(environment({ current: live, nodes: ['a'], ...fields }), board({ nodes: [shared] }));
      return [up, down.length, nodes[0]?.health, nodes[0]?.health_detail];
    };
    expect(seen({ project: 'shop' })).toEqual([0, 1, 'down', 'refused']);
    expect(seen({ name: 'staging' })).toEqual([1, 0, 'up', undefined]);
    expect(seen({})).toEqual([0, 0, 'unknown', undefined]); // nothing is checked there
    const empty = card(environment({ name: 'staging', nodes: ['a'] }), board({ nodes: [shared] }));
    expect([empty.up, empty.down.length]).toEqual([0, 0]); // nothing is live there
  });

  it('name both commits of a node in doubt', () => {
    const current = { release: 'rel_1', commit: 'aaa', deployment: 'dep_1', since: at };
    const doubt = { deployment: 'dep_2', commit: 'bbb', reason: 'cut off', since: at, nodes: ['a'] };
    const serving = (name: string): Node => ({ ...node(name, 'up'), live: { 'demo/production': 'rel_1' } });
    expect(served(serving('a'), environment({ current, doubt }))).toEqual({ commit: 'aaa', current: false, or: 'bbb' });
    expect(served(serving('b'), environment({ current, doubt }))).toEqual({ commit: 'aaa', current: true });
  });

  it('say what runs now before what happened last', () => {
    const locked = environment({ last_status: 'failed', lock: { deployment: 'dep_9', since: at } });
    expect(card(locked, board({ deployments: [row('dep_9', at, { status: 'running' })] })).status).toBe('running');
    expect(card(locked, board()).status).toBe('running'); // the holder is older than the fifty rows
    expect(card(environment({ last_status: 'failed' }), board()).status).toBe('failed');
  });

  it('say which deployment brought nothing, beside what stays live', () => {
    const current = { release: 'rel_1', commit: 'aaa', deployment: 'dep_1', since: at };
    const failed = environment({ current, last_status: 'failed', last_deployment: 'dep_2' });
    const rows = [row('dep_2', at, { status: 'failed', reason: 'no' })];
    expect(card(failed, board({ deployments: rows }))).toMatchObject({ status: 'failed', inVain: { deployment: 'dep_2', status: 'failed', row: rows[0] } });
    expect(card(failed, board()).inVain).toEqual({ deployment: 'dep_2', status: 'failed', row: undefined }); // older than the fifty rows
    expect(card({ ...failed, lock: { deployment: 'dep_3', since: at } }, board()).inVain).toBeUndefined();
    expect(card({ ...failed, last_status: 'succeeded' }, board()).inVain).toBeUndefined();
    expect(card({ ...failed, last_status: 'rolled_back', quarantine: [{ commit: 'bbb', deployment: 'dep_2', reason: 'r', at }] }, board()).inVain).toBeUndefined();
    expect(card({ ...failed, doubt: { deployment: 'dep_2', commit: 'bbb', reason: 'r', since: at, nodes: ['a'] } }, board()).inVain).toBeUndefined();
  });

  it('stand in the order of the spec', () => {
    const [group] = groups(board({ environments: [environment(), environment({ name: 'staging' }), environment({ name: 'extra' })] }));
    expect(group?.cards.map((each) => each.environment.name)).toEqual(['staging', 'production', 'extra']);
  });

  it('sum up for the title of the tab', () => {
    const busy = board({ deployments: [row('a', at, { status: 'queued' })] });
    expect(summary(busy).active).toBe(1);
    expect(tabTitle('Board', busy)).toBe('(1) Board · Eeveon');
    expect(tabTitle('Board', board({ environments: [environment({ last_status: 'needs_attention' })] }))).toBe('(1!) Board · Eeveon');
    expect(tabTitle('Board', null)).toBe('Board · Eeveon');
  });

  it('do not call a node ill that nobody has checked', () => {
    expect([healthWords(0, 0, 3), healthWords(2, 1, 3), healthWords(3, 0, 3), healthWords(1, 0, 3)]).toEqual(['health unknown', '2/3 healthy', '3/3 healthy', '1/3 healthy, 2 unknown']);
  });

  it('tell a node that still serves the release before', () => {
    const behind = served({ ...node('a', 'up'), live: { 'demo/production': 'rel_0' } }, environment({ current: { release: 'rel_1', commit: 'b', deployment: 'd', since: at }, previous: { release: 'rel_0', commit: 'a' } }));
    expect(behind).toEqual({ commit: 'a', current: false });
  });

  it('know whether a node serves a release', () => {
    const serving = { ...node('a', 'up'), live: { 'demo/production': 'rel_1' } };
    expect(serves(serving, environment(), 'rel_1')).toBe(true);
    expect(serves(serving, environment({ name: 'staging' }), 'rel_1')).toBe(false);
    expect(serves(serving, environment(), undefined)).toBe(false);
  });

  it('take a commit for a commit and the rest for a ref', () => {
    expect(wanted(' 0f1fac1 ')).toEqual({ commit: '0f1fac1' });
    expect(wanted('feature/main')).toEqual({ ref: 'feature/main' });
    expect(wanted('deadbee-f')).toEqual({ ref: 'deadbee-f' });
  });
});

describe('statuses', () => {
  it('each have a shape and a word of their own', () => {
    expect(allStatuses).toHaveLength(10);
    expect(new Set(allStatuses.map((status) => look(status).shape)).size).toBe(10);
    expect(new Set(allStatuses.map((status) => look(status).word)).size).toBe(10);
  });
  it('of a newer server are shown by name', () => {
    expect(look('half_done' as never).word).toBe('half done');
  });
  it('are either over, active, or wait for a person', () => {
    expect(allStatuses.filter((status) => !isOver(status) && !isActive({ status }))).toEqual(['needs_attention']);
  });
});

describe('times', () => {
  it.each([[0, '0 ms'], [340, '340 ms'], [4_250, '4.2 s'], [59_999, '59 s'], [65_000, '1 m 05 s'], [7_800_000, '2 h 10 m'], [273_600_000, '3 d 4 h'], [-5, '0 ms'], [NaN, '0 ms']])('%d ms reads %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
  it('counts a growing time in whole seconds', () => {
    expect([0, 900, 4_700, 61_000].map(elapsed)).toEqual(['0 s', '0 s', '4 s', '1 m 01 s']);
  });
  it.each([[0, 'now'], [-60, 'now'], [42, '42 s ago'], [300, '5 m ago'], [7_200, '2 h ago'], [200_000, '2 d ago'], [3_000_000, '4 w ago'], [40_000_000, '1 y ago']])('%d s ago reads %s', (seconds, words) => {
    expect(ago(new Date(now - seconds * 1_000).toISOString(), now)).toBe(words);
  });
  it('says nothing about a time that is none', () => {
    expect(ago('soon', now)).toBe('');
  });
});

describe('text from outside', () => {
  it('cannot reorder or hide what stands beside it', () => {
    expect(plain('a\u202eb\u0000c\u200bd')).toBe('a⟨U+202E⟩b\ufffdcd');
    expect(plain('Größe, 大きさ, emoji 🚀, عربي')).toBe('Größe, 大きさ, emoji 🚀, عربي');
    expect(plain('tag\u{e0041}s')).toBe('tags');
  });
  it('shows the first line of a message', () => {
    expect(subject('  Fix it\n\nLong story')).toBe('Fix it');
    expect(subject(undefined)).toBe('');
  });
  it('links to http and https only', () => {
    expect(safeLink('https://github.com/acme/shop')).toBe('https://github.com/acme/shop');
    for (const address of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'git@github.com:a/b', 'https://user:secret@host/', ' java\nscript:alert(1)']) expect(safeLink(address)).toBeNull();
  });
  it('shortens refs and counts', () => {
    expect([shortRef('refs/heads/feature/main'), shortRef('refs/tags/v1'), shortRef('main')]).toEqual(['feature/main', 'tag v1', 'main']);
    expect([count(1, 'node'), count(1200, 'line')]).toEqual(['1 node', '1,200 lines']);
  });
});

describe('addresses', () => {
  it.each(['/', '/eeveon/', '/a/b/'])('work below %s', (base) => {
    for (const route of [{ page: 'board' }, { page: 'history', project: 'a b', status: 'failed' }, { page: 'deployment', id: 'dep_0193-a', step: 'build@worker' }, { page: 'projects' }, { page: 'nodes' }, { page: 'sign_in' }] as const) {
      const [path = '', query = ''] = `${base}${formatRoute(route)}`.split('?');
      expect(parseRoute(path, query, base)).toEqual(route);
    }
  });
  it('know when they lead nowhere', () => {
    expect(parseRoute('/nowhere', '', '/')).toEqual({ page: 'lost', path: '/nowhere' });
    expect(parseRoute('/dep_../etc', '', '/')).toEqual({ page: 'lost', path: '/dep_../etc' });
  });
  it('take a token from a fragment or from what was pasted', () => {
    expect(signInToken('#token=abcdefgh123')).toBe('abcdefgh123');
    expect(signInToken('')).toBeNull();
    expect(signInToken('#token=short')).toBeNull();
    expect(pastedToken('http://host/sign-in#token=abcdefgh123 ')).toBe('abcdefgh123');
    expect(pastedToken(' abcdefgh+/123= ')).toBe('abcdefgh+/123=');
  });
});
