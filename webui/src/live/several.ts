// Doing something with several, one after the other: each is asked for once, and leaving in the middle ends it after the one under way.
import { useRef, useState } from 'react';
import type { Answer } from './api';
import type { Problem } from '../wire/types';

/** `left`: those that were not asked for any more. */
export interface Outcome<Each> { done: number; refused: { each: Each; problem: Problem }[]; left: readonly Each[] }

/** The dialog stays while an answer is outstanding: closed before, it could be opened again and ask for the same one twice. */
export function useSeveral(onClose: () => void) {
  const [busy, setBusy] = useState(false);
  const leaves = useRef(false);
  const leave = (): void => {
    if (busy) leaves.current = true;
    else onClose();
  };
  const each = async <Each>(all: readonly Each[], ask: (one: Each) => Promise<Answer<unknown>>): Promise<Outcome<Each>> => {
    const outcome: Outcome<Each> = { done: 0, refused: [], left: [] };
    leaves.current = false;
    setBusy(true);
    for (const [index, one] of all.entries()) {
      if (leaves.current) {
        outcome.left = all.slice(index);
        break;
      }
      const answer = await ask(one);
      if (answer.ok) outcome.done += 1;
      else outcome.refused.push({ each: one, problem: answer.problem });
    }
    setBusy(false);
    onClose();
    return outcome;
  };
  return { busy, leave, each };
}
