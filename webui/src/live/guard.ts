// Unsaved changes: leaving the tab is asked about by the browser, leaving the page by whoever shows it.
import { useEffect, useRef } from 'react';
import { guardNavigation } from './navigation';
import { store } from './store';

const forms = new Set<object>();

/** Does a form on the page hold what is not saved? */
export const somethingUnsaved = store(false);

/** What is not saved is of no interest any more: who signs out leaves nothing behind for whoever comes next. */
export function forgetUnsaved(): void {
  forms.clear();
  somethingUnsaved.set(false);
}

/** `ask`: shows the question, and goes on with `leave` when a person says so. The answer lets go of the guard at once. */
export function useLeaveGuard(unsaved: boolean, ask: (leave: () => void) => void): () => void {
  const release = useRef<() => void>(() => undefined);
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (!unsaved) return undefined;
    const onUnload = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', onUnload);
    const stop = guardNavigation((leave) => latest.current(leave));
    const form = {};
    forms.add(form);
    somethingUnsaved.set(true);
    release.current = () => {
      forms.delete(form);
      somethingUnsaved.set(forms.size > 0);
      window.removeEventListener('beforeunload', onUnload);
      stop();
    };
    return release.current;
  }, [unsaved]);
  return () => release.current();
}
