// The history: fetched pages with the board's rows laid over them, under the same filters as the server's.
import type { DeploymentPage, DeploymentRow } from '../wire/types';
import { newestFirst } from './fold';
import { within, type Interval, type Period } from './period';
import { shortRef, subject } from './plain';
import { allStatuses, tookSince } from './status';
import { millis } from './time';

/** As it stands in the address. */
export interface HistoryFilter extends Period {
  project?: string;
  environment?: string;
  status?: string;
  trigger?: string;
  actor?: string;
  q?: string;
  sort?: string;
  columns?: string;
}

export const triggers = ['push', 'release', 'poll', 'manual', 'rollback'] as const;

/** What the server is asked for. */
export function historyQuery(filter: HistoryFilter, time: Interval): Record<string, string | undefined> {
  const { project, environment, status, trigger, actor, q } = filter;
  return { project, environment, status, trigger, actor, q: q?.trim() || undefined, ...time };
}

/** The text filter as the server reads it: in message, author, ref, id and note, and at the commit's beginning. */
function speaksOf(row: DeploymentRow, text: string): boolean {
  const sought = text.toLowerCase();
  return row.commit.toLowerCase().startsWith(sought)
    || [row.message, row.author, row.ref, row.id, row.note].some((field) => field?.toLowerCase().includes(sought));
}

/** Does a live row belong into the list? */
export function matches(row: DeploymentRow, filter: HistoryFilter, time: Interval): boolean {
  const { project, environment, status, trigger, actor } = filter;
  const q = filter.q?.trim();
  return (!project || row.project === project) && (!environment || row.environment === environment) && (!status || row.status === status)
    && (!trigger || row.trigger === trigger) && (!actor || row.actor === actor) && (!q || speaksOf(row, q)) && within(row.requested_at, time);
}

/** Pages and live rows as one list. While pages are missing below, nothing older than the last fetched row is shown. */
export function laidOver(fetched: DeploymentPage, live: readonly DeploymentRow[], filter: HistoryFilter, time: Interval): DeploymentRow[] {
  const rows = new Map([...fetched.deployments, ...live].map((row) => [row.id, row]));
  const oldest = fetched.next === null ? undefined : fetched.deployments.at(-1);
  return [...rows.values()]
    .filter((row) => matches(row, filter, time))
    .sort(newestFirst)
    .filter((row) => !oldest || newestFirst(row, oldest) <= 0);
}

/** Another page behind those that are there; a row that came twice stays once. */
export function joined(pages: DeploymentPage, more: DeploymentPage): DeploymentPage {
  const known = new Set(pages.deployments.map(({ id }) => id));
  return { deployments: [...pages.deployments, ...more.deployments.filter(({ id }) => !known.has(id))], next: more.next };
}

export const historyColumns = ['status', 'what', 'where', 'source', 'by', 'took', 'when'] as const;
export type HistoryColumn = (typeof historyColumns)[number];

/** A person's ask is that person's; what a push brought is its author's. */
export const askedBy = ({ trigger, author, actor }: DeploymentRow): string => (trigger === 'manual' || trigger === 'rollback' ? actor : author ?? actor);

/** By what each column is ordered; null: there is nothing yet. */
export function orderedBy(column: HistoryColumn, row: DeploymentRow, now: number): string | number | null {
  switch (column) {
    case 'status': return allStatuses.indexOf(row.status);
    case 'what': return subject(row.message).toLowerCase() || null;
    case 'where': return `${row.project}/${row.environment}`;
    case 'source': return row.ref ? shortRef(row.ref) : null;
    case 'by': return askedBy(row).toLowerCase();
    case 'took': {
      const from = millis(tookSince(row));
      return from === null ? null : (millis(row.finished_at) ?? now) - from;
    }
    case 'when': return millis(row.requested_at);
  }
}

/** Who is known to have acted, by name. */
export const names = (rows: readonly { actor: string }[]): string[] => [...new Set(rows.map(({ actor }) => actor).filter(Boolean))].sort();

/** How many filters narrow the list. */
export function narrowed(filter: HistoryFilter): number {
  const { project, environment, status, trigger, actor, q, last, from, to } = filter;
  return [project, environment, status, trigger, actor, q, last ?? from ?? to].filter(Boolean).length;
}
