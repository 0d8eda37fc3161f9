// Turns text from the server into typed values; what does not have the agreed shape becomes null, never a crash later.
import type { Board, LogRow, Problem, ServerMessage } from './types';

type Shape = Record<string, unknown>;

const isObject = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Rows that are objects with these text fields; anything else in the list is left out. */
function rows(value: unknown, ...required: string[]): Shape[] {
  if (!Array.isArray(value)) return [];
  return value.filter((row) => isObject(row) && required.every((key) => typeof row[key] === 'string'));
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const environment = (row: Shape): Shape => ({
  ...row,
  waiting: rows(row.waiting, 'deployment'),
  quarantine: rows(row.quarantine, 'commit'),
  nodes: list(row.nodes),
  outcomes: rows(row.outcomes, 'deployment', 'status'),
});
const node = (row: Shape): Shape => ({ ...row, groups: list(row.groups), live: isObject(row.live) ? row.live : {} });
const project = (row: Shape): Shape => ({ ...row, environments: list(row.environments) });

function boardRows(value: Shape): Shape {
  const out: Shape = {};
  if (value.projects !== undefined) out.projects = rows(value.projects, 'name').map(project);
  if (value.environments !== undefined) out.environments = rows(value.environments, 'project', 'name').map(environment);
  if (value.nodes !== undefined) out.nodes = rows(value.nodes, 'name').map(node);
  if (value.deployments !== undefined) out.deployments = rows(value.deployments, 'id', 'status', 'commit');
  return out;
}

export function parseBoard(value: unknown): Board | null {
  if (!isObject(value) || !isCount(value.position) || typeof value.at !== 'string') return null;
  const empty = { projects: [], environments: [], nodes: [], deployments: [] };
  return { position: value.position, at: value.at, ...empty, ...boardRows(value) } as Board;
}

/** One message of the live feed, or null when it is none. */
export function parseMessage(text: string): ServerMessage | null {
  const value = json(text);
  if (!isObject(value)) return null;
  switch (value.type) {
    case 'snapshot': {
      const board = parseBoard(value.board);
      return board && isCount(value.position) ? { type: 'snapshot', position: value.position, board } : null;
    }
    case 'change': {
      if (!isCount(value.position) || !Array.isArray(value.events)) return null;
      if (!value.events.every((event) => isObject(event) && isCount(event.position) && typeof event.stream === 'string')) return null;
      return { type: 'change', position: value.position, events: value.events, board: boardRows(isObject(value.board) ? value.board : {}) };
    }
    case 'log': {
      const { deployment, step, attempt, first_line, text: lines } = value;
      if (typeof deployment !== 'string' || typeof step !== 'string' || typeof lines !== 'string') return null;
      return isCount(attempt) && isCount(first_line) ? { type: 'log', deployment, step, attempt, first_line, text: lines } : null;
    }
    case 'behind':
      return isCount(value.position) ? { type: 'behind', position: value.position } : null;
    default:
      return null;
  }
}

/** The lines of an NDJSON log; a torn or foreign line is left out. */
export function parseLogRows(text: string): LogRow[] {
  const out: LogRow[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const row = json(line);
    if (isObject(row) && typeof row.step === 'string' && isCount(row.attempt) && isCount(row.line) && typeof row.text === 'string') {
      out.push({ step: row.step, attempt: row.attempt, line: row.line, text: row.text });
    }
  }
  return out;
}

/** Any error answer as a problem: what is not problem+json still gets a title a person can act on. */
export function parseProblem(status: number, text: string): Problem {
  const value = json(text);
  if (isObject(value) && typeof value.title === 'string') {
    const detail = typeof value.detail === 'string' ? value.detail : undefined;
    const field = typeof value.field === 'string' ? value.field : undefined;
    return { title: value.title, status, ...(detail === undefined ? {} : { detail }), ...(field === undefined ? {} : { field }) };
  }
  return { title: status >= 500 ? 'The server could not do this' : 'The server refused this', status, detail: `HTTP ${status}` };
}
