// The connection in words.
import { expect, it } from 'vitest';
import { told } from './connection';

it('is never told better than it is', () => {
  expect(told({ connection: 'live', contact: 0 }, 60_000)).toEqual({ kind: 'live' });
  expect(told({ connection: 'reconnecting', contact: 1_000 }, 9_000)).toEqual({ kind: 'reconnecting' });
  expect(told({ connection: 'reconnecting', contact: 1_000 }, 12_000)).toEqual({ kind: 'stale', since: 1_000 });
  expect(told({ connection: 'polling', contact: 11_000 }, 12_000)).toEqual({ kind: 'polling' });
  expect(told({ connection: 'polling', contact: 1_000 }, 12_000)).toEqual({ kind: 'stale', since: 1_000 });
  expect(told({ connection: 'connecting', contact: null }, 90_000)).toEqual({ kind: 'connecting' });
});
