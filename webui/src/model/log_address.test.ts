import { describe, expect, it } from 'vitest';
import { keysOf, lookOf, type LogLook } from './log_address';
import { formatRoute, parseRoute } from './route';

describe('how a log is looked at', () => {
  it('comes back from the address as it went in', () => {
    for (const text of ['', 'a b', '%2F&q=x#', '^err(or)?$'])
      for (const regex of [false, true])
        for (const matchCase of [false, true])
          for (const only of ['all', 'hits', 'others'] as const) {
            const look: LogLook = { query: { text, regex, matchCase }, only: text === '' ? 'all' : only };
            const address = formatRoute({ page: 'deployment', id: 'dep_1', ...keysOf(look), wrap: '1' });
            const [path = '', query = ''] = address.split('?');
            const route = parseRoute(`/${path}`, query, '/');
            if (route.page !== 'deployment') throw new Error(address);
            expect(lookOf(route), address).toEqual(look);
            expect(route.wrap).toBe('1');
          }
  });

  it('leaves an address short where nothing is asked for', () => {
    expect(formatRoute({ page: 'deployment', id: 'dep_1', ...keysOf({ query: { text: '', regex: false, matchCase: false }, only: 'hits' }) })).toBe('dep_1');
  });

  it('shows all lines when the address says what there is not', () => {
    expect(lookOf({ q: 'x', only: 'some', how: 'zzz' })).toEqual({ query: { text: 'x', regex: false, matchCase: false }, only: 'all' });
  });
});
