// What can be done with a deployment now, and why not what cannot; which of it asks for the environment's name.
import type { Deployment, Environment } from '../wire/types';
import { words } from '../words';
import { isProduction } from './environment_tone';
import { isOver } from './status';

export type Verb = 'cancel' | 'retry' | 'mark_done' | 'rollback';

export interface Offer { verb: Verb; off: string | null } // why it cannot be done

const why = words.deployment.actions.off;

/** Has any node switched to the new release? Then cancelling means going back. */
export const hasSwitched = (deployment: Pick<Deployment, 'steps' | 'plan'>): boolean => {
  const switches = new Set(deployment.plan.deploy.flatMap((stage) => stage.steps).filter((step) => step.action === 'switch').map((step) => step.id));
  return deployment.steps.some((step) => step.part === 'deploy' && (switches.has(step.id) || step.id.startsWith('switch@')));
};

export function offers(deployment: Deployment, environment: Environment | undefined): Offer[] {
  const { actions, status } = deployment;
  const over = isOver(status);
  const offer = (verb: Verb, can: boolean, otherwise: string): Offer => ({ verb, off: can ? null : otherwise });
  const current = environment?.current?.deployment === deployment.id;
  return [
    offer('cancel', actions.cancel, over ? why.over : why.unknown),
    offer('mark_done', actions.mark_done, over ? why.over : why.notWaiting),
    offer('retry', actions.retry, status === 'succeeded' ? why.succeeded : over ? why.unknown : why.running),
    offer('rollback', actions.rollback && environment !== undefined && (!current || environment.previous !== undefined),
      !environment ? why.gone : deployment.rolled_back_by ? why.rolledBack : status !== 'succeeded' ? (over ? why.notLive : why.running) : current && !environment.previous ? why.noPrevious : why.unknown),
  ];
}

/** Dangerous is what changes what people use: going back anywhere, and deploying to where the users are. */
export function asksForName(verb: Verb, deployment: Deployment): boolean {
  if (verb === 'rollback') return true;
  if (verb === 'cancel') return deployment.status === 'running' && hasSwitched(deployment);
  return isProduction(deployment.environment);
}
