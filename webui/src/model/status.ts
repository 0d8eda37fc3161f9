// How each status looks and reads: a shape, a word and a tone, so that colour is never the only sign.
import type { DeploymentRow, Status, Step } from '../wire/types';
import { words } from '../words';

export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'quiet';
export type Shape =
  | 'check' | 'cross' | 'ring' | 'dots' | 'undo' | 'slash' | 'skip' | 'clock' | 'alert' | 'hold' | 'empty' | 'question' | 'break';

export interface Look { shape: Shape; word: string; tone: Tone }

const said = words.status;

/** Each state with its shape and tone becomes a look, with the word that stands for it. */
function looks<State extends string>(drawn: Record<State, readonly [Shape, Tone]>, called: Record<State, string>): Record<State, Look> {
  const all = Object.entries(drawn) as [State, readonly [Shape, Tone]][];
  return Object.fromEntries(all.map(([state, [shape, tone]]) => [state, { shape, word: called[state], tone }])) as Record<State, Look>;
}

const statuses = looks<Status>({
  pending_approval: ['hold', 'warn'],
  queued: ['dots', 'quiet'],
  running: ['ring', 'busy'],
  succeeded: ['check', 'good'],
  failed: ['cross', 'bad'],
  rolled_back: ['undo', 'warn'],
  cancelled: ['slash', 'quiet'],
  superseded: ['skip', 'quiet'],
  expired: ['clock', 'quiet'],
  needs_attention: ['alert', 'bad'],
}, said.deployment);

export const allStatuses = Object.keys(statuses) as Status[];

const never: Look = { shape: 'empty', word: said.never, tone: 'quiet' };

/** A status of a newer server reads as its own name. */
export function look(status: Status | undefined): Look {
  if (status === undefined) return never;
  return statuses[status] ?? { shape: 'question', word: String(status).replaceAll('_', ' '), tone: 'quiet' };
}

const building: Look = { shape: 'ring', word: said.building, tone: 'busy' };

/** As `look`, of a deployment whose steps are known: it is queued until its release is there, but looks no longer idle. */
export const lookOf = ({ status, steps }: { status: Status; steps: readonly Pick<Step, 'part' | 'state'>[] }): Look =>
  status === 'queued' && steps.some(({ part, state }) => part === 'build' && state === 'running') ? building : look(status);

/** What a step can be, seen from the plan: it may not have begun, or never will. */
export type StepState = Step['state'] | 'waiting' | 'skipped' | 'warned';

const steps = looks<StepState>({
  waiting: ['empty', 'quiet'],
  running: ['ring', 'busy'],
  succeeded: ['check', 'good'],
  failed: ['cross', 'bad'],
  warned: ['alert', 'warn'],
  unknown: ['question', 'warn'],
  interrupted: ['break', 'warn'],
  skipped: ['skip', 'quiet'],
}, said.step);

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
