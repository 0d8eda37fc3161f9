// Which cards the board shows, and in what order.
import { describe, expect, it } from 'vitest';
import type { Board, Environment, Node, Project, Status } from '../wire/types';
import { arrange, isNarrowed, narrowed, stateOf, viewOf, widened, type Filter } from './arrange';
import { cardBook, severity } from './cards';
import { fold } from './fold';

const at = '2026-01-02T03:04:05.000Z';
const project = (name: string, ...environments: string[]): Project => ({ name, repository: 'r', repository_bound: true, environments, applied_at: at });
const environment = (project: string, name: string, last_status?: Status, fields: Partial<Environment> = {}): Environment => ({
  project, name, queue_policy: 'supersede', waiting: [], quarantine: [], nodes: [], outcomes: [], ...(last_status && { last_status }), ...fields,
});
const node = (name: string, health: Node['health']): Node => ({ name, kind: 'local', address: '127.0.0.2', groups: [], health, live: {}, checks: { 'shop/live': health === 'down' ? 'down' : 'up' }, details: {} });
const current = { release: 'rel_1', commit: 'c0ffee1234', message: 'Round totals up', author: 'Mira', deployment: 'dep_1', since: at };

const board: Board = {
  position: 1, at, deployments: [], nodes: [node('web-1', 'down')],
  projects: [project('shop', 'staging', 'live'), project('blog', 'live'), project('bare')],
  environments: [
    environment('shop', 'live', 'succeeded', { current, nodes: ['web-1'] }),
    environment('shop', 'staging', 'failed'),
    environment('blog', 'live', 'rolled_back', { current: { ...current, commit: 'abc', message: 'Draw', since: '2026-03-01T00:00:00.000Z' } }),
    environment('blog', 'old', 'needs_attention'),
  ],
};
const cards = cardBook()(board);
const names = (filter: Partial<Filter>): string[] => arrange(cards, board.projects, { page: 'board', ...filter }).map((section) => `${section.title}: ${section.cards.map(({ key }) => key).join(' ')}`);

describe('the board', () => {
  it('stands by project in the order of the spec, and keeps a project without environments', () => {
    expect(names({})).toEqual(['bare: ', 'blog: blog/live blog/old', 'shop: shop/staging shop/live']);
  });
  it('groups by environment, by state or not at all', () => {
    expect(names({ group: 'environment' })).toEqual(['live: blog/live shop/live', 'old: blog/old', 'staging: shop/staging']);
    expect(names({ group: 'state' })).toEqual(['Needs attention: blog/old', 'Failed: shop/staging', 'Rolled back: blog/live', 'Succeeded: shop/live']);
    expect(names({ group: 'none' })).toEqual(['All environments: blog/live blog/old shop/staging shop/live']);
  });
  it('sorts the worst or the newest first, groups too', () => {
    expect(names({ group: 'none', sort: 'worst' })).toEqual(['All environments: blog/old shop/staging shop/live blog/live']);
    expect(names({ sort: 'worst' }).map((line) => line.split(':')[0])).toEqual(['blog', 'shop', 'bare']);
    expect(names({ group: 'none', sort: 'newest' })[0]).toContain('blog/live shop/live');
  });
  it('is narrowed by project, environment, state and words', () => {
    expect(names({ project: 'shop' })).toEqual(['shop: shop/staging shop/live']);
    expect(names({ environment: 'live', group: 'none' })).toEqual(['All environments: blog/live shop/live']);
    expect(names({ state: 'rolled_back' })).toEqual(['blog: blog/live']);
    expect(names({ state: 'trouble', group: 'none' })[0]).toBe('All environments: blog/old shop/staging shop/live');
    for (const q of ['c0ffee', 'TOTALS', 'mira shop', 'web-1']) expect(narrowed(cards, { page: 'board', q }).map(({ key }) => key)).toContain('shop/live');
    expect(names({ q: 'mira nothing' })).toEqual([]);
  });
  it('says whether it is narrowed, and forgets it while the order stays', () => {
    const filter: Filter = { page: 'board', project: 'shop', q: 'x', sort: 'worst', view: 'matrix' };
    expect([isNarrowed(filter), isNarrowed({ page: 'board', sort: 'worst', q: ' ' })]).toEqual([true, false]);
    expect(widened(filter)).toEqual({ page: 'board', sort: 'worst', view: 'matrix' });
  });
  it('does not trust what stands in the address', () => {
    expect([viewOf({ page: 'board', view: 'x' }), stateOf({ page: 'board', state: 'x' })]).toEqual(['cards', undefined]);
    expect(names({ group: 'x', sort: 'y', state: 'z' })).toEqual(names({}));
  });
  it('puts doubt before everything', () => {
    const [doubted] = cardBook()({ ...board, environments: [environment('shop', 'live', 'succeeded', { doubt: { deployment: 'd', commit: 'c', reason: 'r', since: at, nodes: [] } })] });
    expect(doubted && severity(doubted)).toBe(0);
  });
});

it('makes only those cards anew whose parts have changed', () => {
  const book = cardBook();
  const before = book(board);
  const after = book(fold(board, { type: 'change', position: 2, events: [], board: { environments: [environment('shop', 'staging', 'succeeded')] } }));
  expect(after.map((card, index) => card === before[index])).toEqual([true, false, true, true]);
  const moved = book(fold(board, { type: 'change', position: 3, events: [], board: { nodes: [node('web-1', 'up')] } }));
  expect(moved.map((card, index) => card === before[index])).toEqual([false, false, true, true]);
});
