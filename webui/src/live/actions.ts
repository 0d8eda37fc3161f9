// The part of the API by which a person acts: deploying, describing projects and nodes, looking into deliveries.
import type {
  Applied, AppliedProject, CausedEvent, DeliveryDetail, DeliveryPage, DryRun, NamedRef, NodeTest, RegisteredNode, ReleaseRow, RepositoryTest, Setup, Target,
} from '../wire/action_types';
import { parseAccepted } from '../wire/parse';
import {
  parseApplied, parseCaused, parseDelivery, parseDeliveries, parseDryRun, parseNamedRefs, parseNodes, parseNodeTest, parseProject, parseReleases,
  parseReplayed, parseRepositoryTest, parseSecret, parseSetup,
} from '../wire/parse_actions';
import type { Accepted } from '../wire/types';
import { ask, type Answer } from './api';

const part = encodeURIComponent;
const done = (): true => true;
const with_ = (signal: AbortSignal | undefined): { signal?: AbortSignal } => (signal ? { signal } : {});
const deployments = (project: string, environment: string): string => `projects/${part(project)}/environments/${part(environment)}/deployments`;

function query(path: string, values: Record<string, string | undefined>): string {
  const set = new URLSearchParams(Object.entries(values).filter((pair): pair is [string, string] => Boolean(pair[1])));
  return set.size > 0 ? `${path}?${set}` : path;
}

export const actions = {
  refs: (project: string, signal?: AbortSignal): Promise<Answer<NamedRef[]>> => ask(`projects/${part(project)}/refs`, parseNamedRefs, with_(signal)),
  releases: (project: string, signal?: AbortSignal): Promise<Answer<ReleaseRow[]>> =>
    ask(query('releases', { project, status: 'built', limit: '100' }), parseReleases, with_(signal)),
  dryRun: (project: string, environment: string, target: Target, signal?: AbortSignal): Promise<Answer<DryRun>> =>
    ask(deployments(project, environment), parseDryRun, { method: 'POST', body: { ...target, dry_run: true }, ...with_(signal) }),
  dryRollback: (project: string, environment: string, to?: string, signal?: AbortSignal): Promise<Answer<DryRun>> =>
    ask(`projects/${part(project)}/environments/${part(environment)}/rollback`, parseDryRun, { method: 'POST', body: { ...(to ? { to } : {}), dry_run: true }, ...with_(signal) }),
  deploy: (project: string, environment: string, target: Target, note: string): Promise<Answer<Accepted>> =>
    ask(deployments(project, environment), parseAccepted, { method: 'POST', body: { ...target, ...(note && { note }) } }),

  project: (name: string, signal?: AbortSignal): Promise<Answer<AppliedProject>> => ask(`projects/${part(name)}`, parseProject, with_(signal)),
  applyProject: (name: string, spec: unknown, dryRun: boolean): Promise<Answer<Applied>> =>
    ask(query(`projects/${part(name)}`, { dry_run: dryRun ? 'true' : undefined }), parseApplied, { method: 'PUT', body: spec }),
  testRepository: (repository: string): Promise<Answer<RepositoryTest>> => ask('repositories/test', parseRepositoryTest, { method: 'POST', body: { repository } }),

  nodes: (signal?: AbortSignal): Promise<Answer<RegisteredNode[]>> => ask('nodes', parseNodes, with_(signal)),
  testNode: (body: Record<string, unknown>): Promise<Answer<NodeTest>> => ask('nodes', parseNodeTest, { method: 'POST', body: { ...body, dry_run: true } }),
  saveNode: (body: Record<string, unknown>): Promise<Answer<Applied>> => ask('nodes', parseApplied, { method: 'POST', body }),
  checkNode: (name: string): Promise<Answer<NodeTest>> => ask(`nodes/${part(name)}/check`, parseNodeTest, { method: 'POST' }),
  removeNode: (name: string, force: boolean): Promise<Answer<true>> => ask(query(`nodes/${part(name)}`, { force: force ? 'true' : undefined }), done, { method: 'DELETE' }),

  deliveries: (filter: Record<string, string | undefined>, signal?: AbortSignal): Promise<Answer<DeliveryPage>> =>
    ask(query('deliveries', { newest: 'true', hooks: 'true', ...filter }), parseDeliveries, with_(signal)),
  delivery: (source: string, key: string, signal?: AbortSignal): Promise<Answer<DeliveryDetail>> => ask(query('delivery', { source, key }), parseDelivery, with_(signal)),
  /** The events that follow a position. */
  following: (position: number, signal?: AbortSignal): Promise<Answer<CausedEvent[]>> => ask(query('events', { after: String(position), limit: '200' }), parseCaused, with_(signal)),
  replay: (source: string, key: string): Promise<Answer<{ delivery: string }>> => ask('delivery/replay', parseReplayed, { method: 'POST', body: { source, key } }),

  setup: (signal?: AbortSignal): Promise<Answer<Setup>> => ask('setup', parseSetup, with_(signal)),
  secret: (hook: string): Promise<Answer<{ secret: string }>> => ask('setup/webhook-secret', parseSecret, { method: 'POST', body: hook ? { hook } : {} }),
};
