// The board at a past moment as a pure function: (state, input) -> state and effects. One fetch at a time, the newest
// wish wins, what was seen is kept, and what is shown stays until the next is there.
import type { Board, Problem } from '../wire/types';
import { millis } from './time';

/** A second of the past, or right after one event of the log. */
export type Moment = { kind: 'time'; ms: number } | { kind: 'position'; position: number };

export const speeds = [1, 10, 60, 100] as const;
export type Speed = (typeof speeds)[number];

interface Seen { key: string; board: Board }

export interface PastState {
  moment: Moment | null; // null: the present
  head: number | null; // ms, where the slider stands
  board: Board | null; // what is shown, of an older wish while the newest is under way
  shown: string | null; // the key of that board's moment
  pending: string | null; // the key of the moment that is being fetched
  seen: readonly Seen[]; // the last used last
  playing: boolean;
  speed: Speed;
  rest: number; // ms that were played and do not make a second yet
  problem: Problem | null;
}

export type PastInput =
  | { kind: 'open'; moment: Moment | null } // the address says so
  | { kind: 'seek'; ms: number; first: number; now: number }
  | { kind: 'step'; by: -1 | 1; last: number } // to the event before or after; last: the log's end
  | { kind: 'play' | 'pause' | 'leave' | 'again' }
  | { kind: 'restored' } // the log went back: what was seen may never have been
  | { kind: 'speed'; speed: Speed }
  | { kind: 'tick'; ms: number; now: number }
  | { kind: 'board'; key: string; board: Board; now: number }
  | { kind: 'failed'; key: string; problem: Problem };

export type PastEffect =
  | { kind: 'fetch'; moment: Moment; key: string }
  | { kind: 'address'; moment: Moment | null };

export interface PastNext { state: PastState; effects: PastEffect[] }

export const present: PastState = {
  moment: null, head: null, board: null, shown: null, pending: null, seen: [], playing: false, speed: 10, rest: 0, problem: null,
};

const kept = 120; // boards
const settled = 5_000; // ms; a second this young may still get events
const second = 1_000;

const wholeSecond = (ms: number): number => Math.floor(ms / second) * second;

/** As it stands in the address, and what the server is asked for: "2026-11-21T10:00:00Z" or a position. */
export function formatMoment(moment: Moment): string {
  return moment.kind === 'position' ? String(moment.position) : new Date(moment.ms).toISOString().replace('.000Z', 'Z');
}

export function parseMoment(text: string | undefined): Moment | null {
  if (text === undefined) return null;
  if (/^\d{1,15}$/.test(text)) return { kind: 'position', position: Number(text) };
  const ms = millis(text);
  return ms === null ? null : { kind: 'time', ms: wholeSecond(ms) };
}

export function step(state: PastState, input: PastInput): PastNext {
  switch (input.kind) {
    case 'open':
      return open(state, input.moment);
    case 'seek': {
      const ms = wholeSecond(Math.min(input.now, Math.max(input.first + second - 1, input.ms))); // the first second has its first event
      return wish({ ...state, rest: 0 }, { kind: 'time', ms });
    }
    case 'step':
      return eventStep(state, input.by, input.last);
    case 'play':
      return still({ ...state, playing: state.moment !== null, rest: 0 });
    case 'pause':
      return still({ ...state, playing: false });
    case 'speed':
      return still({ ...state, speed: input.speed });
    case 'tick':
      return tick(state, input.ms, input.now);
    case 'leave':
      return { state: { ...present, seen: state.seen, pending: state.pending, speed: state.speed }, effects: [{ kind: 'address', moment: null }] };
    case 'restored':
      return restored(state);
    case 'again':
      return state.moment ? ask({ ...state, problem: null }, state.moment) : still(state);
    case 'board':
      return arrived(state, input.key, input.board, input.now);
    case 'failed':
      return failed(state, input.key, input.problem);
  }
}

const still = (state: PastState): PastNext => ({ state, effects: [] });

/** The address is obeyed, and not written again. */
function open(state: PastState, moment: Moment | null): PastNext {
  if (moment === null) return still(state.moment === null ? state : { ...present, seen: state.seen, pending: state.pending, speed: state.speed });
  if (state.moment && formatMoment(state.moment) === formatMoment(moment)) return still(state);
  return ask({ ...state, playing: false, rest: 0 }, moment);
}

/** Another moment is wanted: the address tells it, and the board follows when it can. */
function wish(state: PastState, moment: Moment): PastNext {
  if (state.moment && formatMoment(state.moment) === formatMoment(moment)) return still(state);
  const next = ask(state, moment);
  return { state: next.state, effects: [{ kind: 'address', moment }, ...next.effects] };
}

const headOf = (moment: Moment, board: Board | null, old: number | null): number | null =>
  moment.kind === 'time' ? moment.ms : millis(board?.at) ?? old;

function ask(old: PastState, moment: Moment): PastNext {
  const key = formatMoment(moment);
  const seen = old.seen.find((each) => each.key === key);
  const state: PastState = { ...old, moment, head: headOf(moment, seen?.board ?? null, old.head), problem: null };
  if (seen) {
    return still({ ...state, board: seen.board, shown: key, seen: [...state.seen.filter((each) => each !== seen), seen] });
  }
  if (state.pending !== null || state.shown === key) return still(state);
  return { state: { ...state, pending: key }, effects: [{ kind: 'fetch', moment, key }] };
}

function eventStep(state: PastState, by: -1 | 1, last: number): PastNext {
  const { moment, board } = state;
  const from = moment?.kind === 'position' ? moment.position : board?.position;
  if (from === undefined) return still(state);
  const position = Math.min(Math.max(1, from + by), Math.max(1, last));
  return wish({ ...state, playing: false }, { kind: 'position', position });
}

/** Time goes on, faster than outside; at the present the past is over. */
function tick(state: PastState, ms: number, now: number): PastNext {
  if (!state.playing || state.head === null) return still(state);
  const played = state.rest + ms * state.speed;
  if (played < second) return still({ ...state, rest: played });
  const at = wholeSecond(state.head) + wholeSecond(played);
  if (at >= now) return step(state, { kind: 'leave' });
  return wish({ ...state, rest: played % second }, { kind: 'time', ms: at });
}

function arrived(state: PastState, key: string, board: Board, now: number): PastNext {
  const old = (millis(key) ?? 0) < now - settled; // a position never changes, its key is no recent time either
  const seen = old || /^\d+$/.test(key) ? [...state.seen.filter((each) => each.key !== key), { key, board }].slice(-kept) : state.seen;
  const free: PastState = { ...state, seen, pending: state.pending === key ? null : state.pending };
  if (!free.moment) return still(free);
  const wanted = formatMoment(free.moment);
  // What was asked for on the way is better than what stands there, unless the wish itself is there already.
  const next: PastState = free.shown === wanted && key !== wanted ? free : { ...free, board, shown: key };
  if (next.shown !== wanted) return ask(next, free.moment);
  return still({ ...next, head: headOf(free.moment, next.board, next.head), problem: null });
}

/** Nothing that was fetched counts any more: neither what was seen nor what stands there. */
function restored(state: PastState): PastNext {
  const bare: PastState = { ...state, seen: [], board: null, shown: null, pending: null, playing: false };
  return bare.moment ? ask(bare, bare.moment) : still(bare);
}

function failed(state: PastState, key: string, problem: Problem): PastNext {
  const free: PastState = { ...state, pending: state.pending === key ? null : state.pending };
  if (!free.moment || free.shown === formatMoment(free.moment)) return still(free);
  // A hand on the slider asks for another moment now; a player would ask for moment after moment and tell nobody.
  if (formatMoment(free.moment) !== key && !free.playing) return ask(free, free.moment);
  return still({ ...free, playing: false, problem });
}
