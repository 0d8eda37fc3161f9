import { describe, expect, it } from 'vitest';
import { menu } from './menu';
import { formatRoute, parseRoute } from './route';

/** What the server answers itself at the root of its addresses. */
const taken = ['api', 'hooks', 'metrics', 'healthz', 'readyz', 'openapi.json', 'assets'];

describe('addresses of pages', () => {
  it('are none that the server answers itself', () => {
    for (const { page } of menu) expect(taken).not.toContain(formatRoute({ page }));
  });
  it('lead back to the page they were made of', () => {
    for (const { page } of menu) expect(parseRoute(`/eeveon/${formatRoute({ page })}`, '', '/eeveon/')).toEqual({ page });
  });
});
