// Walking from hit to hit of a search in the log: at once where the next one is known, else as soon as it is.
import { useCallback, useEffect, useRef, useState } from 'react';
import { numberOf, type Listing, type Open } from '../model/listing';
import { nextHit } from '../model/next_hit';

interface Place { step: string; attempt: number; number: number }

interface Search {
  list: Listing;
  on: boolean; // the list shows the hits of what is typed
  awaited: (place: Open) => boolean;
  top: () => number; // the first row in sight; 0 while the end is followed, so that a search begins with the log
  goTo: (row: number) => void;
}

export interface Hits {
  row: number | undefined; // the hit one stands at
  move: (by: 1 | -1) => void;
  begin: () => void; // something else is searched for: goes to its first hit
  stay: () => void; // the reader goes somewhere
}

export function useHits({ list, on, awaited, top, goTo }: Search): Hits {
  const [current, setCurrent] = useState<Place | null>(null);
  const wish = useRef<1 | -1 | null>(null);
  const row = current ? list.find(current.step, current.attempt, current.number) : undefined;

  const look = useCallback((): void => {
    if (wish.current === null || !on) return;
    const by = wish.current;
    const next = nextHit(list, row ?? (by === 1 ? top() - 1 : top()), by, awaited);
    if (next === 'later') return;
    wish.current = null;
    const line = next === 'none' ? undefined : list.row(next);
    if (next === 'none' || line?.kind !== 'line') return;
    setCurrent({ step: line.section.step, attempt: line.section.attempt, number: numberOf(line) });
    goTo(next);
  }, [list, on, awaited, row, top, goTo]);
  useEffect(look);

  return {
    row,
    move: (by) => {
      wish.current = by;
      look();
    },
    begin: () => {
      wish.current = 1;
      setCurrent(null);
    },
    stay: () => {
      wish.current = null;
    },
  };
}
