// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { download } from './download';

/** A server whose answers lie ready by their `after`; says what was saved, and under which name. */
function serverOf(parts: Record<string, { body: string; next?: string; status?: number }>) {
  const saved: { blob: Blob; name: string }[] = [];
  vi.stubGlobal('fetch', (address: URL) => {
    const part = parts[new URL(address).searchParams.get('after') ?? ''];
    if (!part) throw new Error(`nobody asks for ${address}`);
    return Promise.resolve(new Response(part.body, { status: part.status ?? 200, headers: part.next ? { 'eeveon-next': part.next } : {} }));
  });
  let last: Blob;
  Object.assign(URL, { createObjectURL: (blob: Blob) => ((last = blob), 'blob:it'), revokeObjectURL: () => {} }); // jsdom has none
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) { saved.push({ blob: last, name: this.download }); });
  return saved;
}

beforeEach(async () => {
  vi.stubGlobal('Blob', (await new Response('').blob()).constructor); // of one kind with what fetch brings; jsdom's is another
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('a file', () => {
  it('is put together from all its parts, with a table\'s titles once', async () => {
    const saved = serverOf({ '': { body: 'id,at\r\n1,a\r\n', next: 'k1' }, k1: { body: 'id,at\r\n2,b\r\n' } });
    expect(await download('audit', {}, 'csv')).toEqual({ ok: true, value: { name: 'audit.csv', whole: true } });
    expect(saved.map(({ name }) => name)).toEqual(['audit.csv']);
    expect(await saved[0]?.blob.text()).toBe('id,at\r\n1,a\r\n2,b\r\n');
  });

  it('keeps every line of a log, which has no titles', async () => {
    const saved = serverOf({ '': { body: 'one\n', next: 'd1' }, d1: { body: 'two\n' } });
    await download('deployments/dep_1/log', {}, 'text', 'it.log');
    expect(await saved[0]?.blob.text()).toBe('one\ntwo\n');
    expect(saved[0]?.name).toBe('it.log');
  });

  it('is not saved when one of its parts does not come', async () => {
    const saved = serverOf({ '': { body: 'one\n', next: 'd1' }, d1: { body: '{"title":"Gone"}', status: 503 } });
    expect(await download('deployments/dep_1/log', {}, 'text')).toMatchObject({ ok: false, problem: { title: 'Gone' } });
    expect(saved).toEqual([]);
  });

  it('says when it does not hold everything', async () => {
    serverOf({ '': { body: 'x', next: 'k' }, k: { body: 'x', next: 'k' } });
    expect(await download('audit', {}, 'ndjson')).toMatchObject({ ok: true, value: { whole: false } });
  });
});
