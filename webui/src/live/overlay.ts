// What stands before the page: the palette, the list of shortcuts, or a dialog that was asked for from there.
import { store, useStore } from './store';

export type Overlay = { kind: 'palette' } | { kind: 'shortcuts' } | { kind: 'deploy' | 'rollback'; environment: string };

const overlay = store<Overlay | null>(null);

export const useOverlay = (): Overlay | null => useStore(overlay);
export const openOverlay = (next: Overlay): void => overlay.set(next);
export const closeOverlay = (): void => overlay.set(null);
export const togglePalette = (): void => overlay.set(overlay.get()?.kind === 'palette' ? null : { kind: 'palette' });
