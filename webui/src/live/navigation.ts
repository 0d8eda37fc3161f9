// The History API below the base path.
import { formatRoute, parseRoute, type Route } from '../model/route';
import { base } from './base';
import { store, useStore } from './store';

const here = (): Route => parseRoute(location.pathname, location.search, base.pathname);

const route = store<Route>(here());

export const href = (to: Route): string => base.href + formatRoute(to); // the base ends with "/"

/** Goes to a page; "replace" leaves no trace, for filters and for a link that held a token. */
export function go(to: Route, how: 'push' | 'replace' = 'push'): void {
  const moved = to.page !== route.get().page || ('id' in to && 'id' in route.get());
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', href(to));
  route.set(here());
  if (moved && how === 'push') window.scrollTo(0, 0);
}

/** Where the page is, for those who are no view. */
export const currentRoute = (): Route => route.get();

export const useRoute = (): Route => useStore(route);

window.addEventListener('popstate', () => route.set(here()));
