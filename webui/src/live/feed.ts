// Carries out what wire/protocol.ts decides: one WebSocket, the board by fetch when it must, timers for another try.
import { fold } from '../model/fold';
import { millis } from '../model/time';
import { parseMessage } from '../wire/parse';
import { initial, step, type Effect, type Input, type LiveState } from '../wire/protocol';
import type { Board, ChangeMessage, LogMessage } from '../wire/types';
import { api } from './api';
import { socketUrl } from './base';
import { store } from './store';

type Change = ChangeMessage | 'replaced'; // "replaced": the board was fetched or sent whole, so anything may have changed

export const board = store<Board | null>(null);
export const live = store<LiveState>(initial);
/** How far the server's clock is ahead of this machine's, in ms. */
export const skew = store(0);

const changeListeners = new Set<(change: Change) => void>();
const logListeners = new Set<(log: LogMessage) => void>();

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
    case 'wait':
      clearTimeout(timer);
      timer = setTimeout(() => send({ kind: 'timer' }), effect.ms);
      return;
    case 'replace':
      board.set(effect.board);
      // `at` is the newest event's time: the server's clock stands there or later, so only a lag of ours shows.
      skew.set(Math.max(0, (millis(effect.board.at) ?? 0) - Date.now()));
      for (const listener of changeListeners) listener('replaced');
      return;
    case 'apply': {
      const known = board.get();
      if (known) board.set(fold(known, effect.change));
      for (const listener of changeListeners) listener(effect.change);
      return;
    }
    case 'log':
      for (const listener of logListeners) listener(effect.log);
  }
}

function open(after: number | null): void {
  close();
  const opened = new WebSocket(socketUrl(after));
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

export const feed = {
  start: (): void => send({ kind: 'start' }),
  signedOut: (): void => {
    clearTimeout(timer);
    board.set(null);
    send({ kind: 'sign_out' });
  },
  follow: (deployment: string): void => send({ kind: 'follow', deployment }),
  unfollow: (deployment: string): void => send({ kind: 'unfollow', deployment }),
  onChange(listener: (change: Change) => void): () => void {
    changeListeners.add(listener);
    return () => changeListeners.delete(listener);
  },
  onLog(listener: (log: LogMessage) => void): () => void {
    logListeners.add(listener);
    return () => logListeners.delete(listener);
  },
};

window.addEventListener('online', () => send({ kind: 'wake' }));
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') send({ kind: 'wake' });
});
