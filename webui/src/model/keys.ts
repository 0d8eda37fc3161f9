// The keyboard: which press means what. Pure, so that the rule "none fires while somebody types" is tested once.
import { menu } from './menu';
import type { PageName } from './route';

export type Direction = 'up' | 'down' | 'left' | 'right';

export interface Press {
  key: string;
  command: boolean; // Ctrl, or Cmd on a Mac
  alt: boolean;
  typing: boolean; // the focus is in a field
  covered: boolean; // a dialog stands before the page
}

export type Hit =
  | { kind: 'palette' | 'help' | 'search' }
  | { kind: 'go'; page: Exclude<PageName, 'sign_in'> }
  | { kind: 'move'; direction: Direction }
  | { kind: 'row'; by: 1 | -1 }
  | { kind: 'tile'; nth: number } // from 0
  | { kind: 'command'; key: string };

/** "g" waits a moment for the letter of a page. */
export interface Pending { since: number | null }

export const nothingPending: Pending = { since: null };

const patience = 1_200; // ms between "g" and its letter

const directions: Record<string, Direction> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' };

/** `own`: the letters that the present view gave a meaning. */
export function press(pending: Pending, { key, command, alt, typing, covered }: Press, now: number, own: readonly string[] = []): { pending: Pending; hit: Hit | null } {
  const none = { pending: nothingPending, hit: null };
  if (command && !alt && key.toLowerCase() === 'k') return { ...none, hit: { kind: 'palette' } };
  if (command || alt || typing || covered) return none;
  if (pending.since !== null && now - pending.since <= patience) {
    const page = menu.find((entry) => entry.key === key)?.page;
    return page ? { ...none, hit: { kind: 'go', page } } : none;
  }
  if (key === 'g') return { pending: { since: now }, hit: null };
  if (key === '?') return { ...none, hit: { kind: 'help' } };
  if (key === '/') return { ...none, hit: { kind: 'search' } };
  if (own.includes(key)) return { ...none, hit: { kind: 'command', key } };
  if (key === 'j' || key === 'k') return { ...none, hit: { kind: 'row', by: key === 'j' ? 1 : -1 } };
  if (/^[1-9]$/.test(key)) return { ...none, hit: { kind: 'tile', nth: Number(key) - 1 } };
  const direction = directions[key];
  return direction ? { ...none, hit: { kind: 'move', direction } } : none;
}

export interface Box { left: number; top: number; width: number; height: number }

/** Which box lies next in a direction: near along it, and not far aside. */
export function neighbour(boxes: readonly Box[], from: Box, direction: Direction): number {
  const across = direction === 'left' || direction === 'right';
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  let best = -1;
  let least = Infinity;
  boxes.forEach((box, index) => {
    const x = box.left + box.width / 2 - (from.left + from.width / 2);
    const y = box.top + box.height / 2 - (from.top + from.height / 2);
    const along = sign * (across ? x : y);
    const aside = Math.abs(across ? y : x);
    const cost = along + 3 * aside;
    if (along > 1 && cost < least) [best, least] = [index, cost];
  });
  return best;
}
