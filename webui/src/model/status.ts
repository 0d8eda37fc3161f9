// How each status looks and reads: a shape, a word and a tone, so that colour is never the only sign.
import type { DeploymentRow, Status, Step } from '../wire/types';
import { words } from '../words';

export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'quiet';
export type Shape =
  | 'check' | 'cross' | 'ring' | 'dots' | 'undo' | 'slash' | 'skip' | 'clock' | 'alert' | 'hold' | 'empty' | 'question' | 'break';

export interface Look { shape: Shape; word: string; tone: Tone }

const said = words.status;

const statuses: Record<Status, Look> = {
  pending_approval: { shape: 'hold', word: said.deployment.pending_approval, tone: 'warn' },
  queued: { shape: 'dots', word: said.deployment.queued, tone: 'quiet' },
  running: { shape: 'ring', word: said.deployment.running, tone: 'busy' },
  succeeded: { shape: 'check', word: said.deployment.succeeded, tone: 'good' },
  failed: { shape: 'cross', word: said.deployment.failed, tone: 'bad' },
  rolled_back: { shape: 'undo', word: said.deployment.rolled_back, tone: 'warn' },
  cancelled: { shape: 'slash', word: said.deployment.cancelled, tone: 'quiet' },
  superseded: { shape: 'skip', word: said.deployment.superseded, tone: 'quiet' },
  expired: { shape: 'clock', word: said.deployment.expired, tone: 'quiet' },
  needs_attention: { shape: 'alert', word: said.deployment.needs_attention, tone: 'bad' },
};

export const allStatuses = Object.keys(statuses) as Status[];

const never: Look = { shape: 'empty', word: said.never, tone: 'quiet' };

/** A status of a newer server reads as its own name. */
export function look(status: Status | undefined): Look {
  if (status === undefined) return never;
  return statuses[status] ?? { shape: 'question', word: String(status).replaceAll('_', ' '), tone: 'quiet' };
}

/** What a step can be, seen from the plan: it may not have begun, or never will. */
export type StepState = Step['state'] | 'waiting' | 'skipped' | 'warned';

const steps: Record<StepState, Look> = {
  waiting: { shape: 'empty', word: said.step.waiting, tone: 'quiet' },
  running: { shape: 'ring', word: said.step.running, tone: 'busy' },
  succeeded: { shape: 'check', word: said.step.succeeded, tone: 'good' },
  failed: { shape: 'cross', word: said.step.failed, tone: 'bad' },
  warned: { shape: 'alert', word: said.step.warned, tone: 'warn' },
  unknown: { shape: 'question', word: said.step.unknown, tone: 'warn' },
  interrupted: { shape: 'break', word: said.step.interrupted, tone: 'warn' },
  skipped: { shape: 'skip', word: said.step.skipped, tone: 'quiet' },
};

export const stepLook = (state: StepState): Look => steps[state] ?? steps.unknown;

/** Since when the time a deployment took is counted: from the ask, the build included. None when nothing was done. */
export function tookSince(row: Pick<DeploymentRow, 'status' | 'requested_at' | 'started_at'>): string | undefined {
  const worked = row.started_at !== undefined || row.status === 'running' || row.status === 'succeeded' || row.status === 'failed' || row.status === 'rolled_back' || row.status === 'needs_attention';
  return worked ? row.requested_at : undefined;
}

export const tookMeans = said.tookMeans;

const ended: readonly Status[] = ['succeeded', 'failed', 'rolled_back', 'cancelled', 'superseded', 'expired'];

/** True when nothing more will happen by itself or by a person. */
export const isOver = (status: Status): boolean => ended.includes(status);

export const isActive = (row: Pick<DeploymentRow, 'status'>): boolean =>
  row.status === 'running' || row.status === 'queued' || row.status === 'pending_approval';

export const triggerWord = (trigger: DeploymentRow['trigger']): string => said.trigger[trigger] ?? trigger;
