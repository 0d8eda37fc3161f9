import { describe, expect, it } from 'vitest';
import type { Delivery } from '../wire/action_types';
import { answered, bodyView, brought, deploymentOf, isWebhook, replayable, shownAtOnce, size } from './deliveries';

describe('several deliveries', () => {
  it('are replayed oldest first, without commands and without what is no longer kept', () => {
    const row = (position: number, fields: object = {}): Delivery => ({ position, source: 'github', key: String(position), body_kept: true, ...fields } as unknown as Delivery);
    expect(replayable([row(9), row(7), row(8, { body_kept: false }), row(6, { source: 'api' }), row(5, { source: 'github/shop' })]).map(({ position }) => position)).toEqual([5, 7, 9]);
  });
});

describe('a delivery', () => {
  it('says how it was answered', () => {
    expect(answered({ status: 202, answer: { position: 4, duplicate: false } })).toBe('accepted');
    expect(answered({ status: null, answer: { position: 4, duplicate: false } })).toBe('accepted');
    expect(answered({ status: 200, answer: { position: 4, duplicate: true } })).toBe('duplicate');
    expect(answered({ status: 401, answer: null })).toBe('refused');
    expect(answered({ status: null, answer: 'odd' })).toBe('unknown');
  });

  it('leads to its deployments', () => {
    expect(deploymentOf('deployment-dep_0193')).toBe('dep_0193');
    expect(deploymentOf('repo-github-1')).toBeNull();
    expect(isWebhook({ source: 'github/acme' }) && isWebhook({ source: 'github' })).toBe(true);
    expect(isWebhook({ source: 'api' })).toBe(false);
  });

  it('brought its own events, and what they set off', () => {
    const event = (position: number, causation: number) => ({ position, type: 't', stream: 's', causation });
    const own = [{ position: 5, type: 'push_received', stream: 'r' }];
    expect(brought(own, [event(8, 5), event(6, 0), event(7, 5), event(9, 8), event(5, 0)]).map(({ position }) => position)).toEqual([5, 7, 8]);
    expect(brought(own, [])).toEqual(own);
  });

  it('shows JSON indented, and changes nothing of it', () => {
    expect(bodyView('{"a":12345678901234567890,"a":[1, {}, [ ]],"s":"x: [\\"y\\", {"}', 'pretty', true).text).toBe(
      '{\n  "a": 12345678901234567890,\n  "a": [\n    1,\n    {},\n    []\n  ],\n  "s": "x: [\\"y\\", {"\n}',
    );
    expect(bodyView('{"a":1}', 'raw', true)).toEqual({ text: '{"a":1}', pretty: false, cut: false, bytes: 7 });
    expect(bodyView('payload=x', 'pretty', true)).toEqual({ text: 'payload=x', pretty: false, cut: false, bytes: 9 });
    const nested = { a: [{ b: [], c: { d: null } }, 'e'], f: -1.5e3, g: true };
    expect(JSON.parse(bodyView(JSON.stringify(nested), 'pretty', true).text)).toEqual(nested);
    expect(bodyView(JSON.stringify(nested), 'pretty', true).text).toBe(JSON.stringify(nested, null, 2));
  });

  it('cuts what is long until it is asked for', () => {
    const long = 'x'.repeat(shownAtOnce + 1);
    expect(bodyView(long, 'raw', false)).toMatchObject({ cut: true, bytes: shownAtOnce + 1 });
    expect(bodyView(long, 'raw', true)).toMatchObject({ cut: false, text: long });
    expect([size(12), size(1_234), size(45_600), size(7_800_000)]).toEqual(['12 B', '1.2 kB', '46 kB', '7.8 MB']);
  });
});
