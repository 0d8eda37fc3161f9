// What can be done with several deployments at once: by their rows before one asks, by each of them before it is done.
import type { Deployment, DeploymentRow } from '../wire/types';
import { asksForName, hasSwitched } from './actions';
import { isOver } from './status';

export type Several = 'cancel' | 'retry';

/** As far as a row tells; the server decides. */
export function mayBe(verb: Several, { status }: Pick<DeploymentRow, 'status'>): boolean {
  if (verb === 'cancel') return !isOver(status);
  return status === 'needs_attention' || (isOver(status) && status !== 'succeeded' && status !== 'superseded');
}

export interface Verdict { deployment: Deployment; can: boolean; switched: boolean }

export function verdict(verb: Several, deployment: Deployment): Verdict {
  return { deployment, can: verb === 'cancel' ? deployment.actions.cancel : deployment.actions.retry, switched: verb === 'cancel' && hasSwitched(deployment) };
}

/** What has to be typed before: the environment's name as for one of them, their number when several would ask for different ones. */
export function toType(verb: Several, verdicts: readonly Verdict[]): string | null {
  const can = verdicts.filter((each) => each.can).map(({ deployment }) => deployment);
  const names = [...new Set(can.filter((each) => asksForName(verb, each)).map((each) => each.environment))];
  return names.length === 0 ? null : names.length === 1 ? (names[0] ?? null) : String(can.length);
}
