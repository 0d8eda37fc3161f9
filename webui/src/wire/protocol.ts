// The client's side of the live feed as a pure function: (state, input) -> state and effects.
// It resumes by position, lets no change through twice, and refetches the board when it sees a gap.
import type { Board, ChangeMessage, ClientMessage, LoadMessage, LogMessage, ServerMessage, Topic } from './types';

export type Connection = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'signed_out';

export interface LiveState {
  connection: Connection;
  position: number | null; // of the last change that was let through
  older: number | null; // of a polled board from before our position, while nothing newer was told since
  socket: 'none' | 'opening' | 'open';
  openedAt: number; // ms
  failures: number; // sockets in a row that did not stay
  refetching: boolean; // the board is being fetched because the feed had a gap
  contact: number | null; // ms, when the server was last heard
  patience: number; // looks at a socket that is still opening
  following: readonly string[];
  events: boolean; // a view wants to see the events of changes
  asked: boolean; // the socket was asked for them
}

export type Input =
  | { kind: 'start'; board?: Board; at?: number } // a board that was asked for before the script was read
  | { kind: 'opened'; at: number }
  | { kind: 'message'; message: ServerMessage | null; at: number } // null: not a message of this protocol
  | { kind: 'closed'; at: number; chance: number } // chance in [0, 1) spreads reconnects
  | { kind: 'board'; board: Board; at: number }
  | { kind: 'board_failed'; status: number | null; chance: number } // null: no answer at all
  | { kind: 'timer' }
  | { kind: 'look'; at: number; chance: number } // every few seconds: is the socket still alive?
  | { kind: 'checked'; at: number; chance: number; newest: boolean | null } // nothing after our position? null: no answer
  | { kind: 'wake' } // the page became visible or the network came back
  | { kind: 'follow' | 'unfollow'; deployment: string }
  | { kind: 'events'; wanted: boolean }
  | { kind: 'sign_out' };

export type Effect =
  | { kind: 'connect'; after: number | null }
  | { kind: 'close' }
  | { kind: 'send'; message: ClientMessage }
  | { kind: 'fetch_board' }
  | { kind: 'check'; after: number }
  | { kind: 'load'; load: LoadMessage }
  | { kind: 'wait'; ms: number }
  | { kind: 'replace'; board: Board }
  | { kind: 'apply'; change: ChangeMessage }
  | { kind: 'log'; log: LogMessage };

export type Next = { state: LiveState; effects: Effect[] };

export const initial: LiveState = {
  connection: 'connecting', position: null, older: null, socket: 'none', openedAt: 0, failures: 0, refetching: false, contact: null, patience: 0, following: [],
  events: false, asked: false,
};

/** What the server is asked for: the events weigh most of a change, and most views do not look at them. */
export const topicsOf = ({ events }: LiveState): readonly Topic[] => ['board', 'load', 'logs', ...(events ? ['events' as const] : [])];

const stays = 5_000; // ms after which an open socket counts as having worked
const silent = 30_000; // ms without a word after which an open socket is doubted
const looks = 2; // at a socket that does not open, before it counts as blocked
const pollAfter = 2; // failures in a row before the page says that it polls

/** 250 ms doubled up to 5 s, between half and all of it, so that many pages do not return in one instant. */
export function backoff(failures: number, chance: number): number {
  const full = Math.min(5_000, 250 * 2 ** Math.max(0, failures - 1));
  return Math.round(full / 2 + (full / 2) * chance);
}

export function step(state: LiveState, input: Input): Next {
  switch (input.kind) {
    case 'start':
      return start({ ...initial, following: state.following, events: state.events }, input.board, input.at ?? null);
    case 'opened':
      return opened(state, input.at);
    case 'message':
      return heard({ ...state, contact: input.at }, input.message);
    case 'closed':
      return closed(state, input.at, input.chance);
    case 'board':
      return board({ ...state, contact: input.at }, input.board);
    case 'board_failed':
      return boardFailed(state, input.status, input.chance);
    case 'look':
      return look(state, input.at, input.chance);
    case 'checked':
      return checked(state, input);
    case 'timer':
    case 'wake':
      return retry(state);
    case 'follow':
    case 'unfollow':
      return follow(state, input.kind, input.deployment);
    case 'events':
      return ask({ ...state, events: input.wanted });
    case 'sign_out':
      return { state: { ...initial, connection: 'signed_out', events: state.events }, effects: [{ kind: 'close' }] };
  }
}

const same = (state: LiveState): Next => ({ state, effects: [] });

function start(state: LiveState, known: Board | undefined, at: number | null): Next {
  if (!known) return connect(state);
  const next = connect({ ...state, position: known.position, contact: at });
  return { state: next.state, effects: [{ kind: 'replace', board: known }, ...next.effects] };
}

function connect(state: LiveState): Next {
  return { state: { ...state, socket: 'opening', patience: 0, asked: state.events }, effects: [{ kind: 'connect', after: state.position }] };
}

function opened(state: LiveState, at: number): Next {
  const next = ask({ ...state, socket: 'open', openedAt: at, contact: at, connection: state.position === null ? 'connecting' : 'live' });
  const follows = state.following.map((deployment): Effect => ({ kind: 'send', message: { type: 'follow', deployment } }));
  return { state: next.state, effects: [...next.effects, ...follows] };
}

/** Says what is wanted, unless an open socket knows it already. */
function ask(state: LiveState): Next {
  if (state.socket !== 'open' || state.asked === state.events) return same(state);
  return { state: { ...state, asked: state.events }, effects: [{ kind: 'send', message: { type: 'topics', topics: topicsOf(state) } }] };
}

/** The only way out of a gap: leave the socket, take the board, resume after its position. */
function refetch(state: LiveState): Next {
  return {
    state: { ...state, socket: 'none', refetching: true, connection: 'reconnecting' },
    effects: [{ kind: 'close' }, { kind: 'fetch_board' }],
  };
}

function heard(state: LiveState, message: ServerMessage | null): Next {
  if (state.socket !== 'open') return same(state);
  if (message === null) return refetch(state);
  switch (message.type) {
    case 'snapshot':
      return {
        state: { ...state, position: message.position, older: null, connection: 'live' },
        effects: [{ kind: 'replace', board: { ...message.board, position: message.position } }],
      };
    case 'change':
      return changed(state, message);
    case 'log':
      return { state, effects: [{ kind: 'log', log: message }] };
    case 'load':
      return { state, effects: [{ kind: 'load', load: message }] };
    case 'behind':
      return refetch(state);
    case 'problem':
      return same(state); // of a server that knows fewer topics: it goes on as before
  }
}

function changed(state: LiveState, message: ChangeMessage): Next {
  if (state.position === null) return refetch(state);
  if (message.position <= state.position) return same(state); // seen already
  const known = state.position;
  const events = message.events.filter((event) => event.position > known);
  const gapless = events.every((event, index) => event.position === known + 1 + index);
  // A message that says where it begins need not carry the events; one that carries them is measured by them.
  const whole = message.first === undefined || events.length > 0 ? gapless && known + events.length === message.position : message.first <= known + 1;
  if (!whole) return refetch(state);
  return {
    state: { ...state, position: message.position, older: null, connection: 'live' },
    effects: [{ kind: 'apply', change: { ...message, events } }],
  };
}

function closed(state: LiveState, at: number, chance: number): Next {
  if (state.socket === 'none' || state.connection === 'signed_out') return same(state);
  const worked = state.socket === 'open' && at - state.openedAt >= stays;
  const failures = worked ? 1 : state.failures + 1;
  const next: LiveState = { ...state, socket: 'none', failures, connection: state.connection === 'polling' ? 'polling' : 'reconnecting' };
  const wait: Effect = { kind: 'wait', ms: backoff(failures, chance) };
  // A browser does not say why an upgrade failed: the board's answer does (401), and keeps the page fresh meanwhile.
  const ask = failures >= pollAfter || state.position === null;
  return { state: next, effects: ask ? [{ kind: 'fetch_board' }, wait] : [wait] };
}

/** A proxy may swallow the upgrade, and a sleeping machine its sockets: neither says so. */
function look(state: LiveState, at: number, chance: number): Next {
  if (state.socket === 'opening') {
    if (state.patience < looks) return same({ ...state, patience: state.patience + 1 });
    return leave(state, at, chance);
  }
  const quiet = state.socket === 'open' && state.position !== null && state.contact !== null && at - state.contact >= silent;
  return quiet ? { state, effects: [{ kind: 'check', after: state.position ?? 0 }] } : same(state);
}

function checked(state: LiveState, input: Extract<Input, { kind: 'checked' }>): Next {
  if (state.socket !== 'open') return same(state);
  return input.newest ? same({ ...state, contact: input.at }) : leave(state, input.at, input.chance);
}

function leave(state: LiveState, at: number, chance: number): Next {
  const { state: next, effects } = closed(state, at, chance);
  return { state: next, effects: [{ kind: 'close' }, ...effects] };
}

function board(state: LiveState, value: Board): Next {
  if (state.connection === 'signed_out' || state.socket === 'open') return same(state);
  if (state.refetching) {
    const next = connect({ ...state, refetching: false, position: value.position, older: null });
    return { state: next.state, effects: [{ kind: 'replace', board: value }, ...next.effects] };
  }
  const polling: LiveState = { ...state, connection: 'polling' };
  // One older answer was overtaken on its way. A second that is no older than it tells of a log that stands where it says:
  // the database was restored from a backup or made anew, and what is shown would stay wrong until that log is as long.
  const overtaken = state.position !== null && value.position < state.position && (state.older === null || value.position < state.older);
  if (overtaken) return same({ ...polling, older: value.position });
  // A socket that is still opening asked for what follows the old position: what it repeats is dropped as seen.
  return { state: { ...polling, position: value.position, older: null }, effects: [{ kind: 'replace', board: value }] };
}

function boardFailed(state: LiveState, status: number | null, chance: number): Next {
  if (status === 401) return { state: { ...initial, connection: 'signed_out', events: state.events }, effects: [{ kind: 'close' }] };
  if (state.socket === 'open') return same(state);
  const next: LiveState = { ...state, connection: 'reconnecting' };
  if (!state.refetching) return same(next); // the wait for the next socket is running
  const failures = state.failures + 1;
  return { state: { ...next, failures }, effects: [{ kind: 'wait', ms: backoff(failures, chance) }] };
}

function retry(state: LiveState): Next {
  if (state.socket !== 'none' || state.connection === 'signed_out') return same(state);
  return state.refetching ? { state, effects: [{ kind: 'fetch_board' }] } : connect(state);
}

function follow(state: LiveState, kind: 'follow' | 'unfollow', deployment: string): Next {
  const others = state.following.filter((id) => id !== deployment);
  const following = kind === 'follow' ? [...others, deployment] : others;
  const send: Effect[] = state.socket === 'open' ? [{ kind: 'send', message: { type: kind, deployment } }] : [];
  return { state: { ...state, following }, effects: send };
}
