// One deployment, kept current: its own answer is a fold of its stream, so it is fetched again when something moved.
import { useEffect, useRef, useState } from 'react';
import type { ChangeMessage, Deployment, Problem } from '../wire/types';
import { api } from './api';
import { feed } from './feed';

export interface Watched { deployment: Deployment | null; problem: Problem | null; again: () => void }

/** May this change concern the deployment? Its build's steps stand in the stream of its release. */
function concerns(change: ChangeMessage | 'replaced', known: Deployment | null, id: string): boolean {
  if (change === 'replaced' || change.events.length === 0 || known?.release === undefined) return true;
  const { release } = known;
  return (change.board.deployments ?? []).some((row) => row.id === id)
    || change.events.some(({ stream }) => stream.endsWith(id) || stream.endsWith(release));
}

export function useDeployment(id: string): Watched {
  const [watched, setWatched] = useState<Omit<Watched, 'again'>>({ deployment: null, problem: null });

  const look = useRef<() => void>(() => undefined);

  useEffect(() => {
    const stopped = new AbortController();
    let known: Deployment | null = null;
    let busy = false;
    let again = false;

    // One request at a time; what moves meanwhile asks for exactly one more.
    const refresh = async (): Promise<void> => {
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      do {
        again = false;
        const answer = await api.deployment(id, stopped.signal);
        if (stopped.signal.aborted) return;
        if (answer.ok) known = answer.value;
        else if (answer.problem.status === 404) known = null; // it never was, as a restored log tells it
        setWatched({ deployment: known, problem: answer.ok ? null : answer.problem });
        if (!answer.ok && answer.problem.status === 401) feed.signedOut();
      } while (again);
      busy = false;
    };

    setWatched({ deployment: null, problem: null });
    look.current = () => void refresh();
    void refresh();
    const stop = feed.onChange((change) => {
      if (concerns(change, known, id)) void refresh();
    }, { events: true });
    return () => {
      stopped.abort();
      stop();
    };
  }, [id]);

  return { ...watched, again: () => look.current() };
}
