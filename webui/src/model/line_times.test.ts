import { describe, expect, it } from 'vitest';
import { LineTimes } from './line_times';

const told = (times: LineTimes, ...lines: number[]): (number | null)[] => lines.map((line) => times.of(line));

describe('the times of lines', () => {
  it('hold from one line to the next that is told', () => {
    const times = new LineTimes();
    expect(times.any).toBe(false);
    expect(times.of(1)).toBeNull();
    times.add(1, 100);
    times.add(4, 200);
    expect(told(times, 0, 1, 3, 4, 99)).toEqual([null, 100, 100, 200, 200]);
    expect(times.any).toBe(true);
  });

  it('may come in any order: the end of a log is there before its beginning', () => {
    const times = new LineTimes();
    times.add(2_000, 900);
    times.add(1, 100);
    times.add(500, 300);
    times.add(1_990, 900);
    expect(told(times, 1, 499, 500, 1_989, 1_990, 2_000, 2_001)).toEqual([100, 100, 300, 300, 900, 900, 900]);
  });

  it('are not guessed where none is told', () => {
    const times = new LineTimes();
    times.add(1, null);
    expect(times.any).toBe(false);
    times.add(5, 100);
    times.add(8, null);
    expect(told(times, 1, 5, 7, 8)).toEqual([null, 100, 100, null]);
  });

  it('are learnt later for lines that came without', () => {
    const times = new LineTimes();
    times.add(1, 100);
    times.add(3, null);
    times.add(3, 300);
    times.add(3, null);
    expect(told(times, 1, 3)).toEqual([100, 300]);
  });
});
