// Which version runs where, and what is ahead of what.
import { describe, expect, it } from 'vitest';
import type { Board, DeploymentRow, Environment, Project } from '../wire/types';
import { cardBook } from './cards';
import { cells, differs, matrix, type MatrixRow } from './matrix';

const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}T00:00:00.000Z`;
const project = (name: string, ...environments: string[]): Project => ({ name, repository: 'r', repository_bound: true, environments, applied_at: '' });
const environment = (project: string, name: string, commit?: string, since = 1): Environment => ({
  project, name, queue_policy: 'supersede', waiting: [], quarantine: [], nodes: [], outcomes: [], ...(commit && { current: { release: 'r', commit, deployment: `dep_${commit}`, since: day(since) } }),
});
const deployed = (commit: string, at: number, fields: Partial<DeploymentRow> = {}): DeploymentRow => ({
  id: `dep_${commit}${at}`, project: 'shop', environment: 'e', commit, status: 'succeeded', trigger: 'push', actor: 'a', requested_at: day(at), position: at, ...fields,
});
const board = (projects: Project[], environments: Environment[]): Board => ({ position: 1, at: '', projects, environments, nodes: [], deployments: [] });
const of = (projects: Project[], environments: Environment[], sort?: string) => matrix(cardBook()(board(projects, environments)), { page: 'board', ...(sort && { sort }) });
const marks = (row: MatrixRow | undefined, columns: string[], rows: DeploymentRow[] = []): string[] =>
  (row ? cells(row, columns, rows) : []).map((cell) => (cell === null ? '-' : cell.mark.kind === 'behind' ? `behind ${cell.mark.versions}` : cell.mark.kind));

const shop = [project('shop', 'dev', 'staging', 'live')];

describe('the matrix', () => {
  it('has the columns in the order of the specs, and a hole where a project has no such environment', () => {
    const value = of([project('shop', 'staging', 'live'), project('blog', 'live')], [environment('shop', 'live', 'a'), environment('shop', 'staging', 'a'), environment('blog', 'live')]);
    expect(value.environments).toEqual(['staging', 'live']);
    expect(value.rows.map((row) => [row.project, marks(row, value.environments)])).toEqual([['blog', ['-', 'none']], ['shop', ['same', 'same']]]);
  });
  it('counts the versions between by when each was first deployed', () => {
    const { rows: [row], environments } = of(shop, [environment('shop', 'dev', 'd', 9), environment('shop', 'staging', 'b', 20), environment('shop', 'live', 'a', 2)]);
    expect(row && differs(row)).toBe(true);
    expect(marks(row, environments, [deployed('a', 1), deployed('b', 2), deployed('c', 3), deployed('d', 4)])).toEqual(['newest', 'behind 2', 'behind 3']);
  });
  it('is not misled by a version that was deployed again, or rolled back to', () => {
    const { rows: [row], environments } = of(shop, [environment('shop', 'dev', 'b', 3), environment('shop', 'live', 'a', 9)]);
    const rows = [deployed('a', 9), deployed('a', 8, { rollback_of: 'dep_x' }), deployed('b', 3), deployed('a', 1)];
    expect(marks(row, environments, rows)).toEqual(['newest', 'behind 1']);
  });
  it('says only older where the deployments do not reach back', () => {
    const { rows: [row], environments } = of(shop, [environment('shop', 'dev', 'b', 5), environment('shop', 'live', 'a', 2)]);
    expect(marks(row, environments, [deployed('b', 5)])).toEqual(['newest', 'behind null']);
    expect(marks(row, environments)).toEqual(['newest', 'behind null']);
  });
  it('compares nothing with a lone version', () => {
    const { rows: [row], environments } = of(shop, [environment('shop', 'dev'), environment('shop', 'live', 'a')]);
    expect(marks(row, environments)).toEqual(['none', 'alone']);
    expect(row && differs(row)).toBe(false);
  });
  it('stands as the board is sorted', () => {
    const projects = [project('a', 'live'), project('b', 'live')];
    const rows = (sort: string) => of(projects, [environment('a', 'live', 'x', 1), environment('b', 'live', 'y', 2)], sort).rows.map((row) => row.project);
    expect([rows('name'), rows('newest')]).toEqual([['a', 'b'], ['b', 'a']]);
  });
});
