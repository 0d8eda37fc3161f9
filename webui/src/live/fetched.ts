// Something fetched for a view and kept current: asked for again when the feed says that it may have changed.
import { useEffect, useRef, useState } from 'react';
import type { ChangeMessage, Problem } from '../wire/types';
import type { Answer } from './api';
import { feed, restores } from './feed';

export interface Fetched<Value> { value: Value | null; problem: Problem | null; again: () => void }

type Change = ChangeMessage | 'replaced';

interface How { when?: (change: Change) => boolean; events?: boolean; every?: number }

const calm = 400; // ms between two looks, however much happens

/** `key`: what is asked for; another one begins anew. `when`: which changes make it stale, `events`: by their events. `every`: ms, for what no event tells. */
export function useFetched<Value>(key: string, read: (signal: AbortSignal) => Promise<Answer<Value>>, how: How = {}): Fetched<Value> {
  const [state, setState] = useState<{ value: Value | null; problem: Problem | null }>({ value: null, problem: null });
  const refresh = useRef<() => void>(() => undefined);
  const latest = useRef({ read, how });
  latest.current = { read, how };

  useEffect(() => {
    const gone = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let busy = false;
    let more = false;

    const look = async (): Promise<void> => {
      more = busy;
      if (busy) return;
      busy = true;
      const answer = await latest.current.read(gone.signal);
      busy = false;
      if (gone.signal.aborted) return;
      if (answer.ok) setState({ value: answer.value, problem: null });
      else setState((old) => ({ value: old.value, problem: answer.problem }));
      if (!answer.ok && answer.problem.status === 401) feed.signedOut();
      if (more) soon();
    };
    const soon = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void look();
      }, calm);
    };

    setState({ value: null, problem: null });
    refresh.current = () => void look();
    void look();
    const stop = feed.onChange((change) => {
      if (latest.current.how.when?.(change)) soon();
    }, { events: latest.current.how.events ?? false });
    const back = restores.subscribe(soon); // what stands here may be of a log that is no more
    const { every } = latest.current.how;
    const ticking = every === undefined ? undefined : setInterval(() => document.visibilityState === 'visible' && soon(), every);
    return () => {
      gone.abort();
      clearTimeout(timer);
      clearInterval(ticking);
      stop();
      back();
    };
  }, [key]);

  return { ...state, again: () => refresh.current() };
}
