import { describe, expect, it } from 'vitest';
import type { Deployment, Step } from '../wire/types';
import { stepLook, tookSince } from './status';
import { focusStep, nodeStates, stageState, timeline } from './timeline';

const t = (seconds: number): string => new Date(Date.UTC(2026, 0, 2, 3, 0, seconds)).toISOString();
const now = Date.parse(t(20));
const on = (action: string, ...targets: string[]) => ({ name: action, steps: targets.map((target) => ({ id: `${action}@${target}`, action, target })) });

function step(id: string, part: Step['part'], state: Step['state'], from: number, to?: number, attempt = 1): Step {
  const [stage = '', target = ''] = id.split('@');
  return { id, stage, part, target, attempt, state, started_at: t(from), ...(to === undefined ? {} : { finished_at: t(to), took_ms: (to - from) * 1_000 }) };
}

function deployment(steps: Step[], status: Deployment['status'] = 'running'): Deployment {
  return {
    id: 'dep_1', project: 'demo', environment: 'production', commit: 'c0ffee0', status, trigger: 'push', actor: 'github', requested_at: t(0), position: 9, attempts: 1, steps, causes: [],
    plan: { build: [on('fetch', 'worker')], deploy: [on('copy', 'a', 'b'), on('switch', 'a', 'b')], undo: [on('switch_back', 'a', 'b')], digest: null },
    actions: { cancel: true, retry: false, mark_done: false, rollback: false },
  };
}

describe('a timeline', () => {
  it('lays what ran over what is planned', () => {
    const { stages } = timeline(deployment([step('fetch@worker', 'build', 'succeeded', 0, 2), step('copy@a', 'deploy', 'succeeded', 2, 4), step('copy@b', 'deploy', 'running', 2)]), now);
    expect(stages.map(({ name, state, done }) => [name, state, done])).toEqual([['fetch', 'succeeded', 1], ['copy', 'running', 1], ['switch', 'waiting', 0]]);
    expect(stages[1]?.steps[1]).toMatchObject({ state: 'running', took: 18_000 });
  });

  it('says "not run" for what a finished deployment never reached', () => {
    const { stages } = timeline(deployment([step('fetch@worker', 'build', 'failed', 0, 2)], 'failed'), now);
    expect(stages.map(({ state }) => state)).toEqual(['failed', 'skipped', 'skipped']);
  });

  it('warns of a check that failed and does not decide', () => {
    const warned = { ...step('check-before@a', 'deploy', 'failed', 0, 1), optional: true };
    const switched = step('switch@a', 'deploy', 'failed', 1, 2);
    const { stages } = timeline(deployment([warned, step('copy@a', 'deploy', 'succeeded', 1, 2)], 'succeeded'), now);
    expect(stages.find(({ name }) => name === 'check-before')?.state).toBe('warned');
    expect(stepLook('warned').tone).toBe('warn');
    expect(stageState([{ state: 'warned' }, { state: 'succeeded' }])).toBe('warned');
    expect(stageState([{ state: 'warned' }, { state: 'failed' }])).toBe('failed');
    expect(focusStep(deployment([switched, warned], 'failed'))).toBe('switch@a');
  });

  it('shows the undo plan only once it runs', () => {
    const undone = timeline(deployment([step('switch@a', 'deploy', 'failed', 0, 1), step('switch_back@a', 'undo', 'succeeded', 1, 2)], 'rolled_back'), now);
    expect(undone.stages.filter(({ part }) => part === 'undo').map(({ name }) => name)).toEqual(['switch_back']);
    expect(timeline(deployment([]), now).stages.some(({ part }) => part === 'undo')).toBe(false);
  });

  it('stacks attempts and speaks of the last', () => {
    const { stages } = timeline(deployment([step('fetch@worker', 'build', 'failed', 0, 1, 1), step('fetch@worker', 'build', 'succeeded', 3, 5, 2)]), now);
    expect(stages[0]?.steps[0]).toMatchObject({ state: 'succeeded', took: 5_000 });
    expect(stages[0]?.steps[0]?.attempts).toHaveLength(2);
  });

  it('keeps a step that is not in the plan it knows', () => {
    const { stages } = timeline({ ...deployment([step('resolve@worker', 'build', 'running', 0)]), plan: { build: [], deploy: [], undo: [], digest: null } }, now);
    expect(stages.map(({ name }) => name)).toEqual(['resolve']);
  });

  it('places bars within the whole run', () => {
    const { stages } = timeline(deployment([step('fetch@worker', 'build', 'succeeded', 0, 5), step('copy@a', 'deploy', 'succeeded', 5, 10)], 'succeeded'), now);
    expect(stages[0]?.steps[0]?.bar).toEqual({ from: 0, width: 0.5 });
    expect(stages[1]?.steps[0]?.bar).toEqual({ from: 0.5, width: 0.5 });
  });

  it('survives clocks that disagree', () => {
    const { stages } = timeline(deployment([step('fetch@worker', 'build', 'running', 60)]), now);
    expect(stages[0]?.steps[0]?.took).toBe(0);
  });
});

it('names a stage by what needs eyes first', () => {
  const state = (...states: Parameters<typeof stageState>[0][number]['state'][]) => stageState(states.map((each) => ({ state: each })));
  expect(state('succeeded', 'failed', 'running')).toBe('failed');
  expect(state('succeeded', 'running', 'waiting')).toBe('running');
  expect(state('succeeded', 'waiting')).toBe('running');
  expect(state('succeeded', 'unknown')).toBe('unknown');
  expect(state('succeeded', 'skipped')).toBe('skipped');
  expect(state('succeeded', 'succeeded')).toBe('succeeded');
});

it('says of each node what it did last', () => {
  const { stages } = timeline(deployment([step('copy@a', 'deploy', 'succeeded', 1, 2), step('copy@b', 'deploy', 'succeeded', 1, 2), step('switch@a', 'deploy', 'running', 3)]), now);
  expect(nodeStates(stages, false)).toEqual([{ node: 'a', doing: 'switch', state: 'running' }, { node: 'b', doing: 'copy', state: 'succeeded' }]);
  const undone = timeline(deployment([step('switch@a', 'deploy', 'failed', 1, 2), step('copy@b', 'deploy', 'succeeded', 1, 2), step('switch_back@a', 'undo', 'succeeded', 3, 4)], 'rolled_back'), now);
  expect(nodeStates(undone.stages, true)).toEqual([{ node: 'a', doing: 'put back', state: 'succeeded' }, { node: 'b', doing: '', state: 'succeeded' }]);
  expect(nodeStates(timeline(deployment([]), now).stages, false).map(({ node, state }) => [node, state])).toEqual([['a', 'waiting'], ['b', 'waiting']]);
});

it('leads the reader to the running step, else to the one that failed', () => {
  const failed = step('copy@a', 'deploy', 'failed', 1, 2);
  const undo = step('switch_back@a', 'undo', 'succeeded', 3, 4);
  expect(focusStep(deployment([failed, undo], 'rolled_back'))).toBe('copy@a');
  expect(focusStep(deployment([failed, step('copy@b', 'deploy', 'running', 1)]))).toBe('copy@b');
  expect(focusStep(deployment([]))).toBeNull();
});

describe('the time a deployment took', () => {
  const row = { requested_at: t(1), started_at: t(5), status: 'succeeded' } as const;
  it('counts from the ask, whoever shows it', () => expect(tookSince(row)).toBe(t(1)));
  it('counts a build that failed before anything was deployed', () => expect(tookSince({ requested_at: t(1), status: 'failed' })).toBe(t(1)));
  it('is nothing where nothing was done', () => expect(tookSince({ requested_at: t(1), status: 'superseded' })).toBeUndefined());
});
