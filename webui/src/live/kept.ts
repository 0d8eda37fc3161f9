// A choice of the reader that stays in this browser.
import { store, type Store } from './store';

/** `read` turns what was stored, or null, into a value; storage may be forbidden, then the choice holds until the page is left. */
export function kept<Value>(key: string, read: (stored: string | null) => Value, write: (value: Value) => string): Store<Value> {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(key);
  } catch {
    // then nothing was stored
  }
  const value = store(read(stored));
  return {
    ...value,
    set(next) {
      value.set(next);
      try {
        localStorage.setItem(key, write(next));
      } catch {
        // it holds for now
      }
    },
  };
}
