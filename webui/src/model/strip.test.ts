import { describe, expect, it } from 'vitest';
import type { DeploymentRow } from '../wire/types';
import { density, nextMark, shareOf, stretchOf, usefulZooms } from './strip';

const hour = 3_600_000;
const row = (finished: number, status: DeploymentRow['status'] = 'succeeded'): DeploymentRow => ({
  id: `dep_${finished}`, project: 'p', environment: 'e', commit: 'c', status, trigger: 'push', actor: 'a', requested_at: new Date(finished - 500).toISOString(), finished_at: new Date(finished).toISOString(), position: 1,
});

describe('the stretch', () => {
  const whole = { from: 0, to: 100 * hour };
  it('is the whole log, or a page of it that turns when the head leaves it', () => {
    expect(stretchOf('all', whole, 5)).toEqual(whole);
    expect(stretchOf('1h', whole, 2.5 * hour)).toEqual({ from: 2 * hour, to: 3 * hour });
    expect(stretchOf('1h', whole, 2.9 * hour)).toEqual({ from: 2 * hour, to: 3 * hour });
    expect(stretchOf('1d', whole, 100 * hour)).toEqual({ from: 76 * hour, to: 100 * hour });
    expect(stretchOf('30d', whole, 1)).toEqual(whole);
  });
  it('of a log that has hardly begun is still a minute', () => {
    expect(stretchOf('all', { from: 99_000, to: 100_000 }, 99_500)).toEqual({ from: 40_000, to: 100_000 });
  });
  it('offers only what is shorter than the whole', () => {
    expect(usefulZooms(whole)).toEqual(['all', '1d', '1h']);
    expect(usefulZooms({ from: 0, to: 1_000 })).toEqual(['all']);
  });
  it('knows where an instant stands', () => {
    expect([-1, 0, 50 * hour, 200 * hour].map((ms) => shareOf(ms, whole))).toEqual([0, 0, 0.5, 1]);
  });
});

it('what ended is counted where it ended, badly or well; what lies outside is not', () => {
  const rows = [row(10), row(15, 'failed'), row(95, 'rolled_back'), row(250)];
  expect(density(rows, { from: 0, to: 100 }, 10)).toEqual(Array.from({ length: 10 }, (_, index) => (index === 1 ? { good: 1, bad: 1 } : index === 9 ? { good: 0, bad: 1 } : { good: 0, bad: 0 })));
});

it('the marks before and after an instant are whole seconds in which the deployment has ended', () => {
  const rows = [row(10_400), row(20_000), row(30_100)];
  expect(nextMark(rows, 20_000, -1)).toBe(11_000);
  expect(nextMark(rows, 20_000, 1)).toBe(31_000);
  expect(nextMark(rows, 31_000, 1)).toBeNull();
});
