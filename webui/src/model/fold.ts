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

/** Names whose stream says that they were removed: a changed row cannot say so. */
function removed(change: ChangeMessage, prefix: string): Set<string> {
  const names = new Set<string>();
  for (const event of change.events) {
    if (!event.stream.startsWith(prefix)) continue;
    const name = event.stream.slice(prefix.length);
    if (event.type === 'node_removed') names.add(name);
    else names.delete(name);
  }
  return names;
}

export function fold(board: Board, change: ChangeMessage): Board {
  const rows = change.board;
  const last = change.events.at(-1);
  const gone = removed(change, 'node-');
  const nodes = upsert(board.nodes, rows.nodes, (row) => row.name);
  return {
    position: change.position,
    at: last?.recorded_at ?? board.at,
    projects: upsert(board.projects, rows.projects, (row) => row.name),
    environments: upsert(board.environments, rows.environments, environmentKey),
    nodes: gone.size === 0 ? nodes : nodes.filter((row) => !gone.has(row.name)),
    deployments: upsert(board.deployments, rows.deployments, (row) => row.id).sort(newestFirst).slice(0, kept),
  };
}
