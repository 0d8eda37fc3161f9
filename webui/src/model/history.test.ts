import { describe, expect, it } from 'vitest';
import type { DeploymentRow } from '../wire/types';
import { historyColumns, historyQuery, joined, laidOver, matches, names, narrowed, orderedBy, type HistoryColumn } from './history';
import { sorted } from './table';

const row = (id: string, at: string, more: Partial<DeploymentRow> = {}): DeploymentRow => ({
  id, project: 'shop', environment: 'production', commit: 'abc1234def', status: 'succeeded', trigger: 'push', actor: 'github', requested_at: `2026-11-21T${at}:00.000Z`, position: 1, ...more,
});

describe('a live row', () => {
  const one = row('dep_1', '10:00', { message: 'Fix the Basket', author: 'Mira', ref: 'refs/heads/main' });
  it('passes the filters that the server would let it pass', () => {
    expect(matches(one, {}, {})).toBe(true);
    expect(matches(one, { project: 'shop', environment: 'production', status: 'succeeded', trigger: 'push', actor: 'github' }, {})).toBe(true);
    expect(matches(one, { trigger: 'manual' }, {})).toBe(false);
    expect(matches(one, {}, { from: '2026-11-21T10:00:01Z' })).toBe(false);
  });
  it('is found by text in any case, by a commit only from its beginning', () => {
    for (const q of ['basket', 'MIRA', 'heads/main', 'dep_1', 'abc12', ' fix ']) expect(matches(one, { q }, {})).toBe(true);
    for (const q of ['1234d', 'nothing']) expect(matches(one, { q }, {})).toBe(false);
  });
});

describe('pages and live rows', () => {
  const old = row('dep_1', '09:00', { status: 'running' });
  const fetched = { deployments: [row('dep_2', '10:00'), old], next: 'x' };
  it('become one list, the live row in the place of the fetched one', () => {
    const rows = laidOver(fetched, [row('dep_3', '11:00'), row('dep_1', '09:00')], {}, {});
    expect(rows.map(({ id, status }) => [id, status])).toEqual([['dep_3', 'succeeded'], ['dep_2', 'succeeded'], ['dep_1', 'succeeded']]);
  });
  it('drop what no longer passes the filters', () => {
    expect(laidOver(fetched, [row('dep_2', '10:00', { status: 'failed' })], { status: 'succeeded' }, {}).map(({ id }) => id)).toEqual([]);
  });
  it('show nothing below a page that was not fetched', () => {
    const older = row('dep_0', '08:00');
    expect(laidOver(fetched, [older], {}, {}).map(({ id }) => id)).not.toContain('dep_0');
    expect(laidOver({ ...fetched, next: null }, [older], {}, {}).map(({ id }) => id)).toContain('dep_0');
  });
  it('join without repeating a row', () => {
    expect(joined(fetched, { deployments: [old, row('dep_0', '08:00')], next: null })).toEqual({ deployments: [...fetched.deployments, row('dep_0', '08:00')], next: null });
  });
});

it('who acted is told once, by name', () => {
  expect(names([{ actor: 'mira' }, { actor: 'admin' }, { actor: 'mira' }, { actor: '' }])).toEqual(['admin', 'mira']);
});

describe('the filters', () => {
  it('become a query without what is empty', () => {
    const query = historyQuery({ project: 'shop', q: '  ', last: '7d' }, { from: '2026-11-15T00:00:00.000Z' });
    expect(Object.entries(query).filter(([, value]) => value)).toEqual([['project', 'shop'], ['from', '2026-11-15T00:00:00.000Z']]);
  });
  it('are counted, a period as one', () => {
    expect(narrowed({})).toBe(0);
    expect(narrowed({ q: 'x', from: 'a', to: 'b' })).toBe(2);
  });
});

describe('the order of the history', () => {
  const now = Date.parse('2026-11-21T13:00:00.000Z');
  const rows = [
    row('dep_1', '10:00', { status: 'failed', finished_at: '2026-11-21T10:00:30.000Z', message: 'beta', environment: 'staging', ref: 'refs/heads/main' }),
    row('dep_2', '11:00', { status: 'running', started_at: '2026-11-21T11:00:00.000Z', message: 'Alpha', trigger: 'manual', actor: 'zoe' }),
    row('dep_3', '12:00', { status: 'queued', author: 'Ann', ref: 'refs/heads/fix' }),
  ];
  const by = (column: HistoryColumn): string => sorted(rows, (each) => orderedBy(column, each, now), false).map(({ id }) => id.slice(4)).join('');
  it('is by what each column shows; what has nothing to show comes last', () => {
    const orders: Record<HistoryColumn, string> = { status: '321', what: '213', where: '231', source: '312', by: '312', took: '123', when: '123' };
    for (const column of historyColumns) expect(by(column), column).toBe(orders[column]);
  });
});
