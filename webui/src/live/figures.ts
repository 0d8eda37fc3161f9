// The figures of a stretch of time, fetched anew when the filters change and a while after something ended.
import { useCallback, useEffect, useState } from 'react';
import { isOver } from '../model/status';
import type { Dora } from '../wire/dora';
import type { Problem } from '../wire/types';
import type { Query } from './api';
import { feed } from './feed';
import { records } from './records';

const apart = 5_000; // ms between two fetches for what happened meanwhile

export interface WatchedFigures { dora: Dora | null; loading: boolean; problem: Problem | null; again: () => void }

export function useFigures(query: Query): WatchedFigures {
  const key = JSON.stringify(query);
  const [state, setState] = useState<{ dora: Dora | null; key: string; problem: Problem | null }>({ dora: null, key, problem: null });
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    const stopped = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      timer = undefined;
      const answer = await records.dora(JSON.parse(key) as Query, stopped.signal);
      if (stopped.signal.aborted) return;
      if (!answer.ok && answer.problem.status === 401) feed.signedOut();
      setState((old) => (answer.ok ? { dora: answer.value, key, problem: null } : { dora: old.key === key ? old.dora : null, key, problem: answer.problem }));
    };
    void ask();
    const stop = feed.onChange((change) => {
      const ended = change === 'replaced' || (change.board.deployments ?? []).some(({ status }) => isOver(status));
      if (ended) timer ??= setTimeout(() => void ask(), apart);
    });
    return () => {
      stopped.abort();
      clearTimeout(timer);
      stop();
    };
  }, [key, turn]);

  return { dora: state.dora, problem: state.problem, loading: state.key !== key, again: useCallback(() => setTurn((old) => old + 1), []) };
}
