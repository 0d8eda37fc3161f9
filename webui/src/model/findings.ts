// What to do about what a look at a node has found: told by the words of the remark, which come from ssh, sh and rsync.
import type { Finding } from '../wire/action_types';

export type Fix = 'login' | 'refused' | 'unreachable' | 'name' | 'hostKey' | 'rsync' | 'disk' | 'folder' | 'program' | 'other';

const signs: readonly [RegExp, Fix][] = [
  [/authorized_keys|permission denied \(|login .*refused|publickey/i, 'login'],
  [/show(?:s|ed) no host key/i, 'refused'],
  [/host key|known_hosts|another key/i, 'hostKey'],
  [/rsync/i, 'rsync'],
  [/not found: |command not found|no program|is missing on/i, 'program'],
  [/could not resolve|name or service|no such host|unknown host/i, 'name'],
  [/connection refused|refused the connection/i, 'refused'],
  [/timed out|time ran out|unreachable|no route|no answer|did not answer|within/i, 'unreachable'],
  [/no space|disk/i, 'disk'],
  [/permission denied|no such file|cannot create|read-only/i, 'folder'],
];

/** None where nothing is wrong. */
export function fixOf({ what, state, remark }: Finding): Fix | null {
  if (state === 'ok' || what === 'name' || what === 'environments') return null; // those say themselves what they mean
  const found = signs.find(([sign]) => sign.test(remark))?.[1];
  if (found) return found;
  if (what === 'disk' || what === 'rsync') return what;
  return state === 'wrong' ? 'other' : null;
}

/** Is it a login that the worker's key would open? */
export const wantsKey = (findings: readonly Finding[]): boolean => findings.some((one) => fixOf(one) === 'login');

/** "ed25519" of "ssh-ed25519 AAAA…": as sshd names its key's file. */
export function keyType(hostKey: string): string {
  const name = hostKey.split(' ')[0] ?? '';
  if (name.startsWith('ecdsa-')) return 'ecdsa';
  return name.replace(/^ssh-/, '').replace(/[^a-z0-9]/g, '') || 'ed25519';
}
