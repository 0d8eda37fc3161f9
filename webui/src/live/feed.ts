// Carries out what wire/protocol.ts decides: one WebSocket, the board by fetch when it must, timers for another try.
import { fold, merged } from '../model/fold';
import { millis } from '../model/time';
import { parseMessage } from '../wire/parse';
import { initial, step, topicsOf, type Effect, type Input, type LiveState } from '../wire/protocol';
import type { Board, ChangeMessage, LogMessage, NodeLoad } from '../wire/types';
import { api } from './api';
import { socketUrl } from './base';
import { takeEarly } from './early';
import { store } from './store';

type Change = ChangeMessage | 'replaced'; // "replaced": the board was fetched or sent whole, so anything may have changed

export const board = store<Board | null>(null);
export const live = store<LiveState>(initial);
/** How often the log went back under the page: restored from a backup or made anew. What was fetched before may never have been. */
export const restores = store(0);
/** How far the server's clock is ahead of this machine's, in ms. */
export const skew = store(0);

/** Load by node, as far as it was told. */
export const load = store<Readonly<Record<string, NodeLoad>>>({});

const hiddenPause = 250; // ms
const lookPause = 5_000; // ms
const loadPause = 15_000; // ms between two looks at the nodes' load while there is no socket

const changeListeners = new Set<(change: Change) => void>();
const eventListeners = new Set<(change: Change) => void>(); // of those, who look at the events
const logListeners = new Set<(log: LogMessage) => void>();

let newest: Board | null = null; // what is shown
let waiting: ChangeMessage[] = []; // for the next frame
let frame = 0;
let late: ReturnType<typeof setTimeout> | undefined;

/** Changes come faster than a screen redraws: views are told once per frame, and in a hidden tab, which has no frames, soon. */
function showSoon(): void {
  if (frame !== 0) return;
  frame = requestAnimationFrame(show);
  late = setTimeout(show, hiddenPause);
}

function show(): void {
  cancelAnimationFrame(frame);
  clearTimeout(late);
  frame = 0;
  const [first, ...others] = waiting;
  waiting = [];
  if (newest && first) newest = fold(newest, merged([first, ...others]));
  board.set(newest);
}

let socket: WebSocket | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

function send(input: Input): void {
  const { state, effects } = step(live.get(), input);
  live.set(state);
  for (const effect of effects) carryOut(effect);
}

function carryOut(effect: Effect): void {
  switch (effect.kind) {
    case 'connect': return open(effect.after);
    case 'close': return close();
    case 'send': return socket?.send(JSON.stringify(effect.message));
    case 'fetch_board': return void fetchBoard();
    case 'check': return void check(effect.after);
    case 'load': return load.set({ ...load.get(), ...effect.load.nodes });
    case 'wait':
      clearTimeout(timer);
      timer = setTimeout(() => send({ kind: 'timer' }), effect.ms);
      return;
    case 'replace':
      if (effect.board.position < (waiting.at(-1)?.position ?? newest?.position ?? 0)) restores.set(restores.get() + 1);
      newest = effect.board;
      waiting = [];
      show();
      // `at` is the newest event's time: the server's clock stands there or later, so only a lag of ours shows.
      skew.set(Math.max(0, (millis(effect.board.at) ?? 0) - Date.now()));
      for (const listener of changeListeners) listener('replaced');
      return;
    case 'apply': {
      waiting.push(effect.change);
      showSoon();
      for (const listener of changeListeners) listener(effect.change);
      return;
    }
    case 'log':
      for (const listener of logListeners) listener(effect.log);
  }
}

function open(after: number | null): void {
  close();
  const opened = new WebSocket(socketUrl(after, topicsOf(live.get())));
  socket = opened;
  // A socket that was replaced may still speak: only the present one is heard.
  const heard = (input: () => Input): void => {
    if (socket === opened) send(input());
  };
  opened.onopen = () => heard(() => ({ kind: 'opened', at: Date.now() }));
  opened.onmessage = ({ data }: MessageEvent<unknown>) =>
    heard(() => ({ kind: 'message', message: typeof data === 'string' ? parseMessage(data) : null, at: Date.now() }));
  opened.onclose = () => heard(() => ({ kind: 'closed', at: Date.now(), chance: Math.random() }));
}

function close(): void {
  const old = socket;
  socket = null;
  old?.close();
}

async function fetchBoard(): Promise<void> {
  const answer = await api.board();
  if (answer.ok) send({ kind: 'board', board: answer.value, at: Date.now() });
  else send({ kind: 'board_failed', status: answer.problem.status || null, chance: Math.random() });
}

async function check(after: number): Promise<void> {
  const answer = await api.nothingAfter(after);
  if (!answer.ok && answer.problem.status === 401) return send({ kind: 'board_failed', status: 401, chance: 0 });
  send({ kind: 'checked', at: Date.now(), chance: Math.random(), newest: answer.ok ? answer.value : null });
}

/** The board that was asked for while the script was still on its way, else whatever the socket brings. */
async function start(): Promise<void> {
  const begun = takeEarly();
  const answer = begun && (await api.board(begun));
  if (!answer) send({ kind: 'start' });
  else if (answer.ok) send({ kind: 'start', board: answer.value, at: Date.now() });
  else if (answer.problem.status === 401) send({ kind: 'board_failed', status: 401, chance: 0 });
  else send({ kind: 'start' });
}

export const feed = {
  /** Done when the board is here that was asked for early, or is known to come later. */
  start,
  signedOut: (): void => {
    clearTimeout(timer);
    newest = null;
    waiting = [];
    show();
    send({ kind: 'sign_out' });
  },
  follow: (deployment: string): void => send({ kind: 'follow', deployment }),
  unfollow: (deployment: string): void => send({ kind: 'unfollow', deployment }),
  /** `events`: the listener looks at the events of changes; those told before the server has heard of it hold none. */
  onChange(listener: (change: Change) => void, { events = false } = {}): () => void {
    changeListeners.add(listener);
    if (events) eventListeners.add(listener);
    wantEvents();
    return () => {
      changeListeners.delete(listener);
      eventListeners.delete(listener);
      wantEvents();
    };
  },
  onLog(listener: (log: LogMessage) => void): () => void {
    logListeners.add(listener);
    return () => logListeners.delete(listener);
  },
};

/** From one view to the next the last listener goes before the first comes: only what stays is said. */
function wantEvents(): void {
  queueMicrotask(() => {
    if (live.get().events !== eventListeners.size > 0) send({ kind: 'events', wanted: eventListeners.size > 0 });
  });
}

let looked = 0; // ms, when the load was last asked for

setInterval(() => {
  send({ kind: 'look', at: Date.now(), chance: Math.random() });
  if (live.get().connection !== 'polling' || Date.now() - looked < loadPause) return;
  looked = Date.now();
  void api.loads().then((answer) => answer.ok && load.set({ ...load.get(), ...answer.value }));
}, lookPause);

/** The link of `eeveon sign-in` opens a tab of its own: who comes back to this one is signed in here as well. */
async function lookForSession(): Promise<void> {
  const answer = await api.board();
  if (answer.ok && live.get().connection === 'signed_out') send({ kind: 'start', board: answer.value, at: Date.now() });
}

window.addEventListener('online', () => send({ kind: 'wake' }));
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'visible') return;
  if (live.get().connection === 'signed_out') void lookForSession();
  else send({ kind: 'wake' });
});
