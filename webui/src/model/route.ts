// The page's addresses. Every page is one segment below the base, so that relative assets work below any path prefix:
// "", "history", "projects", "nodes", "sign-in", "dep_…".

export type Route =
  | { page: 'board' }
  | { page: 'history'; project?: string; environment?: string; status?: string }
  | { page: 'deployment'; id: string; step?: string }
  | { page: 'projects' }
  | { page: 'nodes' }
  | { page: 'sign_in' }
  | { page: 'lost'; path: string };

const text = (query: URLSearchParams, key: string): Record<string, string> => {
  const value = query.get(key);
  return value ? { [key]: value } : {};
};

/** The route of an address below the base path ("/" or "/prefix/"). */
export function parseRoute(path: string, query: string, base: string): Route {
  const below = path.startsWith(base) ? path.slice(base.length) : path.replace(/^\//, '');
  const values = new URLSearchParams(query);
  if (below === '') return { page: 'board' };
  if (below === 'history') return { page: 'history', ...text(values, 'project'), ...text(values, 'environment'), ...text(values, 'status') };
  if (below === 'projects' || below === 'nodes') return { page: below };
  if (below === 'sign-in') return { page: 'sign_in' };
  if (/^dep_[0-9A-Za-z_-]+$/.test(below)) return { page: 'deployment', id: below, ...text(values, 'step') };
  return { page: 'lost', path };
}

/** The address of a route, relative to the base. */
export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'board': return '';
    case 'projects':
    case 'nodes': return route.page;
    case 'sign_in': return 'sign-in';
    case 'lost': return '';
    case 'deployment': return route.step ? `${route.id}?${new URLSearchParams({ step: route.step })}` : route.id;
    case 'history': {
      const query = new URLSearchParams();
      for (const key of ['project', 'environment', 'status'] as const) {
        const value = route[key];
        if (value) query.set(key, value);
      }
      return query.size > 0 ? `history?${query}` : 'history';
    }
  }
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
