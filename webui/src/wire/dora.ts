// The figures of deliveries: DORA's five, durations and outcomes, whole and in buckets of time. Null: nothing to count.
import { isCount, isObject, json, rows } from './parse';
import type { Status, Time } from './types';

export interface Spread { median_ms: number | null; p90_ms: number | null; count: number }

export interface Bucket {
  from: Time;
  deployments: number;
  succeeded: number;
  failed: number;
  rolled_back: number;
  other: number;
  rework: number;
  lead_time_median_ms: number | null;
  lead_time_p90_ms: number | null;
  recovery_median_ms: number | null;
  duration_median_ms: number | null;
  duration_p90_ms: number | null;
}

export interface EnvironmentFigures {
  project: string;
  environment: string;
  deployments: number;
  succeeded: number;
  failed: number;
  rolled_back: number;
  success_rate: number | null;
  duration_median_ms: number | null;
  lead_time_median_ms: number | null;
  /** Those of the whole in which anything ended here; null: the answer had no room for them. */
  buckets: Bucket[] | null;
}

export interface Dora {
  from: Time;
  to: Time;
  bucket: 'day' | 'week';
  lead_time: Spread;
  frequency: { count: number; per_day: number | null };
  recovery: Spread & { open: number };
  change_fail_rate: { failed: number; of: number; rate: number | null };
  rework_rate: { rework: number; of: number; rate: number | null };
  durations: { median_ms: number | null; p90_ms: number | null };
  success_rate: number | null;
  buckets: Bucket[];
  by_environment: EnvironmentFigures[];
  definitions: Record<string, string>;
  flags: { negative_lead_times: number; unknown_commit_times: number; without_history: number; histories_cut: number; truncated: boolean };
}

/** A deployment behind a figure, with what it counts for. */
export interface CountedDeployment {
  id: string;
  project: string;
  environment: string;
  commit: string;
  message: string;
  status: Status;
  ended_at: Time;
  changed: boolean;
  commits: number;
  lead_time_ms: number | null;
  lead_time_from: 'commits' | 'cut' | 'head' | 'first' | null;
  duration_ms: number | null;
  failed: boolean;
  recovered_after_ms: number | null;
  open: boolean;
  rework: boolean;
  rollback: boolean;
}

export interface CountedPage { deployments: CountedDeployment[]; next: string | null }

type Shape = Record<string, unknown>;

const object = (value: unknown): Shape => (isObject(value) ? value : {});
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const count = (value: unknown): number => (isCount(value) ? value : 0);

function spread(value: unknown): Spread {
  const read = object(value);
  return { median_ms: number(read.median_ms), p90_ms: number(read.p90_ms), count: count(read.count) };
}

export function bucket(row: Shape): Bucket {
  return {
    from: String(row.from),
    deployments: count(row.deployments), succeeded: count(row.succeeded), failed: count(row.failed),
    rolled_back: count(row.rolled_back), other: count(row.other), rework: count(row.rework),
    lead_time_median_ms: number(row.lead_time_median_ms), lead_time_p90_ms: number(row.lead_time_p90_ms),
    recovery_median_ms: number(row.recovery_median_ms),
    duration_median_ms: number(row.duration_median_ms), duration_p90_ms: number(row.duration_p90_ms),
  };
}

function environment(row: Shape): EnvironmentFigures {
  return {
    project: String(row.project), environment: String(row.environment),
    deployments: count(row.deployments), succeeded: count(row.succeeded), failed: count(row.failed), rolled_back: count(row.rolled_back),
    success_rate: number(row.success_rate), duration_median_ms: number(row.duration_median_ms), lead_time_median_ms: number(row.lead_time_median_ms),
    buckets: Array.isArray(row.buckets) ? rows(row.buckets, 'from').map(bucket) : null,
  };
}

export function parseDora(text: string): Dora | null {
  const value = json(text);
  if (!isObject(value) || !Array.isArray(value.buckets)) return null;
  const frequency = object(value.frequency);
  const fail = object(value.change_fail_rate);
  const rework = object(value.rework_rate);
  const durations = object(value.durations);
  const flags = object(value.flags);
  const definitions = Object.entries(object(value.definitions)).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return {
    from: String(value.from ?? ''),
    to: String(value.to ?? ''),
    bucket: value.bucket === 'week' ? 'week' : 'day',
    lead_time: spread(value.lead_time),
    frequency: { count: count(frequency.count), per_day: number(frequency.per_day) },
    recovery: { ...spread(value.recovery), open: count(object(value.recovery).open) },
    change_fail_rate: { failed: count(fail.failed), of: count(fail.of), rate: number(fail.rate) },
    rework_rate: { rework: count(rework.rework), of: count(rework.of), rate: number(rework.rate) },
    durations: { median_ms: number(durations.median_ms), p90_ms: number(durations.p90_ms) },
    success_rate: number(value.success_rate),
    buckets: rows(value.buckets, 'from').map(bucket),
    by_environment: rows(value.by_environment, 'project', 'environment').map(environment),
    definitions: Object.fromEntries(definitions),
    flags: { negative_lead_times: count(flags.negative_lead_times), unknown_commit_times: count(flags.unknown_commit_times), without_history: count(flags.without_history), histories_cut: count(flags.histories_cut), truncated: flags.truncated === true },
  };
}

const sources = ['commits', 'cut', 'head', 'first'] as const;

function counted(row: Shape): CountedDeployment {
  const text = (key: string): string => (typeof row[key] === 'string' ? row[key] : '');
  const is = (key: string): boolean => row[key] === true;
  return {
    id: text('id'), project: text('project'), environment: text('environment'), commit: text('commit'), message: text('message'), status: text('status') as Status, ended_at: text('ended_at'),
    changed: is('changed'), commits: count(row.commits), lead_time_ms: number(row.lead_time_ms), lead_time_from: sources.find((from) => from === row.lead_time_from) ?? null,
    duration_ms: number(row.duration_ms), failed: is('failed'), recovered_after_ms: number(row.recovered_after_ms), open: is('open'), rework: is('rework'), rollback: is('rollback'),
  };
}

export function parseCounted(text: string): CountedPage | null {
  const value = json(text);
  if (!isObject(value) || !Array.isArray(value.deployments)) return null;
  return { deployments: rows(value.deployments, 'id', 'status', 'commit', 'ended_at').map(counted), next: typeof value.next === 'string' ? value.next : null };
}
