// @vitest-environment jsdom
// @vitest-environment-options {"url": "https://deploy.example/eeveon/"}
import { act } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { one, place, root } from '../stage_for_tests';
import type { DeploymentRow } from '../wire/types';
import { ChosenBar } from './Chosen';

const actions = { cancel: false, retry: true, mark_done: false, rollback: false };
const rows = ['dep_1', 'dep_2', 'dep_3'].map((id) => ({ id, project: 'shop', environment: 'staging', commit: `${id.at(-1)}`.repeat(40), status: 'failed', trigger: 'push', requested_at: '2026-11-21T10:00:00.000Z', actions }));

let asked: string[] = [];
let answers: ((status: number) => Promise<void>)[] = []; // to what was asked for and waits
const kept = vi.fn();

beforeEach(() => {
  asked = [];
  answers = [];
  kept.mockReset();
  HTMLDialogElement.prototype.showModal = function (): void { this.open = true; };
  HTMLDialogElement.prototype.close = function (): void { this.open = false; };
  vi.stubGlobal('fetch', (url: URL, { method }: RequestInit) => {
    const path = url.pathname.replace('/eeveon/api/v1/deployments/', '');
    if (method === 'GET') return Promise.resolve(new Response(JSON.stringify(rows.find(({ id }) => id === path))));
    asked.push(path);
    return new Promise((answer) => answers.push((status) => act(async () => answer(new Response('{"title":"No"}', { status })))));
  });
});

const submit = (): boolean => one('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
const escape = (): Promise<void> => act(async () => void one('dialog').dispatchEvent(new Event('cancel', { cancelable: true })));

async function open(): Promise<void> {
  await act(async () => root.render(<ChosenBar rows={rows as unknown as DeploymentRow[]} onKeep={kept} onLeave={() => {}} />));
  await act(async () => one('[data-testid="several-retry"]').click());
  await act(async () => {});
}

describe('several deployments', () => {
  it('are each asked for once, however often it is confirmed', async () => {
    await open();
    await act(async () => { submit(); });
    await act(async () => { submit(); });
    await act(async () => { submit(); });
    expect(asked).toEqual(['dep_1/retry']);
    await answers[0]?.(202);
    await answers[1]?.(409);
    await answers[2]?.(202);
    expect(asked).toEqual(['dep_1/retry', 'dep_2/retry', 'dep_3/retry']);
    expect(place.querySelector('dialog')).toBeNull();
    expect(kept).toHaveBeenCalledWith(['dep_2']);
  });

  it('left in the middle: the answer under way is waited for, the rest is not asked for and stays chosen', async () => {
    await open();
    await act(async () => { submit(); });
    await escape();
    expect(one('dialog')).toBeTruthy(); // or the same one could be asked for again meanwhile
    await answers[0]?.(202);
    expect(asked).toEqual(['dep_1/retry']);
    expect(place.querySelector('dialog')).toBeNull();
    expect(kept).toHaveBeenCalledWith(['dep_2', 'dep_3']);
  });
});
