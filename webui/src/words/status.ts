// What a deployment, a step and a node are called by their state.
import type { DeploymentRow, Node, Status, Step } from '../wire/types';

const deployment: Record<Status, string> = {
  pending_approval: 'Pending approval',
  queued: 'Queued',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  rolled_back: 'Rolled back',
  cancelled: 'Cancelled',
  superseded: 'Superseded',
  expired: 'Expired',
  needs_attention: 'Needs attention',
};

const step: Record<Step['state'] | 'waiting' | 'skipped' | 'warned', string> = {
  waiting: 'Waiting',
  running: 'Running',
  succeeded: 'Done',
  failed: 'Failed',
  warned: 'Warning: failed, but does not decide',
  unknown: 'Outcome unknown',
  interrupted: 'Interrupted',
  skipped: 'Not run',
};

const health: Record<Node['health'], string> = { up: 'healthy', down: 'down', unknown: 'health unknown' };

const trigger: Record<DeploymentRow['trigger'], string> = {
  push: 'push',
  release: 'release',
  poll: 'poll',
  manual: 'by hand',
  rollback: 'rollback',
};

export const status = {
  deployment,
  building: 'Building',
  never: 'Nothing yet',
  step,
  health,
  trigger,
  tookMeans: 'From the ask to the end, the build included',
};
