// The log of one deployment: fetched once, then live; fetched again after a gap, a new connection, and at the end.
// A component that shows another deployment's is another one (key), so the book stays the same for its life.
import { useEffect, useState } from 'react';
import { LogBook } from '../model/logbook';
import type { LogRow, Problem } from '../wire/types';
import { api } from './api';
import { feed, live } from './feed';

export interface WatchedLog { book: LogBook; version: number; problem: Problem | null; loaded: boolean }

/** Adds fetched rows in runs of consecutive lines, which is how they come. */
function addRows(book: LogBook, rows: readonly LogRow[]): void {
  let from = 0;
  for (let at = 1; at <= rows.length; ++at) {
    const first = rows[from];
    const last = rows[at - 1];
    const next = rows[at];
    if (!first || !last) return;
    if (next && next.step === last.step && next.attempt === last.attempt && next.line === last.line + 1) continue;
    book.add(first.step, first.attempt, first.line, rows.slice(from, at).map((row) => row.text));
    from = at;
  }
}

export function useLog(id: string, over: boolean): WatchedLog {
  const [book] = useState(() => new LogBook());
  const [state, setState] = useState<Omit<WatchedLog, 'book'>>({ version: 0, problem: null, loaded: false });

  useEffect(() => {
    const stopped = new AbortController();
    let frame = 0;
    let busy = false;
    let again = false;

    // A chatty build sends many messages between two frames: the view is told once per frame.
    const show = (change: Partial<typeof state> = {}): void => {
      if (Object.keys(change).length > 0) setState((old) => ({ ...old, ...change, version: book.version }));
      else if (frame === 0) {
        frame = requestAnimationFrame(() => {
          frame = 0;
          setState((old) => (old.version === book.version ? old : { ...old, version: book.version }));
        });
      }
    };
    const refetch = async (): Promise<void> => {
      again = busy;
      if (busy) return;
      busy = true;
      do {
        again = false;
        const answer = await api.log(id, stopped.signal);
        if (stopped.signal.aborted) return;
        if (answer.ok) addRows(book, answer.value);
        show({ loaded: true, problem: answer.ok ? null : answer.problem });
      } while (again);
      busy = false;
    };

    void refetch();
    if (over) return () => stopped.abort();

    let connection = live.get().connection;
    feed.follow(id);
    const stops = [
      feed.onLog((log) => {
        if (log.deployment !== id) return;
        const lines = log.text.replace(/\n$/, '').split('\n');
        if (book.add(log.step, log.attempt, log.first_line, lines) === 'gap') void refetch();
        show();
      }),
      live.subscribe(() => {
        const next = live.get().connection;
        const back = next === 'live' && connection !== 'live';
        connection = next;
        if (back) void refetch();
      }),
      feed.onChange(() => {
        if (live.get().connection === 'polling') void refetch();
      }),
    ];
    return () => {
      stopped.abort();
      cancelAnimationFrame(frame);
      feed.unfollow(id);
      for (const stop of stops) stop();
    };
  }, [book, id, over]);

  return { book, ...state };
}
