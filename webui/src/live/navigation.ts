// The History API below the base path.
import { formatRoute, parseRoute, type Route } from '../model/route';
import { base } from './base';
import { store, useStore } from './store';

const here = (): Route => parseRoute(location.pathname, location.search, base.pathname);

const route = store<Route>(here());

export const href = (to: Route): string => base.href + formatRoute(to); // the base ends with "/"

let guard: ((leave: () => void) => void) | null = null;

/** Until the answer is called, `ask` decides about leaving the page: it goes on with what it is given, or not. */
export function guardNavigation(ask: (leave: () => void) => void): () => void {
  guard = ask;
  return () => {
    if (guard === ask) guard = null;
  };
}

/** Asks the guard, when there is one; true: it was asked. */
function asked(to: Route, how: 'push' | 'replace'): boolean {
  const ask = guard;
  ask?.(() => {
    guard = null;
    go(to, how);
  });
  return ask !== null;
}

/** Goes to a page; "replace" leaves no trace, for filters and for a link that held a token. */
export function go(to: Route, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push' && href(to) !== location.href && asked(to, how)) return;
  const moved = to.page !== route.get().page || ('id' in to && 'id' in route.get());
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', href(to));
  route.set(here());
  if (moved && how === 'push') window.scrollTo(0, 0);
}

/** Where the page is, for those who are no view. */
export const currentRoute = (): Route => route.get();

export const useRoute = (): Route => useStore(route);

window.addEventListener('popstate', () => {
  const wanted = here();
  if (guard === null) return route.set(wanted);
  history.pushState(null, '', href(route.get())); // the browser has moved already: back to where the guard stands
  asked(wanted, 'push');
});
