import { describe, expect, it } from 'vitest';
import { parseApplied, parseDelivery, parseDeliveries, parseDryRun, parseNamedRefs, parseNodes, parseNodeTest, parseProject, parseReleases, parseSetup } from './parse_actions';

const parsers = { parseApplied, parseDelivery, parseDeliveries, parseDryRun, parseNamedRefs, parseNodes, parseNodeTest, parseProject, parseReleases, parseSetup };

describe('answers to what a person does', () => {
  it.each(Object.entries(parsers))('%s takes nothing foreign for an answer', (_, parse) => {
    for (const foreign of ['', '<html>', '[]', 'null', '3', '"x"']) expect(parse(foreign)).toBeNull();
    expect(() => parse('{}')).not.toThrow();
  });

  it('are read as far as they have the agreed shape', () => {
    expect(parseNamedRefs('{"refs":[{"ref":"refs/heads/main","commit":"a"},{"ref":3},{"ref":"refs/tags/v1"}]}')).toEqual([{ ref: 'refs/heads/main', commit: 'a' }, { ref: 'refs/tags/v1', commit: undefined }]);
    expect(parseDryRun('{"plan":{},"commit":"c","release":"rel_1","waits":"waits for dep_1","changes":{"head":"c","direction":"sideways","commits":[{"commit":"c"}]}}')).toMatchObject({
      commit: 'c', release: 'rel_1', waits: 'waits for dep_1', changes: { direction: 'unknown', commits: [{ commit: 'c', subject: '' }], files: null, totals: null },
    });
    expect(parseDryRun('{"plan":{},"changes":null}')?.changes).toBeUndefined();
    expect(parseSetup('{"webhook_url":"u","checks":[{"id":"project","done":true,"text":"t","next":"n"},{"done":true}]}')).toEqual({
      webhook_url: 'u', webhook_content_type: 'application/json', events: [], secret_known: true, hooks: [], checks: [{ id: 'project', done: true, text: 't', next: 'n' }],
    });
  });

  it('tell a delivery with and without its body', () => {
    const one = { source: 'github', key: 'k', position: 3, received_at: 't', headers: { 'x-github-event': 'push', odd: 4 }, answer: { position: 3, duplicate: false }, status: 202, body: '{}', body_kept: true, events: [{ position: 3, type: 'push_received', stream: 's' }, {}] };
    expect(parseDelivery(JSON.stringify(one))).toMatchObject({ event: 'push', body: '{}', body_kept: true, headers: { odd: '4' }, events: [{ position: 3, type: 'push_received', stream: 's' }] });
    expect(parseDelivery(JSON.stringify({ ...one, body: '', body_kept: false }))).toMatchObject({ body: null, body_kept: false });
    expect(parseDeliveries(JSON.stringify({ deliveries: [one, { source: 'x' }], next: null }))).toMatchObject({ deliveries: [{ key: 'k' }], next: null });
  });

  it('tell whether a node was reached', () => {
    expect(parseNodeTest('{"reachable":false,"host_key":"ssh-ed25519 A","fingerprint":"SHA256:x","findings":[{"what":"connection","state":"wrong","remark":"refused"},{}]}')).toEqual({
      reachable: false, host_key: 'ssh-ed25519 A', fingerprint: 'SHA256:x', public_key: '', worker: '', findings: [{ what: 'connection', state: 'wrong', remark: 'refused' }],
    });
    expect(parseNodeTest('{"findings":[{"what":"disk","state":"warning"}]}')?.reachable).toBe(true);
  });
});
