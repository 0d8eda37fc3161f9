// The keyboard.
import { describe, expect, it } from 'vitest';
import { neighbour, nothingPending, press, type Press } from './keys';

const of = (key: string, fields: Partial<Press> = {}): Press => ({ key, command: false, alt: false, typing: false, covered: false, ...fields });
const hit = (key: string, fields: Partial<Press> = {}, own: string[] = []) => press(nothingPending, of(key, fields), 0, own).hit;

describe('the keyboard', () => {
  it('opens the palette from everywhere', () => {
    for (const fields of [{}, { typing: true }, { covered: true }]) expect(hit('k', { command: true, ...fields })).toEqual({ kind: 'palette' });
    expect(hit('K', { command: true })).toEqual({ kind: 'palette' });
  });
  it('fires nothing else while somebody types, in a dialog, or with a modifier', () => {
    for (const key of ['/', '?', 'g', 'ArrowDown', 'x']) for (const fields of [{ typing: true }, { covered: true }, { alt: true }, { command: true }]) expect(hit(key, fields, ['x'])).toBeNull();
    const { pending } = press(nothingPending, of('g'), 0);
    expect(press(pending, of('h', { typing: true }), 10).hit).toBeNull();
  });
  it('searches, helps, moves and runs what the view offers', () => {
    expect([hit('/'), hit('?'), hit('ArrowLeft'), hit('x', {}, ['x']), hit('y')]).toEqual([{ kind: 'search' }, { kind: 'help' }, { kind: 'move', direction: 'left' }, { kind: 'command', key: 'x' }, null]);
  });
  it('goes from row to row, and to a tile by its number, unless the view has another meaning for the letter', () => {
    expect([hit('j'), hit('k'), hit('1'), hit('9'), hit('0')]).toEqual([{ kind: 'row', by: 1 }, { kind: 'row', by: -1 }, { kind: 'tile', nth: 0 }, { kind: 'tile', nth: 8 }, null]);
    expect(hit('j', {}, ['j'])).toEqual({ kind: 'command', key: 'j' });
  });
  it('jumps with g and a letter, in time', () => {
    const { pending, hit: first } = press(nothingPending, of('g'), 1_000);
    expect(first).toBeNull();
    expect(press(pending, of('h'), 1_500).hit).toEqual({ kind: 'go', page: 'history' });
    expect(press(pending, of('h'), 9_000).hit).toBeNull();
    expect(press(pending, of('z'), 1_500)).toEqual({ pending: nothingPending, hit: null });
  });
});

it('the arrows find the card that lies next', () => {
  const boxes = [0, 1, 2, 3].map((at) => ({ left: (at % 2) * 110, top: Math.floor(at / 2) * 60, width: 100, height: 50 }));
  const from = boxes[0]!;
  expect((['right', 'down', 'left', 'up'] as const).map((direction) => neighbour(boxes, from, direction))).toEqual([1, 2, -1, -1]);
  expect(neighbour(boxes, boxes[3]!, 'up')).toBe(1);
});
