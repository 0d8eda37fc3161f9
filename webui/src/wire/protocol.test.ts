import { describe, expect, it } from 'vitest';
import { backoff, initial, step, type Effect, type Input, type LiveState } from './protocol';
import type { Board, ChangeMessage, EventRow } from './types';

const board = (position: number): Board => ({ position, at: '2026-01-02T03:04:05.000Z', projects: [], environments: [], nodes: [], deployments: [] });

const event = (position: number): EventRow => ({
  position, stream: 'deployment-dep_1', version: position, type: 'step_started', schema: 1, data: {}, actor: 'worker', causation: 1, correlation: 'c', recorded_at: '2026-01-02T03:04:05.000Z',
});

const change = (...positions: number[]): ChangeMessage => ({ type: 'change', position: positions.at(-1) ?? 0, events: positions.map(event), board: {} });

/** Feeds inputs in order; answers the last state and every effect. */
function play(inputs: Input[], from: LiveState = initial): { state: LiveState; effects: Effect[] } {
  let state = from;
  const effects: Effect[] = [];
  for (const input of inputs) {
    const next = step(state, input);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}

const message = (value: ChangeMessage | { type: 'snapshot'; position: number; board: Board } | { type: 'behind'; position: number } | null): Input => ({ kind: 'message', message: value, at: 1_000 });
const opened: Input = { kind: 'opened', at: 1_000 };
const lost = (at = 2_000): Input => ({ kind: 'closed', at, chance: 0 });
const started: Input[] = [{ kind: 'start' }, opened, message({ type: 'snapshot', position: 10, board: board(10) })];
const kinds = (effects: Effect[]): string[] => effects.map((effect) => effect.kind);
const applied = (effects: Effect[]): number[] => effects.flatMap((effect) => (effect.kind === 'apply' ? effect.change.events.map(({ position }) => position) : []));

describe('starting', () => {
  it('asks for a snapshot and is live once it came', () => {
    const { state, effects } = play(started);
    expect(effects[0]).toEqual({ kind: 'connect', after: null });
    expect(effects[1]).toEqual({ kind: 'replace', board: board(10) });
    expect(state).toMatchObject({ connection: 'live', position: 10 });
  });

  it('begins with a board that was there before the script, and resumes after it', () => {
    const { state, effects } = play([{ kind: 'start', board: board(7), at: 500 }, opened, message(change(8))]);
    expect(effects.slice(0, 2)).toEqual([{ kind: 'replace', board: board(7) }, { kind: 'connect', after: 7 }]);
    expect(applied(effects)).toEqual([8]);
    expect(state).toMatchObject({ connection: 'live', position: 8 });
  });

  it('is not live between an open socket and its snapshot', () => {
    expect(play([{ kind: 'start' }, opened]).state.connection).toBe('connecting');
  });

  it('goes to the sign-in page when the board says 401', () => {
    const { state, effects } = play([{ kind: 'start' }, lost(), { kind: 'board_failed', status: 401, chance: 0 }]);
    expect(kinds(effects)).toContain('fetch_board');
    expect(state.connection).toBe('signed_out');
    expect(play([{ kind: 'timer' }, { kind: 'wake' }, { kind: 'board', board: board(3), at: 1 }], state).effects).toEqual([]);
  });
});

describe('changes', () => {
  it('lets each position through once and in order', () => {
    const { state, effects } = play([...started, message(change(11)), message(change(12, 13))]);
    expect(applied(effects)).toEqual([11, 12, 13]);
    expect(state.position).toBe(13);
  });

  it('drops a change that was seen', () => {
    const { state, effects } = play([...started, message(change(11)), message(change(11)), message(change(9, 10, 11))]);
    expect(applied(effects)).toEqual([11]);
    expect(state.position).toBe(11);
  });

  it('takes only the unseen part of an overlapping change', () => {
    const { effects } = play([...started, message(change(9, 10, 11, 12))]);
    expect(applied(effects)).toEqual([11, 12]);
  });

  it('refetches the board at a gap, then resumes after its position', () => {
    const gap = play([...started, message(change(12))]);
    expect(kinds(gap.effects).slice(-2)).toEqual(['close', 'fetch_board']);
    expect(applied(gap.effects)).toEqual([]);
    const { state, effects } = play([{ kind: 'board', board: board(14), at: 3_000 }, opened, message(change(15))], gap.state);
    expect(effects[0]).toEqual({ kind: 'replace', board: board(14) });
    expect(effects[1]).toEqual({ kind: 'connect', after: 14 });
    expect(applied(effects)).toEqual([15]);
    expect(state.connection).toBe('live');
  });

  it.each([
    ['a hole inside', change(11, 13)],
    ['a position that its events do not reach', { ...change(11), position: 12 }],
    ['a position without events', { ...change(), position: 11 }],
    ['events out of order', change(12, 11)],
  ])('does not trust a change with %s', (_, value) => {
    const { effects } = play([...started, message({ ...value, position: Math.max(value.position, 12) })]);
    expect(applied(effects)).toEqual([]);
    expect(kinds(effects)).toContain('fetch_board');
  });

  it('takes a change without events by where it begins', () => {
    const { state, effects } = play([...started, message({ type: 'change', first: 11, position: 14, events: [], board: {} }), message({ type: 'change', first: 13, position: 15, events: [], board: {} })]);
    expect(kinds(effects)).not.toContain('fetch_board');
    expect(state.position).toBe(15);
    expect(kinds(play([...started, message({ type: 'change', first: 12, position: 14, events: [], board: {} })]).effects)).toContain('fetch_board');
  });

  it('does not trust a change before the first snapshot', () => {
    expect(kinds(play([{ kind: 'start' }, opened, message(change(1))]).effects)).toContain('fetch_board');
  });

  it('treats "behind" and an unreadable message as a gap', () => {
    expect(kinds(play([...started, message({ type: 'behind', position: 90 })]).effects).slice(-2)).toEqual(['close', 'fetch_board']);
    expect(kinds(play([...started, message(null)]).effects).slice(-2)).toEqual(['close', 'fetch_board']);
  });

  it('hears nothing more from a socket that it left', () => {
    const { effects } = play([...started, message(change(12)), message(change(11)), message(change(12))]);
    expect(applied(effects)).toEqual([]);
  });

  it('lets a new snapshot replace everything, even an older one', () => {
    const { state, effects } = play([...started, message({ type: 'snapshot', position: 4, board: board(4) }), message(change(5))]);
    expect(effects.at(-2)).toEqual({ kind: 'replace', board: board(4) });
    expect(state.position).toBe(5);
  });
});

describe('coming back', () => {
  it('resumes after the last position, without fetching', () => {
    const { state, effects } = play([...started, message(change(11)), lost(9_000), { kind: 'timer' }, opened, message(change(12))]);
    expect(effects).toContainEqual({ kind: 'connect', after: 11 });
    expect(kinds(effects)).not.toContain('fetch_board');
    expect(applied(effects)).toEqual([11, 12]);
    expect(state).toMatchObject({ connection: 'live', failures: 1 });
  });

  it('waits longer each time, within bounds', () => {
    expect([1, 2, 3, 4, 5, 6, 60].map((n) => backoff(n, 1))).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    expect(backoff(1, 0)).toBe(125);
  });

  it('counts a socket that closes at once as a failure, one that stayed as the first', () => {
    const quick = play([...started, lost(2_000), { kind: 'timer' }, opened, lost(2_000)]);
    expect(quick.state.failures).toBe(2);
    const stayed = play([{ kind: 'timer' }, { kind: 'opened', at: 10_000 }, lost(20_000)], quick.state);
    expect(stayed.state.failures).toBe(1);
  });

  it('polls the board while sockets keep failing, and says so', () => {
    const down = play([...started, lost(), { kind: 'timer' }, lost()]);
    expect(kinds(down.effects).slice(-2)).toEqual(['fetch_board', 'wait']);
    expect(down.state.connection).toBe('reconnecting');
    const { state, effects } = play([{ kind: 'board', board: board(30), at: 5_000 }], down.state);
    expect(effects).toEqual([{ kind: 'replace', board: board(30) }]);
    expect(state).toMatchObject({ connection: 'polling', position: 30, contact: 5_000 });
    expect(play([{ kind: 'timer' }], state).effects).toEqual([{ kind: 'connect', after: 30 }]);
  });

  it('is live again when a socket opens after polling', () => {
    const { state } = play([...started, lost(), { kind: 'timer' }, lost(), { kind: 'board', board: board(30), at: 1 }, { kind: 'timer' }, opened]);
    expect(state.connection).toBe('live');
  });

  it('keeps what it knows when a polled answer was overtaken', () => {
    const { state, effects } = play([...started, message(change(11)), lost(), { kind: 'board', board: board(9), at: 1 }]);
    expect(effects.filter((effect) => effect.kind === 'replace')).toHaveLength(1);
    expect(state.position).toBe(11);
  });

  it('takes an older board that is told again: the log behind it is another one', () => {
    const { state, effects } = play([...started, lost(), { kind: 'board', board: board(4), at: 1 }, { kind: 'board', board: board(5), at: 2 }]);
    expect(effects.filter((effect) => effect.kind === 'replace').at(-1)).toEqual({ kind: 'replace', board: board(5) });
    expect(state).toMatchObject({ connection: 'polling', position: 5 });
    expect(play([{ kind: 'timer' }], state).effects).toEqual([{ kind: 'connect', after: 5 }]);
  });

  it('keeps what it knows when answers arrive in the opposite order, or long apart', () => {
    const crossed = play([...started, lost(), { kind: 'board', board: board(9), at: 1 }, { kind: 'board', board: board(8), at: 2 }]);
    expect(crossed.state.position).toBe(10);
    const apart = play([...started, lost(), { kind: 'board', board: board(9), at: 1 }, { kind: 'board', board: board(12), at: 2 }, { kind: 'board', board: board(11), at: 3 }]);
    expect(apart.state.position).toBe(12);
    const heardBetween = play([...started, lost(), { kind: 'board', board: board(9), at: 1 }, { kind: 'timer' }, opened, message(change(11)), lost(), { kind: 'board', board: board(10), at: 2 }]);
    expect(heardBetween.state.position).toBe(11);
  });

  it('does not let a late poll replace what a socket already streams', () => {
    const { effects } = play([...started, { kind: 'board', board: board(50), at: 1 }]);
    expect(effects.filter((effect) => effect.kind === 'replace')).toHaveLength(1);
  });

  it('tries the refetch again when it failed, and at once when the page wakes', () => {
    const failed = play([...started, message(change(12)), { kind: 'board_failed', status: null, chance: 0 }]);
    expect(failed.effects.at(-1)?.kind).toBe('wait');
    expect(failed.state.connection).toBe('reconnecting');
    expect(play([{ kind: 'wake' }], failed.state).effects).toEqual([{ kind: 'fetch_board' }]);
  });

  it('does not open a second socket while one opens or is open', () => {
    expect(play([{ kind: 'start' }, { kind: 'timer' }, { kind: 'wake' }]).effects).toHaveLength(1);
    expect(play([...started, { kind: 'timer' }]).effects).toHaveLength(2);
  });
});

describe('a socket that says nothing', () => {
  const look = (at: number): Input => ({ kind: 'look', at, chance: 0 });

  it('is given up when it does not open', () => {
    const { state, effects } = play([...started, lost(), { kind: 'timer' }, look(5_000), look(10_000), look(15_000)]);
    expect(kinds(effects).slice(-3)).toEqual(['close', 'fetch_board', 'wait']);
    expect(state).toMatchObject({ socket: 'none', failures: 2 });
  });

  it('is asked after when it was silent for long, and kept when nothing was missed', () => {
    const quiet = play([...started, look(20_000), look(31_000)]);
    expect(quiet.effects.slice(2)).toEqual([{ kind: 'check', after: 10 }]);
    const kept = play([{ kind: 'checked', at: 31_100, chance: 0, newest: true }], quiet.state);
    expect(kept).toMatchObject({ effects: [], state: { contact: 31_100, connection: 'live' } });
  });

  it.each([[false], [null]])('is left when something was missed, or nobody answers (%s)', (newest) => {
    const { state, effects } = play([...started, look(40_000), { kind: 'checked', at: 40_100, chance: 0, newest }, { kind: 'timer' }]);
    expect(kinds(effects).slice(-3)).toEqual(['close', 'wait', 'connect']);
    expect(effects.at(-1)).toEqual({ kind: 'connect', after: 10 });
    expect(state.connection).toBe('reconnecting');
  });
});

it('hands the load of nodes on without touching the position', () => {
  const load = { type: 'load', nodes: { a: { at: '2026-01-02T03:04:05.000Z', load1: 0.5 } } } as const;
  const { state, effects } = play([...started, { kind: 'message', message: load, at: 1 }]);
  expect(effects.at(-1)).toEqual({ kind: 'load', load });
  expect(state.position).toBe(10);
});

describe('following a log', () => {
  it('says so at once on an open socket, and again after every reconnect', () => {
    const follow: Input = { kind: 'follow', deployment: 'dep_1' };
    const send: Effect = { kind: 'send', message: { type: 'follow', deployment: 'dep_1' } };
    const { state, effects } = play([...started, follow, lost(), { kind: 'timer' }, opened]);
    expect(effects.filter((effect) => effect.kind === 'send')).toEqual([send, send]);
    expect(play([{ kind: 'unfollow', deployment: 'dep_1' }, lost(), { kind: 'timer' }, opened], state).effects.filter((effect) => effect.kind === 'send'))
      .toEqual([{ kind: 'send', message: { type: 'unfollow', deployment: 'dep_1' } }]);
  });

  it('hands log lines on without touching the position', () => {
    const log = { type: 'log', deployment: 'dep_1', step: 'build@worker', attempt: 1, first_line: 1, text: 'hello\n' } as const;
    const { state, effects } = play([...started, { kind: 'message', message: log, at: 1 }]);
    expect(effects.at(-1)).toEqual({ kind: 'log', log });
    expect(state.position).toBe(10);
  });
});

it('ends with every position exactly once whatever the feed repeats, loses or cuts', () => {
  // A small generator with a fixed seed: each failure can be repeated.
  let seed = 20_260_102;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  for (let round = 0; round < 300; ++round) {
    let head = 0; // of the server's log
    let state = initial;
    const seen = new Set<number>(); // every position the page has, from boards and changes
    let last = 0;
    const feedIn = (input: Input): void => {
      const result = step(state, input);
      state = result.state;
      for (const effect of result.effects) {
        if (effect.kind === 'replace') {
          last = effect.board.position;
          for (let at = 1; at <= last; ++at) seen.add(at);
        }
        if (effect.kind === 'apply') {
          for (const { position } of effect.change.events) {
            expect(position).toBe(last + 1); // no gap, no duplicate
            last = position;
            seen.add(position);
          }
        }
        if (effect.kind === 'fetch_board') feedIn({ kind: 'board', board: board(head), at: 0 });
      }
    };
    feedIn({ kind: 'start' });
    feedIn(opened);
    feedIn(message({ type: 'snapshot', position: head, board: board(head) }));
    for (let turn = 0; turn < 60; ++turn) {
      const from = Math.max(1, head + 1 - next(4)); // repeats up to three events
      head += next(3);
      const positions = Array.from({ length: Math.max(0, head - from + 1) }, (_, index) => from + index).filter(() => next(12) > 0); // loses some
      if (positions.length > 0) feedIn(message(change(...positions)));
      if (next(9) === 0) feedIn(lost(next(2) * 10_000));
      if (next(2) === 0) feedIn({ kind: 'timer' });
      if (next(2) === 0 && state.socket === 'opening') {
        feedIn(opened);
        const after = state.position ?? 0;
        if (head > after) feedIn(message(change(...Array.from({ length: head - after }, (_, index) => after + 1 + index))));
      }
    }
    expect(seen.size).toBe(last);
  }
});
