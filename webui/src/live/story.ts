// What stands around a deployment: the changes it brings, why its environment runs what it runs, its events.
import { useCallback, useEffect, useState } from 'react';
import { parseChanges, parseEvents, parseWhy } from '../wire/parse_story';
import type { Changes } from '../wire/action_types';
import type { EventPage, NodeWhy } from '../wire/story_types';
import type { EventRow, Problem } from '../wire/types';
import { ask, environmentPath, part, type Answer } from './api';
import { feed } from './feed';

export interface Asked<Value> { value: Value | null; problem: Problem | null; again: () => void }

/** Asks when `key` changes; what was known stays in sight until the new answer is here. */
function useAsked<Value>(key: string, bring: (signal: AbortSignal) => Promise<Answer<Value>>): Asked<Value> {
  const [state, setState] = useState<{ value: Value | null; problem: Problem | null }>({ value: null, problem: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    void bring(gone.signal).then((answer) => {
      if (gone.signal.aborted) return;
      if (!answer.ok && answer.problem.status === 401) feed.signedOut();
      setState((old) => (answer.ok ? { value: answer.value, problem: null } : { value: old.value, problem: answer.problem }));
    });
    return () => gone.abort();
  }, [key, turn]);
  const again = useCallback(() => setTurn((old) => old + 1), []);
  return { ...state, again };
}

/** Asked anew when the release is built: before that the server cannot tell. */
export const useChanges = (id: string, built: boolean): Asked<Changes> =>
  useAsked(`${id} ${built}`, (signal) => ask(`deployments/${part(id)}/changes`, parseChanges, { signal }));

export const useWhy = (project: string, environment: string, live: string | undefined): Asked<NodeWhy[]> =>
  useAsked(`${project}/${environment} ${live ?? ''}`, (signal) => ask(`${environmentPath(project, environment)}/why`, parseWhy, { signal }));

const pageSize = 200;

const eventsPath = (stream: string, after: number, type = ''): string => `events?${new URLSearchParams({ stream, after: String(after), limit: String(type ? 1_000 : pageSize), ...(type ? { type } : {}) })}`;

export const streamOf = (id: string): string => `deployment-${id}`;
export const releaseStream = (release: string): string => `release-${release}`;

export interface Events { events: EventRow[]; problem: Problem | null; loaded: boolean; more: (() => void) | null }

/** The events of one stream in order, page by page; new ones are brought when `position` grows. */
export function useEvents(stream: string, position: number): Events {
  const [state, setState] = useState<Omit<Events, 'more'> & { full: boolean }>({ events: [], problem: null, loaded: false, full: false });
  const [wanted, setWanted] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    const after = state.events.at(-1)?.position ?? 0;
    void ask<EventPage>(eventsPath(stream, after), parseEvents, { signal: gone.signal }).then((answer) => {
      if (gone.signal.aborted) return;
      setState((old) => (answer.ok
        ? { events: [...old.events, ...answer.value.events.filter((event) => event.position > (old.events.at(-1)?.position ?? 0))], problem: null, loaded: true, full: answer.value.events.length >= pageSize }
        : { ...old, problem: answer.problem, loaded: true }));
    });
    return () => gone.abort();
  }, [stream, position, wanted]);
  return { ...state, more: state.full ? () => setWanted((old) => old + 1) : null };
}

/** What a step that succeeded found out: told with the step, or read from its event. */
export function useOutput(stream: string, step: string, attempt: number, told: Record<string, unknown> | undefined, ended: boolean): Record<string, unknown> {
  const [found, setFound] = useState<Record<string, unknown>>({});
  useEffect(() => {
    setFound({});
    if (told || !ended || stream === '') return;
    const gone = new AbortController();
    void ask<EventPage>(eventsPath(stream, 0, 'step_succeeded'), parseEvents, { signal: gone.signal }).then((answer) => {
      if (gone.signal.aborted || !answer.ok) return;
      const event = answer.value.events.find(({ data }) => data.step === step && (data.attempt ?? 1) === attempt);
      const output = event?.data.output;
      if (typeof output === 'object' && output !== null) setFound(output as Record<string, unknown>);
    });
    return () => gone.abort();
  }, [stream, step, attempt, told, ended]);
  return told ?? found;
}
