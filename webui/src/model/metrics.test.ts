import { describe, expect, it } from 'vitest';
import { parseCounted, parseDora } from '../wire/dora';
import { bucketName, countsFor, ends, figureOf, historyOf, metricsQuery, often, percent, successRate, total } from './metrics';

const empty = { deployments: 0, succeeded: 0, failed: 0, rolled_back: 0, other: 0 };

describe('buckets', () => {
  const dora = parseDora(JSON.stringify({ to: '2026-11-22T08:00:00Z', buckets: [{ from: '2026-11-20T00:00:00Z', succeeded: 2, other: 1 }, { from: '2026-11-21T00:00:00Z', failed: 1, lead_time_median_ms: 1200 }] }));
  it('end where the next begins, the last with the whole', () => {
    expect(dora && ends(dora).map(({ to }) => to)).toEqual(['2026-11-21T00:00:00Z', '2026-11-22T08:00:00Z']);
    expect(dora && total(dora)).toBe(4);
  });
  it('lead to their own history', () => {
    expect(historyOf({ project: 'shop', last: '7d' }, { from: 'a', to: 'b' })).toEqual({ project: 'shop', from: 'a', to: 'b' });
  });
  it('have a name for a day and one for more', () => {
    expect(bucketName({ from: '2026-11-16T00:00:00Z', to: '2026-11-17T00:00:00Z' })).toBe('Mon 16 Nov');
    expect(bucketName({ from: '2026-11-16T00:00:00Z', to: '2026-11-23T00:00:00Z' })).toBe('16 Nov – 22 Nov');
  });
});

describe('figures', () => {
  it('that were not told are null and never zero', () => {
    const dora = parseDora('{"buckets":[],"lead_time":{"median_ms":null},"frequency":{}}');
    expect(dora).toMatchObject({ lead_time: { median_ms: null, p90_ms: null, count: 0 }, frequency: { count: 0, per_day: null }, rework_rate: { rate: null }, by_environment: [] });
    expect(parseDora('{}')).toBeNull();
    expect(parseDora('no')).toBeNull();
  });
  it('leave out of the success rate what came to no outcome', () => {
    expect(successRate({ ...empty, succeeded: 3, rolled_back: 1 })).toBe(0.75);
    expect(successRate(empty)).toBeNull();
  });
  it('read as people say them', () => {
    expect([0, 0.004, 0.0714, 0.5, 1].map(percent)).toEqual(['0 %', '0.4 %', '7.1 %', '50 %', '100 %']);
    expect(often(12.4)).toEqual({ number: '12', unit: 'day' });
    expect(often(1.25)).toEqual({ number: '1.3', unit: 'day' });
    expect(often(0.5)).toEqual({ number: '3.5', unit: 'week' });
    expect(often(0.1)).toEqual({ number: '3', unit: 'month' });
  });
});

it('without a period the last 30 days are asked for, in days of UTC', () => {
  expect(metricsQuery({}, Date.parse('2026-11-22T08:00:00Z'))).toEqual({ project: undefined, environment: undefined, bucket: 'auto', from: '2026-10-24T00:00:00.000Z' });
});

describe('a deployment behind a figure', () => {
  const row = parseCounted('{"deployments":[{"id":"dep_1","status":"rolled_back","commit":"c","ended_at":"2026-11-21T10:00:00Z","failed":true,"recovered_after_ms":240000,"lead_time_ms":null,"lead_time_from":"guess"},{"id":"dep_2"}],"next":null}')?.deployments[0];
  it('says what it counts for there', () => {
    expect(row && countsFor('change_fail_rate', row)).toEqual(['recovered after 4 m 00 s']);
    expect(row && countsFor('recovery', { ...row, open: true, recovered_after_ms: null })).toEqual(['did harm', 'not recovered yet']);
    expect(row && countsFor('rework_rate', { ...row, rollback: true, rework: true, duration_ms: 9_000 })).toEqual(['rollback', 'rework', 'ran 9.0 s', 'recovered after 4 m 00 s']);
    expect(row && countsFor('lead_time', { ...row, lead_time_ms: 60_000, commits: 1, lead_time_from: 'head' })).toEqual(['live 1 m 00 s after its commit', 'newest commit only']);
    expect(row && countsFor('frequency', { ...row, changed: true })).toEqual(['brought another commit']);
  });
  it('is read from the answer, and from no other figure than there is', () => {
    expect(parseCounted('{"deployments":[{"id":"dep_2"}]}')).toEqual({ deployments: [], next: null });
    expect(parseCounted('{}')).toBeNull();
    expect(figureOf('recovery')).toBe('recovery');
    expect(figureOf('durations')).toBeNull();
  });
});
