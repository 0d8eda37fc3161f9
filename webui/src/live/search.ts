// A search through a log, a few milliseconds per frame, so that typing and scrolling stay smooth.
import { useEffect, useMemo, useState } from 'react';
import { Finder } from '../model/finder';
import type { Section } from '../model/logbook';
import { makeMatcher, type Query } from '../model/matcher';

const perFrame = 6; // ms

export interface Search { finder: Finder | null; found: number; searching: boolean; problem: 'none' | 'unreadable' | 'slow' | 'gave_up' }

/** `found` grows whenever the finder knows more; `version` tells that the log has grown. */
export function useSearch(query: Query, sections: readonly Section[], version: number): Search {
  const { text, regex, matchCase } = query;
  const wanted = useMemo(() => makeMatcher({ text, regex, matchCase }), [text, regex, matchCase]);
  const finder = useMemo(() => (wanted.matcher ? new Finder(wanted.matcher) : null), [wanted]);
  const [found, setFound] = useState(0);
  const [searching, setSearching] = useState(false);

  useEffect(() => {
    if (!finder) return setSearching(false);
    let frame = 0;
    let told = performance.now();
    const go = (): void => {
      const done = finder.go(sections, perFrame);
      // The view is told now and then: each time it lists all rows anew.
      if (done || performance.now() - told > 150) {
        told = performance.now();
        setFound((before) => before + 1);
        setSearching(!done);
      }
      if (!done) frame = requestAnimationFrame(go);
    };
    go();
    return () => cancelAnimationFrame(frame);
  }, [finder, sections, version]);

  return { finder, found, searching, problem: finder?.gaveUp ? 'gave_up' : wanted.problem };
}
