// Which turn of something this is. As a React key it makes new elements of the same words, which is when a screen reader reads
// them out once more; unchanged text in a live region is silent.
import { useState } from 'react';

/** Counts how often `value` was replaced, by identity; not while `counts` is false. */
export function useTurn(value: unknown, counts = true): number {
  const [seen, setSeen] = useState({ value, turn: 0 });
  if (seen.value === value) return seen.turn;
  const turn = counts ? seen.turn + 1 : seen.turn;
  setSeen({ value, turn });
  return turn;
}
