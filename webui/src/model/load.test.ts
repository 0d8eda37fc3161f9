// Meters of nodes.
import { describe, expect, it } from 'vitest';
import { busiest, bytes, isStale, meters } from './load';

const at = '2026-01-02T03:04:05.000Z';
const load = { at, load1: 1, cores: 4, memory_used: 9e9, memory_total: 10e9, disk_used: 96, disk_total: 100 };

describe('the load of nodes', () => {
  it('is shares with a level', () => {
    expect(meters(load).map(({ name, share, level }) => [name, share, level])).toEqual([['load', 0.25, 'low'], ['memory', 0.9, 'high'], ['disk', 0.96, 'full']]);
  });
  it('is said in words', () => {
    expect(meters(load).map(({ text }) => text)).toEqual(['Load 1.00 on 4 cores', 'Memory 9.0 GB of 10 GB (90 %)', 'Disk 96 B of 100 B (96 %)']);
    expect(meters({ at }).map(({ share, text }) => [share, text])).toEqual([[null, 'Load unknown'], [null, 'Memory unknown'], [null, 'Disk unknown']]);
  });
  it('draws no more than full, and no share of nothing', () => {
    expect(meters({ at, load1: 9, cores: 2, memory_used: 1, memory_total: 0 }).map(({ share, level }) => [share, level])).toEqual([[1, 'full'], [null, 'low'], [null, 'low']]);
  });
  it('of several nodes is the busiest of each, by name', () => {
    const of = busiest([{ name: 'a', load }, { name: 'b', load: { at, load1: 3, cores: 4, memory_used: 1, memory_total: 10 } }]);
    expect(of.map(({ name, share }) => [name, share])).toEqual([['load', 0.75], ['memory', 0.9], ['disk', 0.96]]);
    expect(of[0]?.text).toContain('b');
  });
  it('is stale after a minute', () => {
    const now = Date.parse(at);
    expect([isStale(load, now + 59_000), isStale(load, now + 61_000)]).toEqual([false, true]);
  });
  it.each([[0, '0 B'], [999, '999 B'], [1_500, '1.5 kB'], [64_000_000_000, '64 GB']])('reads %d bytes as %s', (number, words) => {
    expect(bytes(number)).toBe(words);
  });
});
