// Tiles of a wall screen.
import { describe, expect, it } from 'vitest';
import { fit } from './wall';

describe('a wall screen', () => {
  it.each([
    [1, { columns: 1, rows: 1, shown: 1 }],
    [4, { columns: 2, rows: 2, shown: 4 }],
    [6, { columns: 3, rows: 2, shown: 6 }],
    [30, { columns: 5, rows: 6, shown: 30 }],
  ])('shows %d environments as large as they get', (count, expected) => {
    const found = fit(count, 1920, 1010);
    expect(found.shown).toBe(expected.shown);
    expect(found.columns * found.rows).toBeGreaterThanOrEqual(count);
    if (count < 10) expect(found).toEqual(expected);
  });
  it('keeps one place for the rest when not all can be read', () => {
    expect(fit(1_000, 1920, 1010)).toEqual({ columns: 6, rows: 6, shown: 35 });
    expect(fit(1_000, 320, 480)).toEqual({ columns: 1, rows: 2, shown: 1 });
  });
  it('bears a window without size, and nothing to show', () => {
    expect(fit(0, 0, 0)).toEqual({ columns: 1, rows: 1, shown: 0 });
  });
});
