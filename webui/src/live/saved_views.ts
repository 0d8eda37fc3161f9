// Views of a list that a reader gave names: addresses, kept in this browser.
import { formatRoute, parseRoute, type PageName, type Route } from '../model/route';
import { kept } from './kept';
import type { Store } from './store';

export interface SavedView { name: string; address: string }

const most = 50;
const lists = new Map<PageName, Store<readonly SavedView[]>>();

/** What was stored by another version, or by hand, counts only as far as it is understood. */
export function readViews(stored: string | null): SavedView[] {
  try {
    const value: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(value) ? value.filter((each): each is SavedView => typeof each?.name === 'string' && typeof each?.address === 'string').slice(0, most) : [];
  } catch {
    return [];
  }
}

export function savedViews(page: PageName): Store<readonly SavedView[]> {
  const known = lists.get(page) ?? kept<readonly SavedView[]>(`eeveon-views-${page}`, readViews, (views) => JSON.stringify(views));
  lists.set(page, known);
  return known;
}

/** The same name takes the older one's place. */
export function keepView(page: PageName, name: string, route: Route): void {
  const list = savedViews(page);
  list.set([...list.get().filter((view) => view.name !== name), { name, address: formatRoute(route) }].slice(-most));
}

export const removeView = (page: PageName, name: string): void => {
  const list = savedViews(page);
  list.set(list.get().filter((view) => view.name !== name));
};

export function routeOfView({ address }: SavedView): Route {
  const [path = '', query = ''] = address.split('?');
  return parseRoute(`/${path}`, query, '/');
}
