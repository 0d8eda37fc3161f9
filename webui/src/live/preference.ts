// A reader's small choices, kept in this browser: "wrap lines", "dark log".
import { useState } from 'react';

/** Null: nothing was chosen. */
function stored(key: string): boolean | null {
  try {
    const word = localStorage.getItem(key);
    return word === null ? null : word === 'true';
  } catch {
    return null; // storage may be forbidden
  }
}

/** `otherwise`: what holds until something is chosen; it may change. */
export function usePreference(name: string, otherwise: boolean): [boolean, (next: boolean) => void] {
  const key = `eeveon-${name}`;
  const [value, setValue] = useState(() => stored(key));
  return [value ?? otherwise, (next) => {
    try {
      localStorage.setItem(key, String(next));
    } catch {
      // it then holds until the page is left
    }
    setValue(next);
  }];
}
