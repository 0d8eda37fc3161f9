// What the page says about its connection: never better than it is.
import type { LiveState } from '../wire/protocol';

export type Told =
  | { kind: 'connecting' | 'live' | 'polling' | 'reconnecting' | 'signed_out' }
  | { kind: 'stale'; since: number }; // ms

const grace = 10_000; // ms without an answer after which what is shown is called old

/** Polling and reconnecting are fine while answers come; after that all that counts is how old the picture is. */
export function told({ connection, contact }: Pick<LiveState, 'connection' | 'contact'>, now: number): Told {
  if (connection === 'live' || connection === 'signed_out') return { kind: connection };
  return contact !== null && now - contact > grace ? { kind: 'stale', since: contact } : { kind: connection };
}
