import { describe, expect, it } from 'vitest';
import { parseDora, type Dora } from '../wire/dora';
import { commonTop, durationTold, shares, successTold } from './multiples';

function dora(...buckets: Record<string, unknown>[]): Dora {
  const rows = buckets.map((bucket, index) => ({ from: `2026-11-${16 + index}T00:00:00Z`, ...bucket }));
  const read = parseDora(JSON.stringify({ from: '2026-11-16T00:00:00Z', to: `2026-11-${16 + rows.length}T00:00:00Z`, bucket: 'day', buckets: rows, success_rate: 0.75, durations: { median_ms: 4000 } }));
  if (!read) throw new Error('no figures');
  return read;
}

describe('environments beside each other', () => {
  const quick = dora({ succeeded: 3, duration_median_ms: 4000 }, {});
  const slow = dora({ succeeded: 1, failed: 1, duration_median_ms: 41_000 }, { succeeded: 2, duration_median_ms: 9000 });
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
    expect(successTold({ ...dora({}), success_rate: null })).toContain('none came to an outcome');
    expect(durationTold({ ...dora({}), durations: { median_ms: null, p90_ms: null } })).toContain('none succeeded');
  });
});
