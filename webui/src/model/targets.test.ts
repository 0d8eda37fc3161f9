import { describe, expect, it } from 'vitest';
import type { DeploymentRow } from '../wire/types';
import { fit, matching, options, type Known } from './targets';

const commit = (digit: string): string => digit.repeat(40);

const known: Known = {
  refs: [
    { ref: 'refs/heads/feature/basket', commit: commit('b') }, { ref: 'refs/heads/main', commit: commit('a') }, { ref: 'refs/heads/maintenance', commit: commit('e') },
    { ref: 'refs/tags/v1.2', commit: commit('c') }, { ref: 'refs/tags/v1.10', commit: commit('d') },
  ],
  releases: [
    { id: 'rel_0001', project: 'shop', commit: commit('a'), message: 'Fix rounding of totals', author: 'Mira', authored_at: '2026-01-03T00:00:00.000Z', state: 'built', built_at: '2026-01-03T01:00:00.000Z' },
    { id: 'rel_0002', project: 'shop', commit: commit('b'), message: 'Cache the product list', state: 'failed' },
    { id: 'rel_0003', project: 'shop', commit: commit('c'), message: 'Release 1.2', state: 'built', built_at: '2026-01-05T01:00:00.000Z' },
  ],
  deployments: [{ id: 'dep_1', commit: commit('f'), message: 'Draw the landing page', author: 'Ana', requested_at: '2026-01-06T00:00:00.000Z' } as DeploymentRow],
};
const all = options(known);
const labels = (query: string, first?: string): string[] => matching(all, query, first).map((option) => `${option.kind} ${option.label.slice(0, 16)}`);

describe('what can be deployed', () => {
  it('tells branches from tags, releases that are built, and commits, with what is known of them', () => {
    expect(all.map((option) => option.kind).sort()).toEqual(['branch', 'branch', 'branch', 'commit', 'commit', 'commit', 'commit', 'release', 'release', 'tag', 'tag'].sort());
    expect(all.find((option) => option.label === 'main')).toMatchObject({ target: { ref: 'refs/heads/main' }, message: 'Fix rounding of totals', author: 'Mira', at: '2026-01-03T00:00:00.000Z' });
    expect(all.find((option) => option.id === commit('f'))).toMatchObject({ kind: 'commit', at: '2026-01-06T00:00:00.000Z', message: 'Draw the landing page' });
  });

  it('offers the watched branch first, and the newest of each kind', () => {
    expect(labels('', 'maintenance')[0]).toBe('branch maintenance');
    expect(labels('')).toContain('release rel_0003');
    expect(matching(all, '').map((option) => option.id)).toEqual([...new Set(matching(all, '').map((option) => option.id))]);
  });

  it('ranks a whole name before a beginning, a beginning before a part', () => {
    expect(labels('main').slice(0, 2)).toEqual(['branch main', 'branch maintenance']);
    expect(labels('basket')[0]).toBe('branch feature/basket');
    expect(labels('1.1')[0]).toBe('tag v1.10');
    expect(labels('rounding totals')[0]).toBe('branch main'); // by the message
    expect(labels('ftbkt')).toContain('branch feature/basket'); // its letters in order
  });

  it('finds commits by their digits, wherever they stand', () => {
    expect(labels('ccc').slice(0, 3)).toEqual(['commit cccccccccccccccc', 'tag v1.2', 'release rel_0003']);
    expect(fit({ ...all[0]!, label: 'x', id: 'x', commit: commit('a'), message: undefined, author: undefined }, 'a')).toBe(0);
  });

  it('takes at its word what it does not know', () => {
    expect(matching(all, commit('9')).at(-1)).toMatchObject({ kind: 'commit', target: { commit: commit('9') } });
    expect(matching(all, 'rel_0199')).toMatchObject([{ kind: 'release', target: { release: 'rel_0199' } }]);
    expect(matching(all, 'hotfix/x').at(-1)).toMatchObject({ kind: 'typed', target: { ref: 'hotfix/x' } });
    expect(matching(all, 'main').filter((option) => option.kind === 'typed')).toEqual([]);
    expect(matching(all, 'refs/heads/main').map((option) => option.label)).toEqual(['main']);
    expect(matching(all, 'two words')).toEqual([]);
  });

  it('stays short whatever a repository brings', () => {
    const many = options({ refs: Array.from({ length: 5_000 }, (_, index) => ({ ref: `refs/heads/b${index}`, commit: undefined })), releases: [], deployments: [] });
    expect(matching(many, 'b').length).toBeLessThanOrEqual(61);
    expect(matching(many, '').length).toBe(6);
  });
});
