import { describe, expect, it } from 'vitest';
import { parseChanges, parseEvents, parseWhy } from '../wire/parse_story';
import { parseDeployment } from '../wire/parse';
import type { Deployment, Environment, Step } from '../wire/types';
import { asksForName, hasSwitched, offers } from './actions';
import { eventWords, fromTheBeginning, together } from './chain';
import { bars, splitPath, summary } from './changes';

const text = JSON.stringify;

describe('changes', () => {
  const full = { base: 'a'.repeat(40), head: 'b'.repeat(40), direction: 'back', commits: [{ commit: 'c', author: 'Mira', at: '2026-01-02T03:04:05.000Z', subject: 'x' }, { nothing: 1 }], commits_truncated: true, files: [{ path: 'a/b.ts', added: 3, removed: 1 }, { path: 'x.png', added: null, removed: null }, 7], files_truncated: false, totals: { files: 2, added: 3, removed: 1 }, compare_url: 'https://github.com/a/b/compare/a...b' };

  it('are read, and what is not of their shape is left out', () => {
    const read = parseChanges(text(full));
    expect(read).toMatchObject({ direction: 'back', commits_truncated: true, totals: { files: 2 } });
    expect(read?.commits).toHaveLength(1);
    expect(read?.files).toHaveLength(2);
    expect(parseChanges(text({ ...full, direction: 'sideways', files: null }))).toMatchObject({ direction: 'unknown', files: null });
    for (const wrong of ['', '[]', '{}', 'null', '{"head":5}']) expect(parseChanges(wrong)).toBeNull();
  });

  it('say in one sentence what they are', () => {
    const read = parseChanges(text(full));
    if (!read) throw new Error('unreadable');
    expect(summary(read)).toContain('1 commit is taken away');
    const said = (['first', 'same', 'forward', 'diverged', 'unknown'] as const).map((direction) => summary({ ...read, direction }));
    expect(new Set(said).size).toBe(5);
  });

  it('fill five squares in proportion, and hide neither side', () => {
    expect(bars(0, 0, 10)).toEqual({ added: 0, removed: 0, none: 5 });
    expect(bars(1_000, 1, 1_001)).toEqual({ added: 4, removed: 1, none: 0 });
    expect(bars(1, 1_000, 1_001)).toEqual({ added: 1, removed: 4, none: 0 });
    for (const [added, removed] of [[1, 0], [0, 1], [1, 1], [5, 900], [7, 7], [100_000, 3]] as const) {
      const shown = bars(added, removed, 1_000);
      expect(shown.added + shown.removed + shown.none).toBe(5);
      expect(shown.added > 0).toBe(added > 0);
      expect(shown.removed > 0).toBe(removed > 0);
    }
  });

  it('keep the name of a file in sight', () => {
    expect(splitPath('a/b/c.ts')).toEqual({ folder: 'a/b/', name: 'c.ts' });
    expect(splitPath('c.ts')).toEqual({ folder: '', name: 'c.ts' });
    expect(splitPath('vendor/theme/')).toEqual({ folder: 'vendor/', name: 'theme/' });
  });
});

describe('why', () => {
  it('is read for each node', () => {
    const read = parseWhy(text({ nodes: [{ node: 'a', release: 'rel_1', commit: 'c', since: null, deployment: 'dep_1', chain: [{ position: 3, type: 'push_received', at: 't', actor: 'x', text: 'pushed' }, { position: 4 }] }, {}] }));
    expect(read).toEqual([{ node: 'a', release: 'rel_1', commit: 'c', deployment: 'dep_1', chain: [{ position: 3, type: 'push_received', at: 't', actor: 'x', text: 'pushed' }] }]);
    for (const wrong of ['', '{}', '[]', '{"nodes":5}']) expect(parseWhy(wrong)).toBeNull();
  });

  it('is told from the beginning, nodes with the same answer together', () => {
    const link = (position: number) => ({ position, type: 'x', at: '', actor: '' });
    expect(fromTheBeginning([link(9), link(2), link(5)]).map(({ position }) => position)).toEqual([2, 5, 9]);
    const row = (node: string, deployment: string) => ({ node, release: 'r', deployment });
    expect(together([row('a', '1'), row('b', '2'), row('c', '1')]).map(({ nodes }) => nodes)).toEqual([['a', 'c'], ['b']]);
    expect(eventWords('push_received')).toBe('Push received');
    expect(eventWords('\u202e<b>')).toBe('⟨U+202E⟩<b>');
  });
});

describe('events and waits', () => {
  it('are read, whatever else comes with them', () => {
    const page = parseEvents(text({ events: [{ position: 7, type: 'step_started', stream: 's', data: 5, delivery: null }, { position: -1, type: 'x' }, null], position: 9 }));
    expect(page).toMatchObject({ position: 9, events: [{ position: 7, data: {}, actor: '' }] });
    expect(page?.events).toHaveLength(1);
    expect(parseEvents('{"events":{}}')).toBeNull();
  });

  it('stand with the deployment', () => {
    const row = { id: 'dep_1', project: 'p', environment: 'e', commit: 'c', status: 'queued' };
    expect(parseDeployment(text({ ...row, waits: [{ from: 't', to: null, reason: 'r', for: null }, { reason: 5 }] }))?.waits).toEqual([{ from: 't', reason: 'r' }]);
    expect(parseDeployment(text(row))).not.toHaveProperty('waits');
  });
});

describe('actions', () => {
  const step = (id: string): Step => ({ id, stage: 'x', part: 'deploy', target: 'a', attempt: 1, state: 'succeeded', started_at: '' });
  const deployment = (more: Partial<Deployment>): Deployment => ({
    id: 'dep_1', project: 'p', environment: 'staging', commit: 'c', status: 'running', trigger: 'push', actor: 'x', requested_at: '', position: 1, attempts: 1, steps: [], causes: [],
    plan: { build: [], deploy: [], undo: [], digest: null }, actions: { cancel: false, retry: false, mark_done: false, rollback: false }, ...more,
  });
  const environment = { project: 'p', name: 'staging', current: { release: 'r', commit: 'c', deployment: 'dep_1', since: '' } } as Environment;
  const reasons = (value: Deployment, where?: Environment) => Object.fromEntries(offers(value, where).map(({ verb, off }) => [verb, off]));

  it('stay in sight, each with the reason why not', () => {
    for (const status of ['queued', 'running', 'succeeded', 'failed', 'rolled_back', 'cancelled', 'needs_attention'] as const) {
      const all = offers(deployment({ status }), environment);
      expect(all.map(({ verb }) => verb)).toEqual(['cancel', 'mark_done', 'retry', 'rollback']);
      for (const { off } of all) expect(off).toBeTruthy();
    }
    expect(reasons(deployment({ actions: { cancel: true, retry: false, mark_done: false, rollback: false } }), environment)).toMatchObject({ cancel: null });
  });

  it('offer no way back to what does not exist', () => {
    const succeeded = deployment({ status: 'succeeded', actions: { cancel: false, retry: false, mark_done: false, rollback: true } });
    expect(reasons(succeeded, environment).rollback).toContain('Nothing ran here before');
    expect(reasons(succeeded, { ...environment, previous: { release: 'q', commit: 'd' } }).rollback).toBeNull();
    expect(reasons(succeeded).rollback).toContain('no longer part');
  });

  it('ask for the name where it is dangerous', () => {
    expect(asksForName('rollback', deployment({}))).toBe(true);
    expect(asksForName('cancel', deployment({}))).toBe(false);
    expect(asksForName('cancel', deployment({ steps: [step('switch@a')] }))).toBe(true);
    expect(hasSwitched(deployment({ steps: [step('copy@a')] }))).toBe(false);
    expect(asksForName('retry', deployment({}))).toBe(false);
    expect(asksForName('retry', deployment({ environment: 'production' }))).toBe(true);
  });
});
