import { describe, expect, it } from 'vitest';
import { contrast, grounds, readable } from './contrast';

describe('a colour', () => {
  it('stays when it can be read', () => {
    expect(readable('#000000', grounds.light)).toBe('#000000');
    expect(readable('#ffffff', grounds.dark)).toBe('#ffffff');
  });

  it('is moved as far as it takes, for every colour on every ground', () => {
    const steps = ['00', '33', '66', '99', 'cc', 'ff'];
    const all = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => `#${r}${g}${b}`)));
    for (const ground of [grounds.light, grounds.dark, '#808080', '#ffff00', '#0000ee']) {
      for (const color of all) expect(contrast(readable(color, ground), ground)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('keeps its hue when it is moved', () => {
    const yellow = readable('#ffff00', grounds.light);
    expect(yellow).toMatch(/^#([0-9a-f]{2})\1[0-9a-f]{2}$/);
    expect(yellow).not.toBe('#000000');
  });
});
