// Asking for something from a view: a busy flag, a toast for the outcome, and the answer for what comes next.
// A dialog shows its problem itself, because it covers the toasts; whoever has left meanwhile hears of it by a toast.
import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../wire/types';
import type { Answer } from './api';
import { feed } from './feed';
import { complain, tell } from './notices';

interface How {
  as?: string; // its name, where more than one thing is asked for
  passing?: boolean; // a failure is of no interest any more once the view is left
}

interface Asking {
  busy: boolean; // with anything
  doing: (as: string) => boolean;
  problem: Problem | null; // of the last answer
  ask: <Value>(what: Promise<Answer<Value>>, done?: string, how?: How) => Promise<Value | null>;
}

export function useAsk(show: 'toast' | 'here' = 'toast'): Asking {
  const [pending, setPending] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => { here.current = false; };
  }, []);
  const ask = async <Value>(what: Promise<Answer<Value>>, done?: string, { as = '', passing = false }: How = {}): Promise<Value | null> => {
    setPending((all) => [...all, as]);
    const answer = await what;
    setPending((all) => all.filter((_, nth) => nth !== all.indexOf(as)));
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) {
      if (done) tell(done);
      return here.current ? answer.value : null; // who has gone elsewhere is not taken away from there
    }
    if (answer.problem.status === 401) feed.signedOut();
    if (here.current ? show === 'toast' : !passing) complain(answer.problem);
    return null;
  };
  return { busy: pending.length > 0, doing: (as) => pending.includes(as), problem, ask };
}
