import { describe, expect, it } from 'vitest';
import { fixOf, keyType, wantsKey } from './findings';

const wrong = (remark: string, what = 'connection') => ({ what, state: 'wrong', remark });

describe('what was found', () => {
  it('comes with what to do about it', () => {
    expect(fixOf(wrong('web: the login as deploy was refused: add /x/id_ed25519.pub to its authorized_keys'))).toBe('login');
    expect(fixOf(wrong('connect to host web port 22: Connection refused'))).toBe('refused');
    expect(fixOf(wrong('ssh: Could not resolve hostname web'))).toBe('name');
    expect(fixOf(wrong('no answer within 12 s'))).toBe('unreachable');
    expect(fixOf(wrong('the node shows another host key than the one confirmed'))).toBe('hostKey');
    expect(fixOf(wrong('mkdir: cannot create directory: Permission denied'))).toBe('folder');
    expect(fixOf(wrong('web showed no host key on port 2299: does sshd listen there? --host-key pins a key that was read elsewhere'))).toBe('refused');
    expect(fixOf(wrong('odd'))).toBe('other');
    expect(fixOf({ what: 'disk', state: 'warning', remark: '0.2 GiB free in /srv' })).toBe('disk');
    expect(fixOf({ what: 'disk', state: 'ok', remark: '' })).toBeNull();
    expect(wantsKey([wrong('Permission denied (publickey).')])).toBe(true);
  });

  it('names the file of a host key', () => {
    expect([keyType('ssh-ed25519 AAAA'), keyType('ssh-rsa A'), keyType('ecdsa-sha2-nistp256 A'), keyType('')]).toEqual(['ed25519', 'rsa', 'ecdsa', 'ed25519']);
  });
});
