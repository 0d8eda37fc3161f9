// The board as a fold: a snapshot, then changes that carry the whole new value of every row they touch.
import type { Board, ChangeMessage, DeploymentRow } from '../wire/types';

const kept = 50; // deployments on the board, as in a snapshot

function upsert<Row>(rows: readonly Row[], changed: readonly Row[] | undefined, key: (row: Row) => string): Row[] {
  if (!changed || changed.length === 0) return rows as Row[];
  const fresh = new Map(changed.map((row) => [key(row), row]));
  const out = rows.map((row) => {
    const next = fresh.get(key(row));
    if (next) fresh.delete(key(row));
    return next ?? row;
  });
  return [...out, ...fresh.values()];
}

/** Newest first; ids are UUIDv7, so they settle a tie in the order of creation. */
export function newestFirst(a: DeploymentRow, b: DeploymentRow): number {
  return b.requested_at.localeCompare(a.requested_at) || b.id.localeCompare(a.id);
}

export const environmentKey = (row: { project: string; name: string }): string => `${row.project}/${row.name}`;

const nameOf = (row: { name: string }): string => row.name;

function without<Row>(rows: Row[], gone: readonly string[], key: (row: Row) => string): Row[] {
  return gone.length === 0 ? rows : rows.filter((row) => !gone.includes(key(row)));
}

export function fold(board: Board, change: ChangeMessage): Board {
  const rows = change.board;
  const gone = rows.removed ?? { projects: [], environments: [], nodes: [] };
  return {
    position: change.position,
    at: change.events.at(-1)?.recorded_at ?? board.at,
    projects: without(upsert(board.projects, rows.projects, nameOf), gone.projects, nameOf),
    environments: without(upsert(board.environments, rows.environments, environmentKey), gone.environments, environmentKey),
    nodes: without(upsert(board.nodes, rows.nodes, nameOf), gone.nodes, nameOf),
    deployments: upsert(board.deployments, rows.deployments, (row) => row.id).sort(newestFirst).slice(0, kept),
  };
}
