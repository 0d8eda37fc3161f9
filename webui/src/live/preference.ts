// A reader's small choices, kept in this browser: "wrap lines", "dark log".
import { useState } from 'react';

function stored(key: string, otherwise: boolean): boolean {
  try {
    return (localStorage.getItem(key) ?? String(otherwise)) === 'true';
  } catch {
    return otherwise; // storage may be forbidden
  }
}

export function usePreference(name: string, otherwise: boolean): [boolean, (next: boolean) => void] {
  const key = `eeveon-${name}`;
  const [value, setValue] = useState(() => stored(key, otherwise));
  return [value, (next) => {
    try {
      localStorage.setItem(key, String(next));
    } catch {
      // it then holds until the page is left
    }
    setValue(next);
  }];
}
