// What the present view offers to the palette and the keyboard, besides what is there everywhere.
import { useEffect } from 'react';
import { store, useStore } from './store';

/** `key`: one letter that does it, outside of fields; not "g". */
export interface Command { id: string; title: string; detail?: string; key?: string; run: () => void }

const offers = store<readonly (readonly Command[])[]>([]);

/** Offers commands while the view stands. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    offers.set([...offers.get(), commands]);
    return () => offers.set(offers.get().filter((each) => each !== commands));
  });
}

export const commands = (): Command[] => offers.get().flat();
export const useOffered = (): Command[] => useStore(offers).flat();
