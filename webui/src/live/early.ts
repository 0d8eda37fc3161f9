// Asks for the board before the page's own script has arrived: this file is its own small script, first in the page.
// Signing in comes before there is anything to ask for.
import { apiUrl } from './base';

/** An answer that was read to its end. */
export interface Early { answer: Response; text: string }

let begun: Promise<Early> | null = location.pathname.endsWith('/sign-in')
  ? null
  : fetch(apiUrl('board'), { headers: { accept: 'application/json' }, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(20_000) })
    .then(async (answer) => ({ answer, text: await answer.text() }));

begun?.catch(() => undefined); // whoever takes it is told

/** The request, once. */
export function takeEarly(): Promise<Early> | null {
  const taken = begun;
  begun = null;
  return taken;
}
