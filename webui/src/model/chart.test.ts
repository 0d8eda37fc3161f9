import { describe, expect, it } from 'vitest';
import { countTicks, durationTicks, greatest, labelEvery, pathOf, stacked, stretches, told } from './chart';

describe('ticks', () => {
  it('of counts are whole and round, and hold the greatest', () => {
    expect(countTicks(0)).toEqual([0, 1]);
    expect(countTicks(3)).toEqual([0, 1, 2, 3]);
    expect(countTicks(7)).toEqual([0, 2, 4, 6, 8]);
    expect(countTicks(23)).toEqual([0, 10, 20, 30]);
    expect(countTicks(1_000)).toEqual([0, 500, 1_000]);
    for (const value of [1, 4, 5, 9, 11, 40, 41, 99, 101, 12_345]) {
      expect(countTicks(value).at(-1)).toBeGreaterThanOrEqual(value);
      expect(countTicks(value).length).toBeLessThanOrEqual(5);
    }
  });
  it('of durations are round in seconds, minutes, hours, days', () => {
    expect(durationTicks(0)).toEqual([0, 1_000]);
    expect(durationTicks(7_000)).toEqual([0, 2_000, 4_000, 6_000, 8_000]);
    expect(durationTicks(100_000)).toEqual([0, 30_000, 60_000, 90_000, 120_000]);
    expect(durationTicks(5 * 3_600_000)).toEqual([0, 2, 4, 6].map((hours) => hours * 3_600_000));
    expect(durationTicks(20 * 365 * 86_400_000).length).toBeLessThanOrEqual(5);
  });
});

describe('lines', () => {
  it('break where there is no value', () => {
    const found = stretches([null, 1, 2, null, 3], (index) => index * 10, (value) => 100 - value);
    expect(found.map((points) => points.map(({ index }) => index))).toEqual([[1, 2], [4]]);
    expect(found.map(pathOf)).toEqual(['M10 99L20 98', 'M40 97']);
    expect(stretches([null], Number, Number)).toEqual([]);
  });
  it('know their greatest value and how many they have', () => {
    expect(greatest([1, null], [4])).toBe(4);
    expect(greatest([])).toBe(0);
    expect(told([null, 0, 2])).toBe(2);
  });
});

it('a stack puts each part on the one below', () => {
  expect(stacked([2, 0, 3])).toEqual([{ from: 0, to: 2 }, { from: 2, to: 2 }, { from: 2, to: 5 }]);
});

it('labels stand so far apart that none touches the next', () => {
  expect(labelEvery(30, 900, 56)).toBe(2);
  expect(labelEvery(7, 900, 56)).toBe(1);
  expect(labelEvery(30, 0, 56)).toBeGreaterThan(29);
});
