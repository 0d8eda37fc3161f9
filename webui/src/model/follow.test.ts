// News about what is followed.
import { describe, expect, it } from 'vitest';
import type { Board, DeploymentRow } from '../wire/types';
import { newsBetween, readFollowed, toggled, writeFollowed } from './follow';

const row = (id: string, status: DeploymentRow['status'], position: number): DeploymentRow => ({
  id, project: 'shop', environment: 'live', commit: 'c0ffee12', message: 'Round up\n\nmore', status, trigger: 'push', actor: 'a', requested_at: '', position, ...(status === 'failed' && { reason: 'tests' }),
});
const board = (position: number, ...deployments: DeploymentRow[]): Board => ({ position, at: '', projects: [], environments: [], nodes: [], deployments });
const titles = (before: Board, after: Board, ...followed: string[]): string[] => newsBetween(before, after, new Set(followed)).map(({ title, body }) => `${title} | ${body}`);

describe('what is followed', () => {
  it('is told when its state changes, by environment or by deployment', () => {
    const before = board(5, row('dep_1', 'running', 5));
    const after = board(6, row('dep_1', 'failed', 5));
    expect(titles(before, after, 'shop/live')).toEqual(['shop/live: Failed | Round up\ntests']);
    expect(titles(before, after, 'dep_1')).toHaveLength(1);
    expect(titles(before, after, 'shop/staging', 'dep_2')).toEqual([]);
    expect(titles(after, after, 'dep_1')).toEqual([]);
  });
  it('is told of what begins, not of what was there before the page looked', () => {
    expect(titles(board(5), board(6, row('dep_1', 'running', 6)), 'shop/live')).toHaveLength(1);
    expect(titles(board(5), board(6, row('dep_0', 'succeeded', 3)), 'shop/live')).toEqual([]);
    expect(titles(board(5), board(6, row('dep_1', 'queued', 6)), 'shop/live')).toEqual([]);
  });
  it('is kept as text, whatever the text became', () => {
    expect([...readFollowed(writeFollowed(toggled(new Set(['a']), 'b')))]).toEqual(['a', 'b']);
    expect([...toggled(new Set(['a', 'b']), 'a')]).toEqual(['b']);
    for (const text of [null, '', '{', '{"a":1}', '[1,{}]']) expect(readFollowed(text).size).toBe(0);
  });
});
