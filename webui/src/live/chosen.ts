// Rows that are chosen for something done with several, by pointer or by the key x.
import { useState } from 'react';
import { words } from '../words';
import { useCommands } from './commands';

/** What a list needs to let its rows be chosen. */
export interface Choosing { chosen: ReadonlySet<string>; onChoose: (ids: readonly string[], on: boolean) => void }

/** `chosen`: ids as rows have them in data-record; null: nobody chooses. */
export function useChosen() {
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const choose = (ids: readonly string[], on: boolean): void => setChosen((old) => {
    const next = new Set(old);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    return next;
  });
  const focused = (): void => {
    const id = document.activeElement?.closest<HTMLElement>('[data-record]')?.dataset.record;
    if (id !== undefined) choose([id], !chosen?.has(id));
  };
  useCommands([{ id: 'choose', title: words.table.chooseKey, key: 'x', run: focused }]);
  return { chosen, setChosen, choose };
}
