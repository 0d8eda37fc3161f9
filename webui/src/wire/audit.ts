// The audit: one row per event with who, what, when, why and from where, as the server words it; newest first.
import { isCount, isObject, json, rows } from './parse';
import type { Time } from './types';

export interface AuditRow {
  position: number;
  at: Time;
  actor: string;
  type: string;
  what: string;
  why?: string;
  from?: string;
  stream: string;
  project?: string;
  environment?: string;
  deployment?: string;
  delivery?: string;
  causation?: number; // the position of the event that brought this one
  correlation?: string;
  data: Record<string, unknown>;
}

export interface AuditPage { rows: AuditRow[]; next: string | null }

/** A page of the audit; rows without a position or a type are left out. */
export function parseAudit(text: string): AuditPage | null {
  const value = json(text);
  if (!isObject(value) || !Array.isArray(value.rows)) return null;
  const read = rows(value.rows, 'type', 'at').filter((row) => isCount(row.position)).map((row) => {
    const { causation, ...rest } = row;
    const known = isCount(causation) && causation > 0 && causation !== row.position;
    return { actor: '', what: '', stream: '', ...rest, ...(known && { causation }), data: isObject(row.data) ? row.data : {} };
  });
  return { rows: read as unknown as AuditRow[], next: typeof value.next === 'string' ? value.next : null };
}
