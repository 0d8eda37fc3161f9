// The answers to what a person does, read without trusting them: a missing piece is empty, a foreign shape is null.
import type {
  Applied, AppliedProject, CausedEvent, Changes, Delivery, DeliveryDetail, DeliveryPage, DryRun, Finding, NamedRef, NodeTest, RegisteredNode, ReleaseRow,
  RepositoryTest, Setup,
} from './action_types';
import { parseAccepted } from './parse';

type Shape = Record<string, unknown>;

const isObject = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []);
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

function json(from: string): Shape | null {
  try {
    const value: unknown = JSON.parse(from);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The objects of a list in which these fields are texts. */
function rows(value: unknown, ...required: string[]): Shape[] {
  return Array.isArray(value) ? value.filter((row): row is Shape => isObject(row) && required.every((key) => typeof row[key] === 'string')) : [];
}

/** Empty texts and nulls on the wire are absent here. */
const present = (row: Shape): Shape => Object.fromEntries(Object.entries(row).filter(([, field]) => field !== null && field !== ''));

export function parseNamedRefs(from: string): NamedRef[] | null {
  const value = json(from);
  return value && rows(value.refs, 'ref').map((row) => ({ ref: text(row.ref), commit: text(row.commit) || undefined }));
}

export function parseReleases(from: string): ReleaseRow[] | null {
  const value = json(from);
  return value && (rows(value.releases, 'id', 'commit', 'state').map(present) as unknown as ReleaseRow[]);
}

export function readChanges(value: unknown): Changes | undefined {
  if (!isObject(value) || typeof value.head !== 'string') return undefined;
  const totals = isObject(value.totals) ? value.totals : null;
  const known = ['first', 'same', 'forward', 'back', 'diverged'] as const;
  return {
    base: text(value.base) || null,
    head: value.head,
    direction: known.find((each) => each === value.direction) ?? 'unknown',
    commits: rows(value.commits, 'commit').map((row) => ({ subject: '', ...present(row) })) as unknown as Changes['commits'],
    commits_truncated: value.commits_truncated === true,
    files: Array.isArray(value.files) ? rows(value.files, 'path').map((row) => ({ path: text(row.path), added: number(row.added), removed: number(row.removed) })) : null,
    files_truncated: value.files_truncated === true,
    totals: totals && { files: number(totals.files) ?? 0, added: number(totals.added) ?? 0, removed: number(totals.removed) ?? 0 },
    ...(text(value.compare_url) && { compare_url: text(value.compare_url) }),
  };
}

export function parseDryRun(from: string): DryRun | null {
  const accepted = parseAccepted(from);
  const value = json(from);
  if (!accepted || !value) return null;
  return { plan: accepted.plan, commit: accepted.commit, release: text(value.release) || undefined, waits: text(value.waits) || undefined, changes: readChanges(value.changes) };
}

function delivery(row: Shape): Delivery {
  const headers = isObject(row.headers) ? Object.fromEntries(Object.entries(row.headers).map(([name, value]) => [name, String(value)])) : {};
  return {
    position: number(row.position) ?? 0,
    source: text(row.source),
    key: text(row.key),
    received_at: text(row.received_at),
    event: text(row.event) || text(headers['x-github-event']),
    headers,
    repository: text(row.repository),
    ref: text(row.ref),
    status: number(row.status),
    answer: row.answer ?? null,
    sha256: text(row.sha256),
    body_kept: row.body_kept !== false,
  };
}

export function parseDeliveries(from: string): DeliveryPage | null {
  const value = json(from);
  return value && { deliveries: rows(value.deliveries, 'source', 'key').map(delivery), next: text(value.next) || null };
}

export function parseDelivery(from: string): DeliveryDetail | null {
  const value = json(from);
  const row = value && isObject(value.delivery) ? value.delivery : value;
  if (!row || typeof row.source !== 'string' || typeof row.key !== 'string') return null;
  const body = typeof row.body === 'string' && row.body_kept !== false ? row.body : null;
  return {
    ...delivery(row),
    body_kept: body !== null,
    body,
    size: number(row.size),
    truncated: row.body_truncated === true || row.truncated === true,
    events: rows(row.events, 'type').map((event) => ({ position: number(event.position) ?? 0, type: text(event.type), stream: text(event.stream) })),
  };
}

export function parseCaused(from: string): CausedEvent[] | null {
  const value = json(from);
  return value && rows(value.events, 'type', 'stream').map((row) => ({ position: number(row.position) ?? 0, type: text(row.type), stream: text(row.stream), causation: number(row.causation) ?? 0 }));
}

export function parseReplayed(from: string): { delivery: string } | null {
  const value = json(from);
  return value && { delivery: text(value.delivery) || text(value.key) };
}

export function parseSetup(from: string): Setup | null {
  const value = json(from);
  if (!value) return null;
  return {
    webhook_url: text(value.webhook_url),
    webhook_content_type: text(value.webhook_content_type) || 'application/json',
    events: texts(value.events),
    secret_known: value.secret_known !== false,
    hooks: rows(value.hooks, 'name', 'url').map((row) => ({ name: text(row.name), url: text(row.url), secret_known: row.secret_known !== false })),
    checks: rows(value.checks, 'id').map((row) => ({ id: text(row.id), done: row.done === true, text: text(row.text), next: text(row.next) })),
  };
}

export function parseSecret(from: string): { secret: string } | null {
  const value = json(from);
  return value && text(value.secret) ? { secret: text(value.secret) } : null;
}

export function parseNodes(from: string): RegisteredNode[] | null {
  const value = json(from);
  return value && rows(value.nodes, 'name').map((row): RegisteredNode => ({
    name: text(row.name),
    kind: row.kind === 'local' ? 'local' : 'ssh',
    address: text(row.address),
    root: text(row.root),
    groups: texts(row.groups),
    ...(text(row.user) && { user: text(row.user) }),
    ...(number(row.port) !== null && { port: Number(row.port) }),
  }));
}

export const findings = (value: unknown): Finding[] =>
  rows(value, 'what', 'state').map((row) => ({ what: text(row.what), state: row.state === 'failed' ? 'wrong' : text(row.state), remark: text(row.remark) }));

export function parseNodeTest(from: string): NodeTest | null {
  const value = json(from);
  if (!value) return null;
  const found = findings(value.findings);
  const reachable = typeof value.reachable === 'boolean' ? value.reachable : found.length > 0 && found.every((one) => one.state !== 'wrong');
  return { reachable, host_key: text(value.host_key), fingerprint: text(value.fingerprint), public_key: text(value.public_key), worker: text(value.worker), findings: found };
}

const remarks = (value: unknown): { field: string; detail: string }[] => rows(value, 'detail').map((row) => ({ field: text(row.field), detail: text(row.detail) }));

export function parseApplied(from: string): Applied | null {
  const value = json(from);
  if (!value) return null;
  return {
    result: (['created', 'added', 'changed', 'unchanged'] as const).find((each) => each === value.result) ?? 'changed',
    changes: rows(value.changes, 'field').map((row) => ({ field: text(row.field), before: row.before ?? null, after: row.after ?? null })),
    warnings: remarks(value.warnings),
  };
}

export function parseProject(from: string): AppliedProject | null {
  const value = json(from);
  return value && isObject(value.spec) ? { spec: value.spec, repository: text(value.repository), repository_bound: value.repository_bound === true } : null;
}

export function parseRepositoryTest(from: string): RepositoryTest | null {
  const value = json(from);
  return value && { reachable: value.reachable === true, default_branch: text(value.default_branch), branches: Array.isArray(value.branches) ? value.branches.length : number(value.branches), remark: text(value.remark) };
}
