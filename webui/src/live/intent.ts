// One key for one wish: asked again because no answer came, the server can tell that it has done it already.

const held = 120_000; // ms; later the same ask is a new wish

interface Kept { key: string; until: number }

/** What was asked without a word whether it was done, by method, path and body. */
const unanswered = new Map<string, Kept>();

/** A random key (crypto.randomUUID needs https, this does not). */
function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The key under which a wish is asked for: a fresh one, unless the same wish got no answer a moment ago. */
export function keyFor(wish: string, now: number): string {
  for (const [old, { until }] of unanswered) if (until <= now) unanswered.delete(old);
  return unanswered.get(wish)?.key ?? freshKey();
}

/** `status`: of the answer, 0 for none. An answer from the server settles the wish; a broken one leaves it open. */
export function settle(wish: string, key: string, status: number, now: number): void {
  if (status === 0 || status >= 500) unanswered.set(wish, { key, until: now + held });
  else unanswered.delete(wish);
}
