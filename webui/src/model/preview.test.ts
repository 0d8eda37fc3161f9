import { describe, expect, it } from 'vitest';
import type { Environment } from '../wire/types';
import type { Changes, DryRun } from '../wire/action_types';
import { dangers, isSame, warnings } from './preview';

const commit = 'a'.repeat(40);
const environment: Environment = {
  project: 'shop', name: 'staging', queue_policy: 'supersede', waiting: [], quarantine: [], nodes: ['n'], outcomes: [],
  current: { release: 'rel_1', commit: 'b'.repeat(40), deployment: 'dep_1', since: '' },
};
const changes = (direction: Changes['direction']): Changes =>
  ({ base: null, head: commit, direction, commits: [{ commit, subject: 'x' }], commits_truncated: false, files: null, files_truncated: false, totals: null });
const dry = (more: Partial<DryRun> = {}): DryRun => ({ plan: { build: [], deploy: [], undo: [], digest: null }, commit, release: 'rel_2', waits: undefined, changes: undefined, ...more });

describe('what is said before a deployment', () => {
  it('is nothing where nothing is to be said', () => {
    expect(warnings(environment, dry({ changes: changes('forward') }), [], 0)).toEqual([]);
  });

  it('names what is old, taken back, or here already', () => {
    const bad = { ...environment, quarantine: [{ commit, deployment: 'dep_0', reason: 'health', at: '' }] };
    expect(warnings(bad, dry({ changes: changes('back') }), [], 2).map(({ kind }) => kind)).toEqual(['quarantined', 'back', 'down']);
    expect(warnings(environment, dry({ release: 'rel_1' }), [], 0)).toEqual([{ kind: 'same' }]);
    expect(isSame(environment, { release: 'rel_2', commit: 'b'.repeat(40) })).toBe(false); // built anew by another recipe
    expect(isSame(environment, { release: undefined, commit: 'b'.repeat(40) })).toBe(true);
  });

  it('tells what the queue will do', () => {
    const busy = { ...environment, lock: { deployment: 'dep_9', since: '' }, waiting: [{ deployment: 'dep_10', commit }] };
    expect(warnings(busy, dry(), [], 0)).toEqual([{ kind: 'busy', deployment: 'dep_9', policy: 'supersede', row: undefined }, { kind: 'waiting', before: 1, policy: 'supersede' }]);
  });
});

describe('when the name has to be typed', () => {
  it('is where people would be hurt', () => {
    expect(dangers({ name: 'prod-eu', quarantine: [] }, commit)).toEqual(['production']);
    expect(dangers({ name: 'staging', quarantine: [] }, commit)).toEqual([]);
  });

  it('is when it goes backwards or takes what was taken back', () => {
    expect(dangers(environment, commit, changes('forward'))).toEqual([]);
    expect(dangers(environment, commit, changes('back'))).toEqual(['back']);
    expect(dangers({ name: 'prod', quarantine: [{ commit, deployment: '', reason: '', at: '' }] }, commit, undefined)).toEqual(['production', 'quarantined']);
  });
});
