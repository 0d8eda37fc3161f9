// Carries out what model/past.ts decides: the board of a moment by fetch, the address, and the clock that plays.
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { formatMoment, parseMoment, present, step, type PastEffect, type PastInput, type PastState } from '../model/past';
import type { Stretch } from '../model/strip';
import { millis } from '../model/time';
import type { DeploymentRow } from '../wire/types';
import { words } from '../words';
import { api } from './api';
import { feed, restores, skew } from './feed';
import { useFetched } from './fetched';
import { currentRoute, go } from './navigation';
import { tell } from './notices';
import { records } from './records';
import { store, useStore } from './store';

export const past = store<PastState>(present);

const tick = 100; // ms
const askAgain = 3_000; // ms
const writeAfter = 400; // ms; browsers refuse an address that changes all the time
let ticking: ReturnType<typeof setInterval> | undefined;
let writing: ReturnType<typeof setTimeout> | undefined;
let written: string | undefined; // what the address says because of us

/** The server's clock, in ms. */
export const serverNow = (): number => Date.now() + skew.get();

/** The last whole second, as the address has it. */
export const newestMoment = (): string => formatMoment({ kind: 'time', ms: Math.floor(serverNow() / 1_000) * 1_000 });

export function send(input: PastInput): void {
  const before = past.get();
  const { state, effects } = step(before, input);
  past.set(state);
  if (state.playing && ticking === undefined) {
    let last = performance.now();
    ticking = setInterval(() => {
      const at = performance.now();
      send({ kind: 'tick', ms: at - last, now: serverNow() });
      last = at;
    }, tick);
  }
  if (!state.playing) {
    clearInterval(ticking);
    ticking = undefined;
  }
  for (const effect of effects) carryOut(effect);
  if (before.playing && state.moment === null) tell(words.past.caughtUp);
}

function carryOut(effect: PastEffect): void {
  if (effect.kind === 'address') address(effect.moment && formatMoment(effect.moment));
  else void fetchBoard(effect.key);
}

async function fetchBoard(key: string): Promise<void> {
  const before = restores.get();
  const answer = await records.boardAt(key);
  if (restores.get() !== before) return; // of a log that is no more; it was asked for anew
  if (answer.ok) return send({ kind: 'board', key, board: answer.value, now: serverNow() });
  if (answer.problem.status === 401) feed.signedOut();
  send({ kind: 'failed', key, problem: answer.problem });
}

restores.subscribe(() => send({ kind: 'restored' }));

/** Coming and going are steps that "back" takes back; moving within the past is none. */
function address(at: string | null): void {
  clearTimeout(writing);
  const route = currentRoute();
  if (route.page !== 'board') return;
  const write = (how: 'push' | 'replace'): void => {
    const now = currentRoute();
    if (now.page !== 'board') return;
    written = at ?? undefined;
    go({ ...now, at: at ?? '' }, how);
  };
  if (at === null || !route.at) write('push');
  else writing = setTimeout(() => write('replace'), writeAfter);
}

/** What the address says; what we wrote ourselves is known. */
export function obey(at: string | undefined): void {
  if (at !== undefined && at === written && past.get().moment !== null) return;
  clearTimeout(writing);
  written = at;
  send({ kind: 'open', moment: parseMoment(at) });
}

/** Leaving the page pauses, so that nothing is played unseen. */
export function pausePast(): void {
  clearTimeout(writing);
  send({ kind: 'pause' });
}

/** Why nothing can be done with what is shown; null where it is the present. */
export const PastReason = createContext<string | null>(null);
export const usePastReason = (): string | null => useContext(PastReason);

/** When the log begins, in ms; undefined while unknown, null when it is empty. Until the server says it, it is asked now and then. */
export function useFirst(): number | null | undefined {
  const restored = useStore(restores);
  const { value, problem, again } = useFetched(`first ${restored}`, () => records.span());
  useEffect(() => {
    if (!problem) return undefined;
    const timer = setTimeout(again, askAgain);
    return () => clearTimeout(timer);
  }, [problem]);
  return value ? millis(value.first?.at) : undefined;
}

const most = 4; // pages of 500; what is older than those is not drawn

/** All deployments that are known of the stretches that were looked at, for the strip. */
export function useMarks({ from, to }: Stretch, live: readonly DeploymentRow[]): readonly DeploymentRow[] {
  const [rows, setRows] = useState<ReadonlyMap<string, DeploymentRow>>(new Map());
  const restored = useStore(restores);
  useEffect(() => setRows(new Map()), [restored]); // rows of a log that is no more
  useEffect(() => {
    const stopped = new AbortController();
    const load = async (): Promise<void> => {
      const all: [string, DeploymentRow][] = [];
      let after: string | undefined;
      for (let page = 0; page < most; ++page) {
        const answer = await api.deployments({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), limit: '500', after }, stopped.signal);
        if (stopped.signal.aborted || !answer.ok) return;
        all.push(...answer.value.deployments.map((row): [string, DeploymentRow] => [row.id, row]));
        after = answer.value.next ?? undefined;
        if (after === undefined) break;
      }
      setRows((old) => new Map([...old, ...all]));
    };
    void load();
    return () => stopped.abort();
  }, [from, to, restored]);
  return useMemo(() => [...new Map([...rows, ...live.map((row): [string, DeploymentRow] => [row.id, row])]).values()], [rows, live]);
}
