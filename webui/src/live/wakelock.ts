// Keeps the screen on while a wall shows the board; where the browser cannot, nothing happens.
import { useEffect } from 'react';

export function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let wanted = true;
    const take = async (): Promise<void> => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
      try {
        const taken = await navigator.wakeLock.request('screen');
        if (wanted) lock = taken;
        else void taken.release();
      } catch {
        // refused, on low battery for one: then the screen sleeps as it always does
      }
    };
    const again = (): void => void take(); // a hidden page loses it
    void take();
    document.addEventListener('visibilitychange', again);
    return () => {
      wanted = false;
      document.removeEventListener('visibilitychange', again);
      void lock?.release();
    };
  }, []);
}
