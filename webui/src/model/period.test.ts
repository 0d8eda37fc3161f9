import { describe, expect, it } from 'vitest';
import { byDay, dayName, dayStart, fieldOf, interval, isOpen, ofField, presetOf, within } from './period';

const now = Date.parse('2026-11-22T08:30:00Z');

describe('a period', () => {
  it('of n days is today and the days before', () => {
    expect(interval({ last: 'today' }, now, 'utc')).toEqual({ from: '2026-11-22T00:00:00.000Z' });
    expect(interval({ last: '7d' }, now, 'utc')).toEqual({ from: '2026-11-16T00:00:00.000Z' });
    expect(interval({ last: '30d' }, now, 'utc')).toEqual({ from: '2026-10-24T00:00:00.000Z' });
  });
  it('begins with the reader’s own day when lists ask', () => {
    expect(interval({ last: 'today' }, now)).toEqual({ from: new Date(dayStart(now)).toISOString() });
  });
  it('takes instants as they stand, whatever their zone, and drops nonsense', () => {
    expect(interval({ from: '2026-11-21T10:00:00+01:00', to: 'soon' }, now)).toEqual({ from: '2026-11-21T09:00:00.000Z' });
    expect(interval({ last: 'ever' }, now)).toEqual({});
  });
  it('is a preset before it is anything else', () => {
    expect(presetOf({ last: '7d', from: '2026-01-01T00:00:00Z' })).toBe('7d');
    expect(presetOf({ last: '8d' })).toBeNull();
    expect(isOpen({})).toBe(true);
    expect(isOpen({ to: '2026-01-01T00:00:00Z' })).toBe(false);
  });
  it('holds its beginning and not its end', () => {
    const time = { from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z' };
    expect(within('2026-11-21T00:00:00.000Z', time)).toBe(true);
    expect(within('2026-11-21T23:59:59.999Z', time)).toBe(true);
    expect(within('2026-11-22T00:00:00.000Z', time)).toBe(false);
    expect(within('2026-11-22T00:00:00.000Z', {})).toBe(true);
  });
});

describe('a field of a form', () => {
  it('holds an instant in the reader’s zone and gives it back', () => {
    const time = '2026-11-21T10:05:00Z';
    expect(ofField(fieldOf(time))).toBe(time);
    expect(fieldOf(time, 'local', true).slice(-3)).toBe(':00');
    expect(fieldOf(time, 'utc', true)).toBe('2026-11-21T10:05:00');
    expect(ofField('2026-11-21T10:05', 'utc')).toBe(time);
  });
  it('that is empty or half typed gives nothing', () => {
    expect(ofField('')).toBeUndefined();
    expect(ofField('2026-1')).toBeUndefined();
    expect(fieldOf(undefined)).toBe('');
    expect(fieldOf('soon')).toBe('');
  });
});

describe('days', () => {
  it('divide a list and keep its order', () => {
    const rows = ['2026-11-22T09:00:00', '2026-11-22T01:00:00', '2026-11-20T12:00:00'];
    expect(byDay(rows, (row) => row)).toEqual([{ day: '2026-11-22', rows: rows.slice(0, 2) }, { day: '2026-11-20', rows: rows.slice(2) }]);
    expect(byDay([], String)).toEqual([]);
  });
  it('are those of the clock that is asked for', () => {
    expect(byDay(['2026-11-22T00:30:00Z', '2026-11-21T23:30:00Z'], String, 'utc').map(({ day }) => day)).toEqual(['2026-11-22', '2026-11-21']);
  });
  it('have the names that people use', () => {
    expect(dayName('2026-11-22', '2026-11-22')).toBe('Today');
    expect(dayName('2026-10-31', '2026-11-01')).toBe('Yesterday');
    expect(dayName('2026-11-20', '2026-11-22')).toBe('Friday 20 November');
    expect(dayName('2025-12-31', '2026-11-22')).toBe('Wednesday 31 December 2025');
  });
});
