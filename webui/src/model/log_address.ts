// How a log is looked at, in the address: what is searched for and how, which lines are shown, whether long ones are wrapped.
import type { Filter } from './listing';
import type { Query } from './matcher';
import type { RouteOf } from './route';

export interface LogLook { query: Query; only: Filter }

type Keys = Pick<RouteOf<'deployment'>, 'q' | 'how' | 'only'>;

export function lookOf({ q = '', how = '', only }: Keys): LogLook {
  return { query: { text: q, regex: how.includes('r'), matchCase: how.includes('c') }, only: q !== '' && (only === 'hits' || only === 'others') ? only : 'all' };
}

/** The keys of the address; what is usual is left out of it. */
export function keysOf({ query: { text, regex, matchCase }, only }: LogLook): Required<Keys> {
  return { q: text, how: `${regex ? 'r' : ''}${matchCase ? 'c' : ''}`, only: only === 'all' || text === '' ? '' : only };
}
