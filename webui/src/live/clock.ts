// One clock for the whole page, by the server's time: views that show "3 m ago" redraw together.
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { skew } from './feed';

const listeners = new Set<() => void>();
let now = Date.now();
let ticking: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  ticking ??= setInterval(() => {
    now = Date.now();
    for (const each of [...listeners]) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** The time by which ages are told below: a moment of the past, or null for the present. */
export const Instant = createContext<number | null>(null);

/** What a text says now, by the server's clock: a view is drawn again only when the text has changed. */
export function useTold(tell: (now: number) => string): string {
  const instant = useContext(Instant);
  return useSyncExternalStore(subscribe, () => tell(instant ?? now + skew.get()));
}

/** Milliseconds by the server's clock, new every second. */
export function useNow(): number {
  const instant = useContext(Instant);
  const present = useSyncExternalStore(subscribe, () => now) + skew.get();
  return instant ?? present;
}

export function useTitle(title: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}
