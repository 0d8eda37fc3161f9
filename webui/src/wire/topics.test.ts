import { describe, expect, it } from 'vitest';
import { initial, step, topicsOf, type Effect, type Input, type LiveState } from './protocol';
import type { ServerMessage } from './types';

/** Feeds inputs in order; answers the last state and every effect. */
function play(inputs: Input[]): { state: LiveState; effects: Effect[] } {
  let state = initial;
  const effects: Effect[] = [];
  for (const input of inputs) {
    const next = step(state, input);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}

const message = (value: ServerMessage): Input => ({ kind: 'message', message: value, at: 1_000 });
const opened: Input = { kind: 'opened', at: 1_000 };
const started: Input[] = [{ kind: 'start' }, opened, message({ type: 'snapshot', position: 10, board: { position: 10, at: '2026-01-02T03:04:05.000Z', projects: [], environments: [], nodes: [], deployments: [] } })];

describe('the events of changes', () => {
  const wanted = (yes: boolean): Input => ({ kind: 'events', wanted: yes });
  const said = (effects: Effect[]): unknown[] => effects.flatMap((effect) => (effect.kind === 'send' ? [effect.message] : []));

  it('are asked for while a view looks at them', () => {
    const { state, effects } = play([...started, wanted(true), wanted(true), wanted(false)]);
    expect(said(effects)).toEqual([{ type: 'topics', topics: ['board', 'load', 'logs', 'events'] }, { type: 'topics', topics: ['board', 'load', 'logs'] }]);
    expect(state.position).toBe(10);
  });

  it('are asked for with the socket, when that is known by then', () => {
    const { state, effects } = play([wanted(true), ...started]);
    expect(topicsOf(state)).toContain('events');
    expect(said(effects)).toEqual([]);
  });

  it('are asked for once the socket is open, when a view came while it opened', () => {
    expect(said(play([{ kind: 'start' }, wanted(true), opened]).effects)).toHaveLength(1);
    expect(said(play([{ kind: 'start' }, wanted(true), wanted(false), opened]).effects)).toEqual([]);
  });

  it('may be missing from a server that knows no such topic', () => {
    const { state, effects } = play([
      ...started, message({ type: 'problem', title: 'This topic does not exist.', detail: '' }), message({ type: 'change', first: 11, position: 11, events: [], board: {} }),
    ]);
    expect(effects.map(({ kind }) => kind)).not.toContain('fetch_board');
    expect(state.position).toBe(11);
  });
});
