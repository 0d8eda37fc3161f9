// Asking for something from a view: a busy flag, a toast for the outcome, and the answer for what comes next.
// A dialog shows its problem itself, because it covers the toasts; whoever has left meanwhile hears of it by a toast.
import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../wire/types';
import type { Answer } from './api';
import { feed } from './feed';
import { complain, tell } from './notices';

interface Asking {
  busy: boolean;
  problem: Problem | null; // of the last answer
  ask: <Value>(what: Promise<Answer<Value>>, done?: string) => Promise<Value | null>;
}

export function useAsk(show: 'toast' | 'here' = 'toast'): Asking {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => { here.current = false; };
  }, []);
  const ask = async <Value>(what: Promise<Answer<Value>>, done?: string): Promise<Value | null> => {
    setBusy(true);
    const answer = await what;
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) {
      if (done) tell(done);
      return here.current ? answer.value : null; // who has gone elsewhere is not taken away from there
    }
    if (answer.problem.status === 401) feed.signedOut();
    if (show === 'toast' || !here.current) complain(answer.problem);
    return null;
  };
  return { busy, problem, ask };
}
