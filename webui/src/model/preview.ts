// What a person should know before a deployment is asked for, and when the environment's name has to be typed.
import type { DeploymentRow, Environment } from '../wire/types';
import type { Changes, DryRun } from '../wire/action_types';
import { isProduction } from './environment_tone';

export type Warning =
  | { kind: 'same' } // this release runs already
  | { kind: 'quarantined'; reason: string }
  | { kind: 'back'; commits: number }
  | { kind: 'diverged' }
  | { kind: 'busy'; deployment: string; policy: Environment['queue_policy']; row: DeploymentRow | undefined }
  | { kind: 'waiting'; before: number; policy: Environment['queue_policy'] }
  | { kind: 'down'; nodes: number };

export function warnings(environment: Environment, dry: DryRun, deployments: readonly DeploymentRow[], down: number): Warning[] {
  const out: Warning[] = [];
  const bad = environment.quarantine.find((row) => row.commit === dry.commit);
  if (isSame(environment, dry)) out.push({ kind: 'same' });
  if (bad) out.push({ kind: 'quarantined', reason: bad.reason });
  if (dry.changes?.direction === 'back') out.push({ kind: 'back', commits: dry.changes.commits.length });
  if (dry.changes?.direction === 'diverged') out.push({ kind: 'diverged' });
  const { lock, waiting, queue_policy: policy } = environment;
  if (lock) out.push({ kind: 'busy', deployment: lock.deployment, policy, row: deployments.find((row) => row.id === lock.deployment) });
  if (waiting.length > 0) out.push({ kind: 'waiting', before: waiting.length, policy });
  if (down > 0) out.push({ kind: 'down', nodes: down });
  return out;
}

/** Would it bring what is live already? By the release where both are known: a commit is built anew when the spec changed. */
export function isSame(environment: Environment, dry: Pick<DryRun, 'release' | 'commit'>): boolean {
  const { current } = environment;
  if (!current) return false;
  return dry.release !== undefined ? dry.release === current.release : dry.commit === current.commit;
}

export type Danger = 'production' | 'back' | 'quarantined';

/** Why the environment's name has to be typed; nothing: it needs not. */
export function dangers(environment: Pick<Environment, 'name' | 'quarantine'>, commit: string | undefined, changes?: Pick<Changes, 'direction'> | undefined): Danger[] {
  return [
    ...(isProduction(environment.name) ? ['production' as const] : []),
    ...(changes?.direction === 'back' ? ['back' as const] : []),
    ...(environment.quarantine.some((row) => row.commit === commit) ? ['quarantined' as const] : []),
  ];
}
