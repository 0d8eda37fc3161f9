import { describe, expect, it } from 'vitest';
import { parseDora } from '../wire/dora';
import { commonTop, durationTold, multiples, shares, successTold, type Multiple } from './multiples';

type Row = Record<string, unknown>;

/** Environments by name, each with its buckets from Mon 16 Nov on; empty ones are left out, as the server does. */
function all(days: number, environments: Record<string, Row[] | null>): Multiple[] {
  const from = (index: number): string => `2026-11-${16 + index}T00:00:00Z`;
  const by_environment = Object.entries(environments).map(([environment, rows], index) => ({
    project: 'shop', environment, deployments: index, success_rate: 0.75, duration_median_ms: 4000,
    buckets: rows?.map((row, day) => ({ from: from(day), ...row })).filter((row) => Object.keys(row).length > 1) ?? null,
  }));
  const read = parseDora(JSON.stringify({ from: from(0), to: from(days), bucket: 'day', buckets: Array.from({ length: days }, (_, day) => ({ from: from(day) })), by_environment }));
  if (!read) throw new Error('no figures');
  return multiples(read);
}
const one = (...rows: Row[]): Multiple => {
  const [first] = all(rows.length, { production: rows });
  if (!first) throw new Error('no environment');
  return first;
};

describe('environments beside each other', () => {
  const quick = one({ succeeded: 3, duration_median_ms: 4000 }, {});
  const slow = one({ succeeded: 1, failed: 1, duration_median_ms: 41_000 }, { succeeded: 2, duration_median_ms: 9000 });
  it('have a bucket for each of the whole, the busiest first, but for those without any', () => {
    const [busiest, other, ...none] = all(3, { staging: [{}, { failed: 2 }, {}], production: [{ succeeded: 1 }], far: null });
    expect(none).toEqual([]);
    expect([busiest, other].map((multiple) => multiple?.figures.environment)).toEqual(['production', 'staging']);
    expect(other?.buckets.map(({ from, failed }) => [from.slice(8, 10), failed])).toEqual([['16', 0], ['17', 2], ['18', 0]]);
  });
  it('share the scale of the slowest', () => {
    expect(commonTop([quick, slow])).toBe(45_000);
    expect(commonTop([quick])).toBeLessThan(45_000);
    expect(commonTop([])).toBeGreaterThan(0);
  });
  it('split what came to an outcome, and show nothing where nothing did', () => {
    expect(shares({ succeeded: 2, failed: 1, rolled_back: 1 })).toEqual({ succeeded: 0.5, rolled_back: 0.25, failed: 0.25 });
    expect(shares({ succeeded: 0, failed: 0, rolled_back: 0 })).toBeNull();
  });
  it('say in words how each did, and when it did worst', () => {
    expect(successTold(slow)).toBe('Success 75 %, lowest 50 % (Mon 16 Nov)');
    expect(successTold(quick)).toBe('Success 75 %');
    expect(durationTold(slow)).toBe('Duration 4.0 s (median), longest 41 s (Mon 16 Nov)');
    expect(successTold({ ...quick, figures: { ...quick.figures, success_rate: null } })).toContain('none came to an outcome');
    expect(durationTold({ ...quick, figures: { ...quick.figures, duration_median_ms: null } })).toContain('none succeeded');
  });
});
