// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { keepView, readViews, removeView, routeOfView, savedViews } from './saved_views';

beforeEach(() => localStorage.clear());

describe('views that are kept', () => {
  it('bring back filters, order and columns, also after the page was left', async () => {
    const route = { page: 'history', status: 'failed', q: 'a&b', sort: '-took', columns: 'what,took' } as const;
    keepView('history', 'Slow failures', route);
    vi.resetModules();
    const again = await import('./saved_views');
    const [view] = again.savedViews('history').get();
    expect(view && again.routeOfView(view)).toEqual(route);
    expect(again.savedViews('audit').get()).toEqual([]);
  });

  it('have one for each name', () => {
    keepView('audit', 'Mine', { page: 'audit', actor: 'ann' });
    keepView('audit', 'Mine', { page: 'audit', actor: 'bob' });
    expect(savedViews('audit').get().map(routeOfView)).toEqual([{ page: 'audit', actor: 'bob' }]);
    removeView('audit', 'Mine');
    expect(savedViews('audit').get()).toEqual([]);
  });

  it('are read only as far as they are understood', () => {
    for (const text of ['', 'no json', '{}', 'null', '[1, null, {"name": 3}]']) expect(readViews(text), text).toEqual([]);
    expect(readViews('[{"name":"a","address":"history"}]')).toEqual([{ name: 'a', address: 'history' }]);
  });
});
