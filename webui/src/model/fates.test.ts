import { expect, it } from 'vitest';
import { fates } from './fates';

const refusal = (what: string, detail: string) => ({ what, problem: { title: 'Conflict', status: 409, detail } });

it('tells each one why it was refused, and how many more there are', () => {
  expect(fates([refusal('c0ffee1 shop/live', 'it has ended'), refusal('c0ffee2 shop/live', 'it is gone')])).toBe('c0ffee1 shop/live: Conflict. it has ended\nc0ffee2 shop/live: Conflict. it is gone');
  const many = fates(Array.from({ length: 9 }, (_, index) => refusal(`c${index}`, 'it has ended'))).split('\n');
  expect(many).toHaveLength(7);
  expect(many.at(-1)).toBe('and 3 more');
  expect(fates([refusal('a\u202eb', 'x')])).not.toContain('\u202e');
});
