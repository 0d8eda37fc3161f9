import { describe, expect, it } from 'vitest';
import { parseDora } from '../wire/dora';
import { bucketName, ends, historyOf, metricsQuery, often, percent, successRate, total } from './metrics';

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
