// Asking for something from a view: a busy flag, one toast for the outcome, and the answer for what comes next.
import { useState } from 'react';
import type { Answer } from './api';
import { feed } from './feed';
import { complain, tell } from './notices';

export function useAsk(): { busy: boolean; ask: <Value>(what: Promise<Answer<Value>>, done?: string) => Promise<Value | null> } {
  const [busy, setBusy] = useState(false);
  const ask = async <Value>(what: Promise<Answer<Value>>, done?: string): Promise<Value | null> => {
    setBusy(true);
    const answer = await what;
    setBusy(false);
    if (answer.ok) {
      if (done) tell(done);
      return answer.value;
    }
    if (answer.problem.status === 401) feed.signedOut();
    complain(answer.problem);
    return null;
  };
  return { busy, ask };
}
