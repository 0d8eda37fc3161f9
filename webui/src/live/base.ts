// Where the page lives: everything is addressed from here, so that a path prefix in front of it just works.

/** Read once, while the address is still the one the page was loaded from: all pages are one segment below the base. */
export const base: URL = new URL('.', document.baseURI);

export const apiUrl = (path: string): URL => new URL(`api/v1/${path}`, base);

export function socketUrl(after: number | null, topics: readonly string[]): URL {
  const url = apiUrl('live');
  url.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
  if (after !== null) url.searchParams.set('after', String(after));
  url.searchParams.set('topics', topics.join(','));
  return url;
}

/** What to paste into GitHub. */
export const webhookUrl = (hook = ''): string => new URL(hook ? `hooks/github/${encodeURIComponent(hook)}` : 'hooks/github', base).href;
