// The environment matrix: projects down, environments across, and which version is ahead of which.
import type { DeploymentRow } from '../wire/types';
import { sortingOf, type Filter } from './arrange';
import { place, severity, type Card } from './cards';
import { millis } from './time';

/** `behind`: by how many versions that were deployed since; null: older, but nobody knows by how many. */
export type Mark =
  | { kind: 'none' } // nothing is live there
  | { kind: 'alone' } // nothing to compare with
  | { kind: 'same' } // everywhere the same
  | { kind: 'newest' }
  | { kind: 'behind'; versions: number | null };

export interface Cell { card: Card; mark: Mark }
export interface MatrixRow { project: string; cards: Card[] }
export interface Matrix { environments: string[]; rows: MatrixRow[] }

const average = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

/** Columns in the order in which specs name them; rows as the board is sorted. */
export function matrix(cards: readonly Card[], filter: Filter): Matrix {
  const places = new Map<string, number[]>();
  const rows = new Map<string, Card[]>();
  for (const card of cards) {
    const { project, name } = card.environment;
    places.set(name, [...(places.get(name) ?? []), place(card)]);
    rows.set(project, [...(rows.get(project) ?? []), card]);
  }
  const environments = [...places].sort(([a, x], [b, y]) => average(x) - average(y) || a.localeCompare(b)).map(([name]) => name);
  const all = [...rows].map(([project, own]) => ({ project, cards: own }));
  const byName = (a: MatrixRow, b: MatrixRow): number => a.project.localeCompare(b.project);
  const worst = (row: MatrixRow): number => Math.min(...row.cards.map(severity));
  const newest = (row: MatrixRow): number => Math.max(...row.cards.map(({ changed }) => changed));
  const compare = { name: byName, worst: (a: MatrixRow, b: MatrixRow) => worst(a) - worst(b) || byName(a, b), newest: (a: MatrixRow, b: MatrixRow) => newest(b) - newest(a) || byName(a, b) };
  return { environments, rows: all.sort(compare[sortingOf(filter)]) };
}

/** When each commit was first asked for in this project; a rollback brings nothing new. */
function firstSeen(rows: readonly DeploymentRow[]): Map<string, number> {
  const seen = new Map<string, number>();
  for (const row of rows) {
    const at = millis(row.requested_at);
    if (at === null || row.rollback_of) continue;
    seen.set(row.commit, Math.min(seen.get(row.commit) ?? at, at));
  }
  return seen;
}

/**
 * The cells of one project, column by column. `rows`: its deployments that are known, which tell the order in which versions
 * came. A version that none of them tells of is as old as the moment it went live, and counts are then not known.
 */
export function cells({ cards }: MatrixRow, environments: readonly string[], rows: readonly DeploymentRow[]): (Cell | null)[] {
  const seen = firstSeen(rows);
  const order = [...seen].sort(([, a], [, b]) => a - b).map(([commit]) => commit);
  const live = cards.flatMap((card) => (card.environment.current ? [card.environment.current] : []));
  const ageOf = (commit: string): number => seen.get(commit) ?? Math.min(...live.filter((each) => each.commit === commit).map(({ since }) => millis(since) ?? 0));
  const commits = [...new Set(live.map(({ commit }) => commit))].sort((a, b) => ageOf(b) - ageOf(a));
  const [newest] = commits;
  const mark = (commit: string | undefined): Mark => {
    if (commit === undefined || newest === undefined) return { kind: 'none' };
    if (live.length === 1) return { kind: 'alone' };
    if (commits.length === 1) return { kind: 'same' };
    if (commit === newest) return { kind: 'newest' };
    const known = seen.has(commit) && seen.has(newest);
    return { kind: 'behind', versions: known ? order.indexOf(newest) - order.indexOf(commit) : null };
  };
  return environments.map((name) => {
    const card = cards.find((each) => each.environment.name === name);
    return card ? { card, mark: mark(card.environment.current?.commit) } : null;
  });
}

/** Does this project run more than one version? Only then is there an order to find out. */
export const differs = ({ cards }: MatrixRow): boolean => new Set(cards.flatMap(({ environment }) => environment.current?.commit ?? [])).size > 1;
