import { describe, expect, it } from 'vitest';
import type { Deployment, Status } from '../wire/types';
import { mayBe, toType, verdict } from './chosen';
import { allStatuses } from './status';

const plan = { build: [], undo: [], digest: null, deploy: [{ name: 'switch', steps: [{ id: 'switch@a', action: 'switch', target: 'a' }] }] };
const of = (fields: Partial<Deployment>): Deployment => ({ id: 'dep_1', project: 'shop', environment: 'staging', status: 'running', commit: 'a'.repeat(40), steps: [], plan, causes: [], attempts: 1, actions: { cancel: true, retry: false, mark_done: false, rollback: false }, ...fields } as unknown as Deployment);
const switched = { steps: [{ id: 'switch@a', part: 'deploy', state: 'succeeded', target: 'a' }] } as unknown as Partial<Deployment>;
const failed = { status: 'failed' as Status, actions: { cancel: false, retry: true, mark_done: false, rollback: false } };

describe('several deployments', () => {
  it('may be cancelled while they are under way, and retried when they ended badly', () => {
    const of = (verb: 'cancel' | 'retry') => allStatuses.filter((status) => mayBe(verb, { status }));
    expect(of('cancel')).toEqual(['pending_approval', 'queued', 'running', 'needs_attention']);
    expect(of('retry')).toEqual(['failed', 'rolled_back', 'cancelled', 'expired', 'needs_attention']);
  });

  it('are each judged by what the server allows', () => {
    expect(verdict('cancel', of({}))).toMatchObject({ can: true, switched: false });
    expect(verdict('cancel', of(switched))).toMatchObject({ can: true, switched: true });
    expect(verdict('cancel', of(failed))).toMatchObject({ can: false });
    expect(verdict('retry', of(failed))).toMatchObject({ can: true, switched: false });
  });

  it('ask for the name where one of them would, for their number where the names differ', () => {
    const cancels = (...rows: Partial<Deployment>[]) => toType('cancel', rows.map((row) => verdict('cancel', of(row))));
    const retries = (...rows: Partial<Deployment>[]) => toType('retry', rows.map((row) => verdict('retry', of({ ...failed, ...row }))));
    expect(cancels({}, {})).toBeNull();
    expect(cancels({}, switched)).toBe('staging');
    expect(cancels(switched, { ...switched, environment: 'qa' }, {})).toBe('3');
    expect(retries({})).toBeNull();
    expect(retries({}, { environment: 'production' })).toBe('production');
    expect(retries({ environment: 'prod-eu' }, { environment: 'prod-us' })).toBe('2');
    expect(retries({}, { environment: 'production', status: 'succeeded', actions: { cancel: false, retry: false, mark_done: false, rollback: false } })).toBeNull();
  });
});
