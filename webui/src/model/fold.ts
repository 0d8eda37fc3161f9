// The board as a fold: a snapshot, then changes that carry the whole new value of every row they touch.
import type { Board, BoardRows, ChangeMessage, DeploymentRow, Environment, Node, Project } from '../wire/types';

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

/** Rows of changes in their order as those of one: the later value counts, and what is gone may come back. */
function gather<Row>(parts: readonly { rows: readonly Row[] | undefined; gone: readonly string[] }[], key: (row: Row) => string): { rows?: Row[]; gone: string[] } {
  const rows = new Map<string, Row>();
  const gone = new Set<string>();
  for (const part of parts) {
    for (const row of part.rows ?? []) {
      rows.set(key(row), row);
      gone.delete(key(row));
    }
    for (const name of part.gone) {
      rows.delete(name);
      gone.add(name);
    }
  }
  return { ...(rows.size > 0 && { rows: [...rows.values()] }), gone: [...gone] };
}

/** Changes that follow each other as one, so that a board of thousands is walked once for all that came between two frames. */
export function merged(changes: readonly [ChangeMessage, ...ChangeMessage[]]): ChangeMessage {
  const [first] = changes;
  if (changes.length === 1) return first;
  const part = <Row>(name: 'projects' | 'environments' | 'nodes') =>
    changes.map(({ board }) => ({ rows: board[name] as readonly Row[] | undefined, gone: board.removed?.[name] ?? [] }));
  const projects = gather(part<Project>('projects'), nameOf);
  const environments = gather(part<Environment>('environments'), environmentKey);
  const nodes = gather(part<Node>('nodes'), nameOf);
  const deployments = gather(changes.map(({ board }) => ({ rows: board.deployments, gone: [] })), (row) => row.id);
  const board: BoardRows = { removed: { projects: projects.gone, environments: environments.gone, nodes: nodes.gone } };
  if (projects.rows) board.projects = projects.rows;
  if (environments.rows) board.environments = environments.rows;
  if (nodes.rows) board.nodes = nodes.rows;
  if (deployments.rows) board.deployments = deployments.rows;
  const last = changes.at(-1) ?? first;
  return { type: 'change', position: last.position, ...(last.at && { at: last.at }), events: changes.flatMap(({ events }) => events), board };
}

export function fold(board: Board, change: ChangeMessage): Board {
  const rows = change.board;
  const gone = rows.removed ?? { projects: [], environments: [], nodes: [] };
  return {
    position: change.position,
    at: change.at ?? change.events.at(-1)?.recorded_at ?? board.at,
    projects: without(upsert(board.projects, rows.projects, nameOf), gone.projects, nameOf),
    environments: without(upsert(board.environments, rows.environments, environmentKey), gone.environments, environmentKey),
    nodes: without(upsert(board.nodes, rows.nodes, nameOf), gone.nodes, nameOf),
    deployments: upsert(board.deployments, rows.deployments, (row) => row.id).sort(newestFirst).slice(0, kept),
  };
}
