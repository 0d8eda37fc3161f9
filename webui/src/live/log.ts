// The log of one deployment: its end first, then all of it, then live; looked at again after a gap, a new connection,
// and at the end. A component that shows another deployment's is another one (key), so the book stays the same for its life.
import { useEffect, useState } from 'react';
import { LogBook } from '../model/logbook';
import { millis } from '../model/time';
import { parseLogRows } from '../wire/parse';
import type { LogRow, Problem } from '../wire/types';
import { part, withQuery, type Answer } from './api';
import { download, type Saved } from './download';
import { feed, live } from './feed';
import { askLines, type Brought } from './lines';

export interface WatchedLog { book: LogBook; version: number; problem: Problem | null; loaded: boolean; complete: boolean; again: () => void }

const tail = 2_000; // lines shown first
const rarely = 250; // ms: what comes before the lines in sight is told of now and then
const kept = 400_000; // lines of a whole log that are brought; the rest is there to be downloaded

const path = (id: string): string => `deployments/${part(id)}/log`;

/** Saves the whole log as text, or that of one step. */
export const saveLog = (id: string, step: string | undefined, name: string): Promise<Answer<Saved>> => download(path(id), { step }, 'text', name);

/** Adds fetched rows in runs of consecutive lines, which is how they come. */
function addRows(book: LogBook, rows: readonly LogRow[]): void {
  let from = 0;
  let told: string | undefined;
  rows.forEach((row, at) => {
    const before = rows[at - 1];
    if (before && before.step === row.step && before.attempt === row.attempt && row.at === told) return;
    told = row.at;
    book.stamp(row.step, row.attempt, row.line, millis(row.at));
  });
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
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<Omit<WatchedLog, 'book' | 'again'>>({ version: 0, problem: null, loaded: false, complete: false });

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

    /** The end of the log; all of it when the end does not join what is known. */
    const bring = async (): Promise<Problem | null> => {
      let joins = true;
      let first = true;
      let got = 0;
      const take = (rows: LogRow[]): void => {
        const [row] = rows;
        if (first && row) joins = book.holds(row.step, row.attempt, row.line);
        first = false;
        got += rows.length;
        addRows(book, rows);
        show();
      };
      const end = await askLines(`${path(id)}?tail=${tail}`, stopped.signal, (lines) => {
        take(parseLogRows(lines));
        return got < kept;
      });
      if (!end.ok || stopped.signal.aborted) return end.ok ? null : end.problem;
      show({ loaded: true });
      if (!end.value.earlier || (joins && !book.torn)) return null;
      got = 0;
      let told = performance.now();
      for (let next: string | undefined = ''; next !== undefined && got < kept;) {
        const some: Answer<Brought> = await askLines(withQuery(path(id), { after: next }), stopped.signal, (lines) => {
          addRows(book, parseLogRows(lines));
          got += lines.length;
          if (performance.now() - told > rarely) {
            told = performance.now();
            show();
          }
          return got < kept;
        });
        if (!some.ok) return some.problem;
        next = some.value.next;
      }
      return null;
    };

    const refetch = async (): Promise<void> => {
      again = busy;
      if (busy) return;
      busy = true;
      do {
        again = false;
        const problem = await bring();
        if (stopped.signal.aborted) return;
        show({ loaded: true, complete: problem === null, problem });
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
        book.stamp(log.step, log.attempt, log.first_line, millis(log.at));
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
  }, [book, id, over, turn]);

  return { book, ...state, again: () => setTurn((old) => old + 1) };
}
