import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast } from './contrast';
import { environmentTone, isProduction, otherTones } from './environment_tone';

const tokens = readFileSync('src/style/tokens.css', 'utf8');

/** The two colours of a token: in the light and in the dark theme. */
function token(name: string): readonly [string, string] {
  const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(tokens);
  if (!found?.[1] || !found[2]) throw new Error(`tokens.css has no --${name}`);
  return [found[1], found[2]];
}

describe('the tone of an environment', () => {
  it('knows what users see by its name', () => {
    for (const name of ['production', 'prod', 'live', 'prod-eu', 'eu-production', 'live2', 'prd']) expect(isProduction(name), name).toBe(true);
    for (const name of ['staging', 'preview', 'product', 'delivery', 'liveness', 'reproduction', 'non-reproducible']) expect(isProduction(name), name).toBe(false);
  });

  it('is one of its own for production, whatever else the name says', () => {
    for (const name of ['production', 'prod-eu', 'live']) expect(environmentTone(name), name).toBe('production');
  });

  it('is a different one for each of the usual names', () => {
    const names = ['staging', 'preview', 'test', 'development', 'qa', 'demo'];
    expect(new Set(names.map(environmentTone)).size).toBe(names.length);
    for (const [name, same] of [['stg', 'staging'], ['staging-eu', 'staging'], ['dev', 'development'], ['QA', 'qa']] as const) expect(environmentTone(name), name).toBe(environmentTone(same));
  });

  it('spreads other names over all tones and is one that exists', () => {
    const tones = Array.from({ length: 200 }, (_, index) => environmentTone(`team${index}-sandbox`));
    expect(new Set(tones).size).toBe(otherTones);
    for (const tone of tones) expect(tone).toBeLessThan(otherTones);
    expect(environmentTone('')).toBeLessThan(otherTones);
  });

  it('can be read in both themes, on its own ground; production on its solid one', () => {
    for (let tone = 0; tone < otherTones; ++tone) {
      const front = token(`env-${tone}`);
      const back = token(`env-${tone}-back`);
      for (const theme of [0, 1] as const) expect(contrast(front[theme], back[theme]), `tone ${tone}, theme ${theme}`).toBeGreaterThanOrEqual(4.5);
    }
    for (const theme of [0, 1] as const) expect(contrast(token('surface')[theme], token('text')[theme])).toBeGreaterThanOrEqual(4.5);
  });
});
