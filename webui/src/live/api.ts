// The REST API. Every answer is a value: either what was asked for or a problem with a title to show.
import { parseAccepted, parseBoard, parseDeployment, parseLoads, parseNoEvents, parsePage, parseProblem, parseRefs } from '../wire/parse';
import type { Accepted, Board, Deployment, DeploymentPage, NodeLoad, Problem } from '../wire/types';
import { words } from '../words';
import { apiUrl } from './base';
import type { Early } from './early';
import { keyFor, settle } from './intent';

export type Answer<Value> = { ok: true; value: Value } | { ok: false; problem: Problem };

const { problems } = words.shell;
const deadline = 20_000; // ms for an answer

export interface Ask { method?: string; body?: unknown; accept?: string; signal?: AbortSignal; begun?: Promise<Early> }

async function whole(address: URL, options: RequestInit): Promise<Early> {
  const answer = await fetch(address, options);
  return { answer, text: await answer.text() };
}

/** For the parts of the API that stand in files of their own. */
export async function ask<Value>(path: string, read: (text: string) => Value | null, options: Ask = {}): Promise<Answer<Value>> {
  const { method = 'GET', body, accept = 'application/json', signal, begun } = options;
  const headers: Record<string, string> = { accept };
  const sent = method === 'GET' ? null : JSON.stringify(body ?? {});
  const wish = `${method} ${path} ${sent ?? ''}`;
  const key = sent === null ? '' : keyFor(wish, Date.now());
  const heard = (status: number): void => { if (sent !== null) settle(wish, key, status, Date.now()); };
  if (sent !== null) Object.assign(headers, { 'idempotency-key': key, 'content-type': 'application/json' });
  const timeout = AbortSignal.timeout(deadline);
  try {
    const { answer, text } = await (begun ?? whole(apiUrl(path), {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(sent === null ? {} : { body: sent }),
    }));
    heard(answer.status);
    if (!answer.ok) {
      const problem = parseProblem(answer.status, text);
      return { ok: false, problem: answer.status >= 500 && !problem.detail ? { ...problem, detail: problems.brokenDetail } : problem };
    }
    const value = read(text);
    if (value !== null) return { ok: true, value };
    return { ok: false, problem: { title: problems.unreadable, status: answer.status, detail: problems.unreadableDetail } };
  } catch {
    if (!signal?.aborted) heard(0);
    return { ok: false, problem: { title: problems.noAnswer, status: 0, detail: sent === null ? problems.noAnswerDetail : problems.notKnown } };
  }
}

function object<Value>(text: string): Value | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Value) : null;
  } catch {
    return null;
  }
}

export type Query = Record<string, string | undefined>;

/** A path with those of the parameters that are set. */
export function withQuery(path: string, query: Query): string {
  const set = new URLSearchParams(Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1])));
  return set.size > 0 ? `${path}?${set}` : path;
}

const done = (): true => true;
export const part = encodeURIComponent;
export const environmentPath = (project: string, environment: string): string => `projects/${part(project)}/environments/${part(environment)}`;

/** Why a person asks; nothing when they said nothing. */
export const noted = (note: string): { note?: string } => (note.trim() === '' ? {} : { note: note.trim() });

export type Target = { commit: string } | { ref: string } | { release: string };

export const api = {
  /** `begun`: a request for it that is under way. */
  board: (begun?: Promise<Early>): Promise<Answer<Board>> => ask('board', (text) => parseBoard(object(text)), begun ? { begun } : {}),
  /** Whether the log ends at this position; null when the answer does not say. */
  nothingAfter: (position: number): Promise<Answer<boolean>> => ask(`events?after=${position}&limit=1`, parseNoEvents),
  loads: (): Promise<Answer<Record<string, NodeLoad>>> => ask('nodes/load', parseLoads),
  session: (): Promise<Answer<{ actor: string }>> => ask('session', object<{ actor: string }>),
  signIn: (token: string): Promise<Answer<{ actor: string }>> => ask('session', object<{ actor: string }>, { method: 'POST', body: { token } }),
  signOut: (): Promise<Answer<true>> => ask('session', done, { method: 'DELETE' }),

  deployment: (id: string, signal?: AbortSignal): Promise<Answer<Deployment>> =>
    ask(`deployments/${part(id)}`, parseDeployment, signal ? { signal } : {}),
  deployments: (query: Query, signal?: AbortSignal): Promise<Answer<DeploymentPage>> =>
    ask(withQuery('deployments', query), parsePage, signal ? { signal } : {}),

  /** Whole names of the repository's branches and tags. */
  refs: (project: string, signal?: AbortSignal): Promise<Answer<string[]>> =>
    ask(`projects/${part(project)}/refs`, parseRefs, signal ? { signal } : {}),

  deploy: (project: string, environment: string, target: Target, dryRun: boolean): Promise<Answer<Accepted>> =>
    ask(`${environmentPath(project, environment)}/deployments`, parseAccepted, { method: 'POST', body: { ...target, dry_run: dryRun } }),
  rollback: (project: string, environment: string, to: string | undefined, dryRun: boolean, note = ''): Promise<Answer<Accepted>> =>
    ask(`${environmentPath(project, environment)}/rollback`, parseAccepted, { method: 'POST', body: { ...(to ? { to } : {}), dry_run: dryRun, ...noted(note) } }),
  /** What has ended is retried as a new deployment: the answer names the one that goes on. */
  act: (id: string, verb: 'cancel' | 'retry' | 'mark-done', note = ''): Promise<Answer<{ deployment?: string }>> =>
    ask(`deployments/${part(id)}/${verb}`, object<{ deployment?: string }>, { method: 'POST', body: noted(note) }),
  release: (project: string, environment: string, commit: string): Promise<Answer<true>> =>
    ask(`${environmentPath(project, environment)}/quarantine/${part(commit)}`, done, { method: 'DELETE' }),
};
