// The figures of several environments, each asked for by itself: two at a time, in the order in which they are shown.
import { useCallback, useEffect, useState } from 'react';
import type { Dora } from '../wire/dora';
import type { Problem } from '../wire/types';
import type { Query } from './api';
import { feed } from './feed';
import { records } from './records';

export interface Place { project: string; environment: string }
/** Null: on its way. */
export type Each = { dora: Dora; problem: null } | { dora: null; problem: Problem } | null;

const atOnce = 2; // requests

export const placeKey = ({ project, environment }: Place): string => `${project}/${environment}`;

/** `version`: another one asks again, while what is known stays. */
export function useEachFigures(places: readonly Place[], query: Query, version: unknown): { of: (place: Place) => Each; again: () => void } {
  const asked = JSON.stringify(query);
  const keys = places.map(placeKey).join('\n');
  const [state, setState] = useState<{ asked: string; known: ReadonlyMap<string, Each> }>({ asked, known: new Map() });
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    const stopped = new AbortController();
    const rest = [...places];
    const go = async (): Promise<void> => {
      for (let place = rest.shift(); place && !stopped.signal.aborted; place = rest.shift()) {
        const key = placeKey(place);
        const { project, environment } = place;
        const answer = await records.dora({ ...(JSON.parse(asked) as Query), project, environment }, stopped.signal);
        if (stopped.signal.aborted) return;
        if (!answer.ok && answer.problem.status === 401) feed.signedOut();
        setState((old) => {
          const known = new Map(old.asked === asked ? old.known : []);
          known.set(key, answer.ok ? { dora: answer.value, problem: null } : { dora: null, problem: answer.problem });
          return { asked, known };
        });
      }
    };
    for (let one = 0; one < atOnce; ++one) void go();
    return () => stopped.abort();
  }, [asked, keys, version, turn]);

  return { of: (place) => (state.asked === asked ? (state.known.get(placeKey(place)) ?? null) : null), again: useCallback(() => setTurn((old) => old + 1), []) };
}
