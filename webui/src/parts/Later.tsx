// Views that come in files of their own, so that the board does not wait for them: fetched when first shown, or before,
// as soon as somebody uses the page and it has nothing else to do.
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

const loads: (() => Promise<unknown>)[] = [];

export function later<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  loads.push(load);
  return lazy(() => load().then((view) => ({ default: view })));
}

const uses = ['pointermove', 'pointerdown', 'keydown'] as const;

const used = (): Promise<void> => new Promise((done) => {
  const seen = (): void => {
    for (const use of uses) removeEventListener(use, seen);
    done();
  };
  for (const use of uses) addEventListener(use, seen, { passive: true });
});

/** Fetches what was not shown yet, one after the other, so that going there takes no time. A page that is only looked at, as
    on a wall, never needs it. */
export async function fetchLater(): Promise<void> {
  await used();
  for (const load of loads) {
    await new Promise<void>((done) => ('requestIdleCallback' in window ? requestIdleCallback(() => done(), { timeout: 5_000 }) : setTimeout(done, 500)));
    await load().catch(() => undefined); // shown when somebody goes there
  }
}
