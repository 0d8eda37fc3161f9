import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { describe, expect, it } from 'vitest';
import { curlOf, hookAddress, quoted } from './curl';

const secret = `it's a "secret" $HOME`;

/** Runs the commands in a real shell with a curl that only writes down what it was given. */
function told(text: string): { body: string; words: string[] } {
  const place = mkdtempSync(join(tmpdir(), 'curl-'));
  try {
    const program = join(place, 'curl');
    writeFileSync(program, `#!/bin/sh\ncat > "${place}/body"\nfor word in "$@"; do printf '%s\\0' "$word"; done > "${place}/words"\n`);
    chmodSync(program, 0o755);
    execFileSync('/bin/sh', ['-eu', '-c', text], { env: { PATH: `${place}:${env.PATH ?? ''}`, EEVEON_WEBHOOK_SECRET: secret }, timeout: 50_000 });
    return { body: readFileSync(join(place, 'body'), 'utf8'), words: readFileSync(join(place, 'words'), 'utf8').split('\0').slice(0, -1) };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

const bodies = {
  'plain JSON': '{"ref":"refs/heads/main"}',
  'everything a shell acts on': `'; touch /tmp/owned; ' "$(id)" \`id\` $HOME !! \\ \\n %s\t*~\n\n`,
  'only quotes': `''''`,
  'a line that begins with a dash': '-n --version',
  'signs from far away': 'ä \u202e 🦊 \u0001',
  nothing: '',
};

describe('a delivery as curl', { timeout: 60_000 }, () => {
  it.each(Object.entries(bodies))('sends the same bytes, signed: %s', (_, body) => {
    const address = `http://127.0.0.1:8080/hooks/github/it's`;
    const { body: sent, words } = told(curlOf({ source: 'github', headers: { 'x-github-event': 'push', 'content-type': 'application/json', 'user-agent': `it's $(id)` }, body }, address, ['a remark\ntouch /tmp/owned']));
    expect(sent).toBe(body);
    const headers = words.filter((_, index) => words[index - 1] === '--header');
    expect(headers).toContain('X-GitHub-Event: push');
    expect(headers).toContain('Content-Type: application/json');
    expect(headers).toContain(`User-Agent: it's $(id)`);
    expect(headers).toContain(`X-Hub-Signature-256: sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
    expect(headers.find((header) => header.startsWith('X-GitHub-Delivery: '))).toMatch(/^X-GitHub-Delivery: [0-9a-f]{32}$/);
    expect(words.at(-1)).toBe(address);
  });

  it('leaves out headers that would break it, and never takes over an id or a signature', () => {
    const text = curlOf({ source: 'github', headers: { 'x-hub-signature-256': 'sha256=00', 'x-github-delivery': 'old', 'x;y': '1', 'x-line': 'a\r\nb' }, body: '' }, 'http://h');
    expect(text).not.toMatch(/old|sha256=00|x;y|X-Line/);
  });

  it('says what is missing when there is no secret', () => {
    expect(() => execFileSync('/bin/sh', ['-c', curlOf({ source: 'github', headers: {}, body: '' }, 'http://127.0.0.1:9')], { env: { PATH: '' }, stdio: 'pipe' })).toThrow(/EEVEON_WEBHOOK_SECRET/);
  });

  it('knows the address of the hook by the source', () => {
    expect(hookAddress('https://deploy.example/eeveon/', 'github/acme')).toBe('https://deploy.example/eeveon/hooks/github/acme');
    expect(hookAddress('http://h', 'github')).toBe('http://h/hooks/github');
    expect(quoted(`a'b`)).toBe(`'a'\\''b'`);
  });
});
