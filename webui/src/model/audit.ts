// The audit's list: pages that grow at both ends, what is newer, and events as text.
import type { AuditPage, AuditRow } from '../wire/audit';
import { interval, type Interval, type Period } from './period';
import type { Zone } from './time';

export const auditColumns = ['position', 'time', 'who', 'what', 'why', 'from'] as const;
export type AuditColumn = (typeof auditColumns)[number];

/** As it stands in the address; `at` opens one position with what surrounds it. */
export interface AuditFilter extends Period {
  actor?: string;
  type?: string;
  project?: string;
  environment?: string;
  deployment?: string;
  q?: string;
  detail?: string;
  columns?: string;
  at?: string;
}

/** The position to open, or null when the address names none. */
export function positionOf(filter: Pick<AuditFilter, 'at'>): number | null {
  return filter.at && /^[1-9]\d{0,15}$/.test(filter.at) ? Number(filter.at) : null;
}

const surroundings = 12; // events before and after the one that is opened

/** What the server is asked for. One position is shown among all its neighbours, whatever the filters say. */
export function auditQuery(filter: AuditFilter, now: number, zone: Zone = 'local'): Record<string, string | undefined> {
  const position = positionOf(filter);
  if (position !== null) return { detail: 'all', after: String(position + surroundings + 1), limit: String(2 * surroundings + 1) };
  const { actor, type, project, environment, deployment, q, detail } = filter;
  const time: Interval = interval(filter, now, zone);
  return { actor: actor?.trim() || undefined, type, project, environment, deployment, q: q?.trim() || undefined, detail: detail === 'all' ? 'all' : undefined, ...time };
}

/** The page above those that are there, where all neighbours are shown: positions have no gaps. */
export function aboveQuery(page: AuditPage): Record<string, string> {
  return { detail: 'all', after: String(newest(page) + 51), limit: '50' };
}

const newest = (page: AuditPage): number => page.rows[0]?.position ?? 0;

/** Older rows behind those that are there. */
export function older(page: AuditPage, more: AuditPage): AuditPage {
  const last = page.rows.at(-1)?.position ?? Infinity;
  return { rows: [...page.rows, ...more.rows.filter(({ position }) => position < last)], next: more.next };
}

/** What a look at the newest page found above those that are there; `all`: its oldest row is known, so none is missing between. */
export function fresh(page: AuditPage, look: AuditPage): { rows: AuditRow[]; all: boolean } {
  const top = newest(page);
  const rows = look.rows.filter(({ position }) => position > top);
  return { rows, all: rows.length < look.rows.length || look.next === null };
}

/** Newer rows before those that are there; where some would be missing between, only the new page stays. */
export function newer(page: AuditPage, look: AuditPage): AuditPage {
  const { rows, all } = fresh(page, look);
  return all ? { rows: [...rows, ...page.rows], next: page.next } : look;
}

/** The whole event as JSON, in the words of the log. */
export function eventText(row: AuditRow): string {
  const { position, stream, type, actor, at, causation, correlation, delivery, data } = row;
  return JSON.stringify({ position, stream, type, actor, recorded_at: at, ...(causation !== undefined && { causation }), ...(correlation && { correlation }), ...(delivery && { delivery }), data }, null, 2);
}

/** The kinds that a person may look for, by area; what else there is can be typed into the address. */
export const kinds = {
  deployments: ['deployment_requested', 'deployment_succeeded', 'deployment_failed', 'deployment_rolled_back', 'deployment_cancelled', 'deployment_superseded', 'cancel_requested', 'attention_needed', 'attention_answered', 'deployment_taken_back'],
  environments: ['release_went_live', 'commit_quarantined', 'quarantine_released', 'nodes_in_doubt', 'doubt_settled'],
  sources: ['push_received', 'release_announced', 'hook_pinged', 'delivery_conflict_detected', 'repository_mismatch_detected', 'repository_bound', 'repository_renamed'],
  settings: ['project_applied', 'node_registered', 'node_removed', 'node_health_changed', 'signed_in', 'signed_out', 'sign_in_link_made', 'webhook_secret_shown', 'retention_applied'],
} as const;

/** How many filters narrow the list. */
export function auditNarrowed(filter: AuditFilter): number {
  const { actor, type, project, environment, deployment, q, last, from, to } = filter;
  return [actor, type, project, environment, deployment, q, last ?? from ?? to].filter(Boolean).length;
}
