// What stands before the page when it was asked for by a key or from the palette.
import { Suspense } from 'react';
import { board } from '../live/feed';
import { closeOverlay, useOverlay } from '../live/overlay';
import { useStore } from '../live/store';
import { likelyRef } from '../model/cards';
import { environmentKey } from '../model/fold';
import { DeployDialog } from '../parts/DeployDialog';
import { later } from '../parts/Later';
import { RollbackDialog } from '../parts/RollbackDialog';

const Palette = later(() => import('./Palette').then(({ Palette: view }) => view));
const Shortcuts = later(() => import('./Shortcuts').then(({ Shortcuts: view }) => view));

export function Overlays() {
  const overlay = useOverlay();
  const value = useStore(board);
  if (!overlay) return null;
  if (overlay.kind === 'palette') return <Suspense fallback={null}><Palette /></Suspense>;
  if (overlay.kind === 'shortcuts') return <Suspense fallback={null}><Shortcuts /></Suspense>;
  const environment = value?.environments.find((row) => environmentKey(row) === overlay.environment);
  if (!environment) return null;
  const project = value?.projects.find((row) => row.name === environment.project);
  return overlay.kind === 'deploy'
    ? <DeployDialog environment={environment} branch={likelyRef(environment, project ?? {})} onClose={closeOverlay} />
    : <RollbackDialog environment={environment} onClose={closeOverlay} />;
}
