import { expect, it } from 'vitest';
import { count } from './count';

it.each([[0, '0 nodes'], [1, '1 node'], [999, '999 nodes'], [1_000, '1,000 nodes'], [1_234_567, '1,234,567 nodes']])('says %i as "%s"', (number, told) => {
  expect(count(number, 'node')).toBe(told);
});
