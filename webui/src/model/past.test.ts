import { describe, expect, it } from 'vitest';
import type { Board } from '../wire/types';
import { formatMoment, parseMoment, present, step, type PastEffect, type PastInput, type PastState } from './past';

const now = Date.parse('2026-11-22T08:00:00Z');
const at = (clock: string): number => Date.parse(`2026-11-21T${clock}Z`);
const board = (position: number, clock: string): Board => ({ position, at: `2026-11-21T${clock}.000Z`, projects: [], environments: [], nodes: [], deployments: [] });
const problem = { title: 'No answer', status: 0 };

/** Plays inputs one after the other; the effects of the last one are told. */
function play(state: PastState, ...inputs: PastInput[]): { state: PastState; effects: PastEffect[] } {
  return inputs.reduce<{ state: PastState; effects: PastEffect[] }>((last, input) => step(last.state, input), { state, effects: [] });
}
const open = (clock: string): PastInput => ({ kind: 'open', moment: { kind: 'time', ms: at(clock) } });
const seek = (clock: string): PastInput => ({ kind: 'seek', ms: at(clock), first: at('00:00:00'), now });
const key = (clock: string): string => `2026-11-21T${clock}Z`;
const came = (clock: string, position = 1): PastInput => ({ kind: 'board', key: key(clock), board: board(position, clock), now });

describe('a moment in the address', () => {
  it('is a time to the second or a position', () => {
    expect(parseMoment('2026-11-21T10:00:00Z')).toEqual({ kind: 'time', ms: at('10:00:00') });
    expect(parseMoment('2026-11-21T11:00:00.700+01:00')).toEqual({ kind: 'time', ms: at('10:00:00') });
    expect(parseMoment('4182')).toEqual({ kind: 'position', position: 4182 });
    expect(parseMoment('yesterday')).toBeNull();
    expect(parseMoment(undefined)).toBeNull();
  });
  it('is written as it is read', () => {
    for (const text of ['2026-11-21T10:00:00Z', '4182']) expect(formatMoment(parseMoment(text) ?? { kind: 'position', position: -1 })).toBe(text);
  });
});

describe('going to a moment', () => {
  it('from the address fetches it and writes no address', () => {
    const { state, effects } = play(present, open('10:00:00'));
    expect(effects).toEqual([{ kind: 'fetch', moment: { kind: 'time', ms: at('10:00:00') }, key: key('10:00:00') }]);
    expect(state).toMatchObject({ board: null, head: at('10:00:00'), pending: key('10:00:00') });
  });
  it('with the slider writes the address', () => {
    expect(play(present, seek('10:00:00')).effects[0]).toEqual({ kind: 'address', moment: { kind: 'time', ms: at('10:00:00') } });
  });
  it('stays between the first event and now', () => {
    expect(play(present, { kind: 'seek', ms: 5, first: at('06:00:00') + 300, now }).state.head).toBe(at('06:00:01'));
    expect(play(present, { kind: 'seek', ms: now + 99_999, first: 0, now }).state.head).toBe(now);
  });
  it('that is shown already does nothing', () => {
    const there = play(present, open('10:00:00'), came('10:00:00')).state;
    expect(play(there, seek('10:00:00'))).toEqual({ state: { ...there, rest: 0 }, effects: [] });
    expect(play(there, open('10:00:00')).effects).toEqual([]);
  });
});

describe('fetches', () => {
  it('are one at a time, and the newest wish comes next', () => {
    const first = play(present, seek('10:00:00'));
    const dragged = play(first.state, seek('10:00:01'), seek('10:00:02'), seek('10:00:03'));
    expect(dragged.effects.filter(({ kind }) => kind === 'fetch')).toEqual([]);
    const next = step(dragged.state, came('10:00:00'));
    expect(next.effects).toEqual([{ kind: 'fetch', moment: { kind: 'time', ms: at('10:00:03') }, key: key('10:00:03') }]);
  });
  it('show what came on the way, until the wish itself is there', () => {
    const dragged = play(present, seek('10:00:00'), seek('10:00:05'), came('10:00:00', 7)).state;
    expect(dragged).toMatchObject({ shown: key('10:00:00'), head: at('10:00:05') });
    expect(step(dragged, came('10:00:05', 9)).state.board?.position).toBe(9);
  });
  it('never blank the board', () => {
    const there = play(present, open('10:00:00'), came('10:00:00', 7), seek('11:00:00')).state;
    expect(there.board?.position).toBe(7);
    expect(step(there, { kind: 'failed', key: key('11:00:00'), problem }).state).toMatchObject({ problem, pending: null });
    expect(step(there, { kind: 'failed', key: key('11:00:00'), problem }).state.board?.position).toBe(7);
  });
  it('are not repeated for what was seen', () => {
    const back = play(present, open('10:00:00'), came('10:00:00', 7), seek('11:00:00'), came('11:00:00', 8), seek('10:00:00'));
    expect(back.effects.map(({ kind }) => kind)).toEqual(['address']);
    expect(back.state.board?.position).toBe(7);
  });
  it('that arrive late do not replace what is wanted and there', () => {
    const waiting = play(present, open('10:00:00'), came('10:00:00', 7), seek('11:00:00'), seek('10:00:00')).state;
    const late = step(waiting, came('11:00:00', 8));
    expect(late.state.board?.position).toBe(7);
    expect(late.effects).toEqual([]);
    expect(late.state.pending).toBeNull();
  });
  it('of seconds that may still get events are not kept', () => {
    const text = '2026-11-22T07:59:58Z';
    const young: PastInput = { kind: 'board', key: text, board: board(9, '10:00:00'), now };
    expect(step(play(present, { kind: 'open', moment: parseMoment(text) }).state, young).state.seen).toEqual([]);
  });
  it('keep at most 120 boards', () => {
    let state = present;
    for (let second = 0; second < 200; ++second) {
      const clock = new Date(at('10:00:00') + second * 1_000).toISOString().slice(11, 19);
      state = play(state, seek(clock), came(clock, second + 1)).state;
    }
    expect(state.seen).toHaveLength(120);
    expect(state.board?.position).toBe(200);
  });
  it('are tried again when a person says so', () => {
    const failed = play(present, open('10:00:00'), { kind: 'failed', key: key('10:00:00'), problem }).state;
    const again = step(failed, { kind: 'again' });
    expect(again.state.problem).toBeNull();
    expect(again.effects.map(({ kind }) => kind)).toEqual(['fetch']);
  });
  it('of a wish that failed give way to a newer one', () => {
    const { effects, state } = play(present, seek('10:00:00'), seek('10:00:09'), { kind: 'failed', key: key('10:00:00'), problem });
    expect(effects).toEqual([{ kind: 'fetch', moment: { kind: 'time', ms: at('10:00:09') }, key: key('10:00:09') }]);
    expect(state.problem).toBeNull();
  });
});

describe('events', () => {
  const there = play(present, open('10:00:00'), came('10:00:00', 40)).state;
  it('are stepped by position, from what is shown', () => {
    expect(step(there, { kind: 'step', by: -1, last: 50 }).effects).toEqual([
      { kind: 'address', moment: { kind: 'position', position: 39 } },
      { kind: 'fetch', moment: { kind: 'position', position: 39 }, key: '39' },
    ]);
    expect(play(there, { kind: 'step', by: 1, last: 50 }, { kind: 'step', by: 1, last: 50 }).state.moment).toEqual({ kind: 'position', position: 42 });
  });
  it('end with the log at both sides', () => {
    const first = play(present, { kind: 'open', moment: { kind: 'position', position: 1 } }).state;
    expect(step(first, { kind: 'step', by: -1, last: 50 }).effects).toEqual([]);
    expect(step({ ...first, moment: { kind: 'position', position: 50 } }, { kind: 'step', by: 1, last: 50 }).effects).toEqual([]);
  });
  it('put the slider where they happened once that is known', () => {
    const stepped = step(there, { kind: 'step', by: -1, last: 50 }).state;
    expect(stepped.head).toBe(at('10:00:00'));
    expect(step(stepped, { kind: 'board', key: '39', board: board(39, '09:58:00'), now }).state.head).toBe(at('09:58:00'));
  });
  it('are not stepped while nothing is shown', () => {
    expect(step(present, { kind: 'step', by: 1, last: 50 }).effects).toEqual([]);
  });
});

describe('playing', () => {
  const there = play(present, open('10:00:00'), came('10:00:00', 40), { kind: 'speed', speed: 10 }, { kind: 'play' }).state;
  it('goes on by whole seconds at its speed', () => {
    const half = step(there, { kind: 'tick', ms: 50, now });
    expect(half.effects).toEqual([]);
    expect(step(half.state, { kind: 'tick', ms: 60, now }).state).toMatchObject({ head: at('10:00:01'), rest: 100 });
    expect(play(there, { kind: 'speed', speed: 100 }, { kind: 'tick', ms: 250, now }).state.head).toBe(at('10:00:25'));
  });
  it('stops with a pause, a step and a failure', () => {
    expect(step(there, { kind: 'pause' }).state.playing).toBe(false);
    expect(step(there, { kind: 'step', by: 1, last: 50 }).state.playing).toBe(false);
    const under = step(there, { kind: 'tick', ms: 1_000, now }).state;
    expect(step(under, { kind: 'failed', key: under.pending ?? '', problem }).state.playing).toBe(false);
    expect(step(step(there, { kind: 'pause' }).state, { kind: 'tick', ms: 1_000, now }).effects).toEqual([]);
  });
  it('returns to the present when it gets there', () => {
    const end = step({ ...there, head: now - 500 }, { kind: 'tick', ms: 1_000, now });
    expect(end.effects).toEqual([{ kind: 'address', moment: null }]);
    expect(end.state).toMatchObject({ moment: null, board: null, playing: false });
  });
  it('does not begin in the present', () => {
    expect(step(present, { kind: 'play' }).state.playing).toBe(false);
  });
});

describe('leaving', () => {
  it('forgets the moment, and keeps what was seen and the speed', () => {
    const there = play(present, open('10:00:00'), came('10:00:00', 40), { kind: 'speed', speed: 60 }).state;
    const { state, effects } = step(there, { kind: 'leave' });
    expect(effects).toEqual([{ kind: 'address', moment: null }]);
    expect(state).toMatchObject({ moment: null, board: null, speed: 60 });
    expect(state.seen).toHaveLength(1);
    expect(step(state, open('10:00:00')).state.board?.position).toBe(40);
  });
  it('by the address writes none', () => {
    const there = play(present, open('10:00:00')).state;
    expect(step(there, { kind: 'open', moment: null })).toMatchObject({ state: { moment: null, pending: key('10:00:00') }, effects: [] });
  });
});

describe('a log that was restored', () => {
  it('leaves nothing of what was seen, and the moment is asked for anew', () => {
    const there = play(present, open('10:00:00'), came('10:00:00'), seek('10:00:05'), came('10:00:05')).state;
    const { state, effects } = step(there, { kind: 'restored' });
    expect(state).toMatchObject({ board: null, seen: [], pending: key('10:00:05') });
    expect(effects).toEqual([{ kind: 'fetch', moment: { kind: 'time', ms: at('10:00:05') }, key: key('10:00:05') }]);
    expect(step(state, seek('10:00:00')).state.board).toBeNull();
    expect(step(present, { kind: 'restored' })).toEqual({ state: present, effects: [] });
  });
});

describe('playing without answers', () => {
  it('stops and tells why, though time went on since it was asked', () => {
    const playing = play(present, open('10:00:00'), came('10:00:00'), { kind: 'play' }, { kind: 'tick', ms: 200, now }).state;
    const on = step(playing, { kind: 'tick', ms: 200, now }).state;
    const { state, effects } = step(on, { kind: 'failed', key: playing.pending ?? '', problem });
    expect(state).toMatchObject({ playing: false, problem, pending: null });
    expect(effects).toEqual([]);
    expect(step(state, { kind: 'again' }).effects).toMatchObject([{ kind: 'fetch' }]);
  });
});
