// Turns text from the server into typed values; what does not have the agreed shape becomes null, never a crash later.
import type { Accepted, Board, BoardRows, Deployment, DeploymentPage, LogRow, NodeLoad, Problem, ServerMessage } from './types';

type Shape = Record<string, unknown>;

export const isObject = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is not there may be null or an empty text on the wire; here it is absent. */
function compact(row: Shape): Shape {
  // A row that has nothing of the kind stays as it is: a board has thousands.
  for (const key in row) if (row[key] === null || row[key] === '') return Object.fromEntries(Object.entries(row).filter(([, field]) => field !== null && field !== ''));
  return row;
}

/** Rows that are objects with these text fields; anything else in the list is left out. */
export function rows(value: unknown, ...required: string[]): Shape[] {
  if (!Array.isArray(value)) return [];
  return value.filter((row) => isObject(row) && required.every((key) => typeof row[key] === 'string')).map(compact);
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const doubt = (value: unknown): Shape | undefined =>
  rows([value], 'deployment', 'commit', 'reason').map((row) => ({ ...row, nodes: list(row.nodes) }))[0];

const environment = (row: Shape): Shape => ({
  ...row,
  ...(row.doubt !== undefined && { doubt: doubt(row.doubt) }),
  waiting: rows(row.waiting, 'deployment'),
  quarantine: rows(row.quarantine, 'commit'),
  nodes: list(row.nodes),
  outcomes: rows(row.outcomes, 'deployment', 'status'),
});
const texts = (value: unknown): Shape => (isObject(value) ? value : {});
const node = (row: Shape): Shape => ({ ...row, groups: list(row.groups), live: texts(row.live), checks: texts(row.checks), details: texts(row.details) });
const project = (row: Shape): Shape => ({ ...row, environments: list(row.environments) });

const stays = (row: Shape): boolean => row.removed !== true;

/** The keys of rows that say of themselves that they were removed. */
const gone = (value: unknown): string[] => rows(list(value).filter((row) => isObject(row) && !stays(row)), 'name').map((row) => String(row.name));

function boardRows(value: Shape): BoardRows {
  const out: Shape = {};
  if (value.projects !== undefined) out.projects = rows(value.projects, 'name').filter(stays).map(project);
  if (value.environments !== undefined) out.environments = rows(value.environments, 'project', 'name').filter(stays).map(environment);
  if (value.nodes !== undefined) out.nodes = rows(value.nodes, 'name').filter(stays).map(node);
  if (value.deployments !== undefined) out.deployments = rows(value.deployments, 'id', 'status', 'commit');
  const removed = { projects: gone(value.projects), environments: gone(value.environments), nodes: gone(value.nodes) };
  return { ...out, removed };
}

export function parseBoard(value: unknown): Board | null {
  if (!isObject(value) || !isCount(value.position)) return null;
  const { projects = [], environments = [], nodes = [], deployments = [] } = boardRows(value);
  return { position: value.position, at: typeof value.at === 'string' ? value.at : '', projects, environments, nodes, deployments };
}

/** One deployment with its plan, steps and causes. */
export function parseDeployment(text: string): Deployment | null {
  const value = json(text);
  const [row] = rows([value], 'id', 'status', 'commit', 'project', 'environment');
  if (!row) return null;
  const plan = isObject(row.plan) ? row.plan : {};
  const actions = isObject(row.actions) ? row.actions : {};
  return {
    attempts: 0,
    ...row,
    plan: { ...plan, build: stages(plan.build), deploy: stages(plan.deploy), undo: stages(plan.undo), digest: typeof plan.digest === 'string' ? plan.digest : null },
    steps: rows(row.steps, 'id', 'part', 'state', 'target'),
    causes: rows(row.causes, 'type'),
    ...(row.waits === undefined ? {} : { waits: rows(row.waits, 'from', 'reason') }),
    actions: { cancel: actions.cancel === true, retry: actions.retry === true, mark_done: actions.mark_done === true, rollback: actions.rollback === true },
  } as unknown as Deployment;
}

const stages = (value: unknown): Shape[] => rows(value, 'name').map((stage) => ({ ...stage, steps: rows(stage.steps, 'id', 'action', 'target') }));

/** A page of the history. */
export function parsePage(text: string): DeploymentPage | null {
  const value = json(text);
  if (!isObject(value)) return null;
  return { deployments: boardRows({ deployments: value.deployments ?? [] }).deployments ?? [], next: typeof value.next === 'string' ? value.next : null };
}

/** The whole names of a repository's branches and tags. */
export function parseRefs(text: string): string[] | null {
  const value = json(text);
  return isObject(value) ? rows(value.refs, 'ref').map((row) => String(row.ref)) : null;
}

/** What a request to deploy or roll back was answered with. */
export function parseAccepted(text: string): Accepted | null {
  const value = json(text);
  if (!isObject(value)) return null;
  const plan = isObject(value.plan) ? value.plan : {};
  return {
    ...(typeof value.deployment === 'string' && value.deployment !== '' ? { deployment: value.deployment } : {}),
    ...(typeof value.commit === 'string' && value.commit !== '' ? { commit: value.commit } : {}),
    plan: { build: stages(plan.build), deploy: stages(plan.deploy), undo: stages(plan.undo), digest: typeof plan.digest === 'string' ? plan.digest : null },
  } as unknown as Accepted;
}

/** Load by node; a figure that is none is left out. */
function loads(value: unknown): Record<string, NodeLoad> {
  if (!isObject(value)) return {};
  const figures = ['load1', 'cores', 'memory_used', 'memory_total', 'disk_used', 'disk_total'];
  const read = (row: Shape): Shape => ({ at: row.at, ...Object.fromEntries(figures.filter((key) => typeof row[key] === 'number' && Number(row[key]) >= 0).map((key) => [key, row[key]])) });
  return Object.fromEntries(Object.entries(value).filter((pair): pair is [string, Shape] => isObject(pair[1]) && typeof pair[1].at === 'string').map(([name, row]) => [name, read(row)])) as unknown as Record<string, NodeLoad>;
}

/** The answer of nodes/load. */
export function parseLoads(text: string): Record<string, NodeLoad> | null {
  const value = json(text);
  return isObject(value) && isObject(value.nodes) ? loads(value.nodes) : null;
}

/** Whether a page of events is empty; null when it is none. */
export function parseNoEvents(text: string): boolean | null {
  const value = json(text);
  return isObject(value) && Array.isArray(value.events) ? value.events.length === 0 : null;
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
      const { first, events = first === undefined ? undefined : [] } = value;
      if (!isCount(value.position) || !Array.isArray(events) || (first !== undefined && !isCount(first))) return null;
      if (!events.every((event) => isObject(event) && isCount(event.position) && typeof event.stream === 'string')) return null;
      const at = typeof value.at === 'string' ? { at: value.at } : {};
      return { type: 'change', ...(first !== undefined && { first }), position: value.position, ...at, events, board: boardRows(isObject(value.board) ? value.board : {}) };
    }
    case 'log': {
      const { deployment, step, attempt, first_line, text: lines, at } = value;
      if (typeof deployment !== 'string' || typeof step !== 'string' || typeof lines !== 'string') return null;
      return isCount(attempt) && isCount(first_line) ? { type: 'log', deployment, step, attempt, first_line, text: lines, ...(typeof at === 'string' && { at }) } : null;
    }
    case 'load':
      return { type: 'load', nodes: loads(value.nodes) };
    case 'behind':
      return isCount(value.position) ? { type: 'behind', position: value.position, ...(isCount(value.missed) && { missed: value.missed }) } : null;
    case 'problem':
      return typeof value.title === 'string' ? { type: 'problem', title: value.title, detail: typeof value.detail === 'string' ? value.detail : '' } : null;
    default:
      return null;
  }
}

/** The lines of an NDJSON log; a torn or foreign line is left out. */
export function parseLogRows(lines: readonly string[]): LogRow[] {
  const out: LogRow[] = [];
  for (const line of lines) {
    if (line === '') continue;
    const row = json(line);
    if (isObject(row) && typeof row.step === 'string' && isCount(row.attempt) && isCount(row.line) && typeof row.text === 'string') {
      out.push({ step: row.step, attempt: row.attempt, line: row.line, text: row.text, ...(typeof row.at === 'string' && { at: row.at }) });
    }
  }
  return out;
}

/** Any error answer as a problem: what is not problem+json still gets a title a person can act on. */
export function parseProblem(status: number, text: string): Problem {
  const value = json(text);
  if (isObject(value) && typeof value.title === 'string') {
    const told = Object.fromEntries(['detail', 'field', 'code', 'host_key', 'fingerprint', 'request_id'].map((key) => [key, value[key]]).filter(([, each]) => typeof each === 'string'));
    const errors = rows(value.errors, 'field', 'detail') as unknown as Problem['errors'];
    return { title: value.title, status, ...told, ...(errors && errors.length > 0 && { errors }) };
  }
  return { title: status >= 500 ? 'The server could not do this' : 'The server refused this', status, detail: `HTTP ${status}` };
}
