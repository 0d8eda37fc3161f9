// Deploy, in a file of its own that is fetched before anybody asks for it: the board is there sooner without it.
import { Suspense } from 'react';
import type { Environment } from '../wire/types';
import { later } from './Later';

const Steps = later(() => import('./DeploySteps').then(({ DeploySteps: dialog }) => dialog));

/** `branch`: what is offered first. */
export function DeployDialog(props: { environment: Environment; branch: string; onClose: () => void }) {
  return <Suspense fallback={null}><Steps {...props} /></Suspense>;
}
