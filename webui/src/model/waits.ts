// What a deployment waited for, and how long: told by the server, or read from its steps where a server does not tell.
import type { Deployment, Step } from '../wire/types';
import { words } from '../words';
import { isOver } from './status';
import { millis } from './time';

export interface Pause { from: number; to: number | null; reason: string; for: string | undefined } // to null: it still waits

const say = words.deployment.waits;
const shortest = 300; // ms: less than this is the work between two steps
const worthwhile = 0.02; // of the whole: what nobody was told of as a wait is one from here on

export const startOf = (step: Step): number => millis(step.started_at) ?? 0;

/** When an attempt ended; null while it runs. */
export function finishOf(step: Step): number | null {
  if (step.state === 'running') return null;
  return millis(step.finished_at) ?? startOf(step) + (step.took_ms ?? 0);
}

/** The waits of the whole deployment, in order; those between two attempts of one step stand with the step. */
export function waitsOf(deployment: Deployment, now: number): Pause[] {
  const told = deployment.waits?.map((wait) => ({ from: millis(wait.from) ?? now, to: wait.to === undefined ? null : millis(wait.to), reason: wait.reason, for: wait.for }));
  const over = isOver(deployment.status);
  const end = millis(deployment.finished_at) ?? now;
  const least = (end - (millis(deployment.requested_at) ?? end)) * worthwhile;
  const all = told && told.length > 0 ? told : derived(deployment).filter((wait) => (wait.to ?? now) - wait.from >= least);
  return all
    .map((wait) => (wait.to === null && over ? { ...wait, to: end } : wait))
    .filter((wait) => (wait.to ?? now) - wait.from >= shortest && !isBackoff(deployment.steps, wait))
    .sort((a, b) => a.from - b.from);
}

/** The wait that stands before an attempt: the reason is why the one before failed. */
export function backoffBefore(attempts: readonly Step[], at: number, told: readonly { from: number; to: number | null; reason: string }[] = []): Pause | null {
  const before = attempts[at - 1];
  const next = attempts[at];
  const from = before ? finishOf(before) : null;
  if (!before || !next || from === null) return null;
  const to = startOf(next);
  if (to <= from) return null;
  const known = told.find((wait) => Math.abs(wait.from - from) < shortest);
  const reason = known?.reason || (before.state === 'interrupted' ? say.interrupted : say.backoff(before.reason ?? ''));
  return { from, to, reason, for: undefined };
}

const isBackoff = (steps: readonly Step[], wait: Pause): boolean =>
  steps.some((step) => step.state !== 'succeeded' && Math.abs((finishOf(step) ?? -1e9) - wait.from) < shortest
    && steps.some((next) => next.id === step.id && next.part === step.part && next.attempt > step.attempt && wait.to !== null && Math.abs(startOf(next) - wait.to) < shortest));

/** The times in which no step ran, each with what is known of it. */
function derived(deployment: Deployment): Pause[] {
  const { status, steps } = deployment;
  const over = isOver(status);
  const asked = millis(deployment.requested_at);
  if (asked === null) return [];
  const finished = millis(deployment.finished_at);
  const out: Pause[] = [];
  let busyUntil: number | null = asked;
  let last: Step | undefined;
  for (const step of [...steps].sort((a, b) => startOf(a) - startOf(b))) {
    const from = startOf(step);
    if (busyUntil !== null && from > busyUntil) out.push({ from: busyUntil, to: from, reason: reasonBetween(last, step), for: undefined });
    const until = finishOf(step);
    if (until === null || busyUntil === null) busyUntil = null;
    else busyUntil = Math.max(busyUntil, until);
    last = step;
  }
  if (busyUntil !== null && !over && status !== 'needs_attention') {
    const reason = status === 'pending_approval' ? say.approval : (deployment.reason ?? (steps.length === 0 ? say.worker : say.gate));
    out.push({ from: busyUntil, to: null, reason, for: undefined });
  } else if (steps.length === 0 && finished !== null) out.push({ from: asked, to: finished, reason: deployment.reason ?? say.gate, for: undefined });
  return out;
}

function reasonBetween(last: Step | undefined, next: Step): string {
  if (!last) return next.part === 'build' ? say.buildWorker : say.worker;
  if (last.state === 'interrupted') return last.reason || say.interrupted;
  if (last.id === next.id && last.part === next.part) return say.backoff(last.reason ?? '');
  return last.part === 'build' && next.part === 'deploy' ? say.gate : say.next;
}
