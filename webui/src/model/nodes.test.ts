import { describe, expect, it } from 'vitest';
import type { Environment, Node } from '../wire/types';
import { quoted } from './curl';
import { quoteWord } from './arguments';
import { groupsInUse, missingOf, newNode, nodeBody, nodeCommand, places, restsOn, worstFirst } from './nodes';
import { githubHooks, hookUrl, isUnreachable, steps } from './setup';

const node = (name: string, more: Partial<Node> = {}): Node => ({ name, kind: 'ssh', address: 'h', groups: [], health: 'up', live: {}, checks: {}, details: {}, ...more });
const environment = (project: string, name: string, nodes: string[], live = true): Environment =>
  ({ project, name, queue_policy: 'queue', waiting: [], quarantine: [], nodes, outcomes: [], ...(live && { current: { release: 'rel_1', commit: 'c', deployment: 'd', since: '' } }) });

describe('nodes', () => {
  it('say in which environment they are down, and why', () => {
    const web = node('web', { health: 'down', checks: { 'shop/production': 'up', 'shop/staging': 'down' }, details: { 'shop/staging': 'connection refused' }, live: { 'shop/production': 'rel_1' } });
    expect(places(web, [environment('shop', 'production', ['web']), environment('shop', 'staging', ['web']), environment('shop', 'lab', ['web'], false)])).toEqual([
      { key: 'shop/staging', project: 'shop', environment: 'staging', release: undefined, health: 'down', detail: 'connection refused' },
      { key: 'shop/production', project: 'shop', environment: 'production', release: 'rel_1', health: 'up', detail: undefined },
      { key: 'shop/lab', project: 'shop', environment: 'lab', release: undefined, health: 'unknown', detail: undefined },
    ]);
    expect(worstFirst([node('b'), node('a'), web]).map(({ name }) => name)).toEqual(['web', 'a', 'b']);
  });

  it('say what rests on them', () => {
    const rows = [environment('shop', 'production', ['a']), environment('shop', 'staging', ['a', 'b']), environment('shop', 'lab', ['a'], false)];
    expect(restsOn(node('a'), rows)).toEqual({ live: ['shop/production', 'shop/staging'], alone: ['shop/production'] });
  });

  it('are sent as they were filled in, and said as a command', () => {
    const form = { ...newNode, name: ' web-1 ', address: 'web', user: 'deploy', root: '/srv/my app', groups: 'eu, web  web', port: '2222' };
    expect(nodeBody(form, 'ssh-ed25519 AAAA')).toEqual({ name: 'web-1', kind: 'ssh', address: 'web', user: 'deploy', port: 2222, root: '/srv/my app', groups: ['eu', 'web'], host_key: 'ssh-ed25519 AAAA' });
    expect(nodeBody({ ...form, kind: 'local', address: '' }, '')).toEqual({ name: 'web-1', kind: 'local', root: '/srv/my app', groups: ['eu', 'web'] });
    expect(nodeCommand(form, quoteWord)).toBe(`eeveon nodes add web-1 --address web --user deploy --port 2222 --root ${quoted('/srv/my app')} --group eu --group web`);
    expect(missingOf(newNode)).toEqual(['name', 'address', 'user', 'root']);
    expect(groupsInUse([node('a', { groups: ['x', 'b'] }), node('c', { groups: ['b'] })])).toEqual(['b', 'x']);
  });
});

describe('the first run', () => {
  it('has one next step', () => {
    const check = (id: string, done: boolean) => ({ id, done, text: id, next: '' });
    expect(steps({ checks: [check('a', true), check('b', false), check('c', true), check('d', false)] }).map(({ state }) => state)).toEqual(['done', 'next', 'done', 'later']);
  });

  it('leads to the webhooks of a repository on GitHub', () => {
    for (const address of ['https://github.com/acme/shop', 'https://github.com/acme/shop.git', 'git@github.com:acme/shop.git', 'ssh://git@github.com/acme/shop']) {
      expect(githubHooks(address), address).toBe('https://github.com/acme/shop/settings/hooks/new');
    }
    for (const address of ['https://gitlab.com/acme/shop', 'https://github.com.evil.example/acme/shop', 'file:///srv/acme/shop', 'https://github.com/acme/shop/x?y', 'javascript:alert(1)']) {
      expect(githubHooks(address), address).toBeNull();
    }
  });

  it('knows addresses that GitHub cannot reach', () => {
    expect(['http://127.0.0.1:8080/hooks/github', 'http://localhost/x', 'http://10.1.2.3/', 'http://[::1]/'].every(isUnreachable)).toBe(true);
    expect(isUnreachable('https://deploy.example.com/hooks/github')).toBe(false);
    expect(hookUrl('http://127.0.0.1:8080/hooks/github', 'https://deploy.example.com/hooks/github')).toBe('https://deploy.example.com/hooks/github');
    expect(hookUrl('http://127.0.0.1:8080/hooks/github', 'http://localhost:8080/hooks/github')).toBe('http://127.0.0.1:8080/hooks/github');
  });
});
