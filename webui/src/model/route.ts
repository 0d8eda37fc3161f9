// The page's addresses. Every page is one segment below the base, so that relative assets work below any path prefix:
// "", "history", "projects", "nodes", "sign-in", "dep_…". What a view can be asked for stands in its query.

/** A page per line: its name (in the address with "-" for "_"; the board's is empty) and the keys of its query. The server answers
 *  /metrics, /healthz, /readyz, /openapi.json, /api and /hooks itself: no page may be called so. */
const pages = {
  board: ['view', 'group', 'sort', 'project', 'environment', 'state', 'q', 'at'],
  history: ['project', 'environment', 'status', 'trigger', 'actor', 'q', 'last', 'from', 'to', 'sort', 'columns'],
  audit: ['actor', 'type', 'project', 'environment', 'deployment', 'q', 'last', 'from', 'to', 'detail', 'at', 'columns'],
  insights: ['project', 'environment', 'last', 'from', 'to', 'figure'],
  projects: [],
  project: ['name'],
  nodes: ['check'],
  node: ['name'],
  deliveries: ['source', 'event', 'q'],
  delivery: ['source', 'key'],
  setup: [],
  sign_in: [],
} as const satisfies Record<string, readonly string[]>;

/** The keys of a deployment's query; its address is its id. */
const deploymentKeys = ['tab', 'step', 'attempt', 'line', 'chart', 'failed', 'q', 'how', 'only', 'wrap'] as const;

type Pages = typeof pages;
type Query<Keys extends readonly string[]> = { [Key in Keys[number]]?: string };

export type PageName = keyof Pages;
export type Route =
  | { [Page in PageName]: { page: Page } & Query<Pages[Page]> }[PageName]
  | ({ page: 'deployment'; id: string } & Query<typeof deploymentKeys>)
  | { page: 'lost'; path: string };

/** The route of one page, with the keys that its query may have. */
export type RouteOf<Page extends Route['page']> = Extract<Route, { page: Page }>;

const names = Object.keys(pages) as PageName[];
const segment = (page: PageName): string => (page === 'board' ? '' : page.replaceAll('_', '-'));

function wanted(query: string, keys: readonly string[]): Record<string, string> {
  const values = new URLSearchParams(query);
  return Object.fromEntries(keys.map((key) => [key, values.get(key) ?? '']).filter(([, value]) => value !== ''));
}

/** The route of an address below the base path ("/" or "/prefix/"). */
export function parseRoute(path: string, query: string, base: string): Route {
  const below = path.startsWith(base) ? path.slice(base.length) : path.replace(/^\//, '');
  const page = names.find((name) => segment(name) === below);
  if (page) return { page, ...wanted(query, pages[page]) } as Route;
  if (/^dep_[0-9A-Za-z_-]+$/.test(below)) return { page: 'deployment', id: below, ...wanted(query, deploymentKeys) };
  return { page: 'lost', path };
}

/** The address of a route, relative to the base. */
export function formatRoute(route: Route): string {
  if (route.page === 'lost') return '';
  const path = route.page === 'deployment' ? route.id : segment(route.page);
  const keys: readonly string[] = route.page === 'deployment' ? deploymentKeys : pages[route.page];
  const values = route as Record<string, string | undefined>;
  const query = new URLSearchParams(keys.map((key) => [key, values[key] ?? '']).filter(([, value]) => value !== '') as [string, string][]);
  return query.size > 0 ? `${path}?${query}` : path;
}

/** The one-time token in the fragment of a sign-in link, or null. */
export function signInToken(fragment: string): string | null {
  const token = new URLSearchParams(fragment.replace(/^#/, '')).get('token');
  return token && /^[\x21-\x7e]{8,512}$/.test(token) ? token : null;
}

/** What a person pasted: a whole link or a bare token. */
export function pastedToken(value: string): string | null {
  const at = value.indexOf('#');
  return signInToken(at < 0 ? `token=${encodeURIComponent(value.trim())}` : value.slice(at).trim());
}
