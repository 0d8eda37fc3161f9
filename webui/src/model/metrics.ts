// What the metrics page draws: series over the buckets, and each bucket as a stretch of time that History can show.
import type { Bucket, CountedDeployment, CountedPage, Dora } from '../wire/dora';
import type { HistoryFilter } from './history';
import { interval, type Period } from './period';
import type { Tone } from './status';
import { duration } from './time';
import { words } from '../words';

/** As it stands in the address. */
export interface MetricsFilter extends Period { project?: string; environment?: string }

export const outcomes = ['succeeded', 'rolled_back', 'failed', 'other'] as const;
export type Outcome = (typeof outcomes)[number];

export const outcomeTones: Record<Outcome, Tone> = { succeeded: 'good', rolled_back: 'warn', failed: 'bad', other: 'quiet' };

/** The five, in DORA's order: throughput, then instability. */
export const figures = ['lead_time', 'frequency', 'recovery', 'change_fail_rate', 'rework_rate'] as const;
export type Figure = (typeof figures)[number];

/** The figure that an address asks for the deployments of. */
export const figureOf = (name: string | undefined): Figure | null => figures.find((figure) => figure === name) ?? null;

/** One page of the deployments behind a figure and those of the page after it. */
export const withMore = (page: CountedPage, more: CountedPage): CountedPage => ({ ...more, deployments: [...page.deployments, ...more.deployments] });

/** What a deployment counts for in a figure, then what else is worth knowing there. */
export function countsFor(figure: Figure, row: CountedDeployment): string[] {
  const said = words.metrics.behind;
  const lead = row.lead_time_ms === null ? [] : [said.lead(duration(row.lead_time_ms), row.commits), ...(row.lead_time_from ? [said.from[row.lead_time_from]] : [])];
  const harm = row.open ? [said.failed, said.open] : row.recovered_after_ms !== null ? [said.recovered(duration(row.recovered_after_ms))] : row.failed ? [said.failed] : [];
  const kind = [...(row.rollback ? [said.rollback] : []), ...(row.rework ? [said.rework] : [])];
  const took = row.duration_ms === null ? [] : [said.took(duration(row.duration_ms))];
  const first: Record<Figure, string[]> = { lead_time: lead, frequency: [...(row.changed ? [said.changed] : []), ...took], recovery: harm, change_fail_rate: harm, rework_rate: [...kind, ...took] };
  const rest = figure === 'rework_rate' ? harm : kind;
  return [...first[figure], ...rest].filter(Boolean);
}

/** What the server is asked for; charts count in days of UTC. */
export function metricsQuery(filter: MetricsFilter, now: number): Record<string, string | undefined> {
  const { project, environment } = filter;
  return { project, environment, bucket: 'auto', ...interval(withDefault(filter), now, 'utc') };
}

export const usualPeriod = '30d';

/** Without a period it is the usual one. */
export function withDefault<Filter extends Period>(filter: Filter): Filter {
  return filter.last || filter.from || filter.to ? filter : { ...filter, last: usualPeriod };
}

/** The ends of each bucket; the last one's is the end of the whole. */
export function ends(dora: Pick<Dora, 'buckets' | 'to'>): { from: string; to: string }[] {
  return dora.buckets.map(({ from }, index) => ({ from, to: dora.buckets[index + 1]?.from ?? dora.to }));
}

/** The history of one bucket. */
export function historyOf(filter: MetricsFilter, bucket: { from: string; to: string }, status?: string): HistoryFilter {
  const { project, environment } = filter;
  return { ...(project && { project }), ...(environment && { environment }), ...(status && { status }), from: bucket.from, to: bucket.to };
}

export const partsOf = (bucket: Bucket): number[] => outcomes.map((outcome) => bucket[outcome]);

/** The share that succeeded of what came to an outcome; what was cancelled or overtaken says nothing. */
export function successRate({ succeeded, failed, rolled_back }: Pick<Bucket, 'succeeded' | 'failed' | 'rolled_back'>): number | null {
  const of = succeeded + failed + rolled_back;
  return of === 0 ? null : succeeded / of;
}

/** How much happened in all. */
export const total = (dora: Pick<Dora, 'buckets'>): number => dora.buckets.reduce((sum, bucket) => sum + partsOf(bucket).reduce((a, b) => a + b, 0), 0);

const dayShort = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayLong = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

/** What stands below a bucket: "16 Nov". */
export const bucketLabel = (from: string): string => dayShort.format(Date.parse(from));

/** A bucket as one says it: "Mon 16 Nov" (some engines write a comma), "16 Nov – 22 Nov". Its end is exclusive. */
export function bucketName({ from, to }: { from: string; to: string }): string {
  const start = Date.parse(from);
  const last = Math.max(start, Date.parse(to) - 1);
  return dayShort.format(start) === dayShort.format(last) ? dayLong.format(start).replace(',', '') : `${dayShort.format(start)} – ${dayShort.format(last)}`;
}

/** A share of one as a percentage; small ones keep a digit. */
export function percent(rate: number): string {
  const value = rate * 100;
  return `${value > 0 && value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} %`;
}

/** How often, in the unit in which one would count: per day, per week, per month. */
export function often(perDay: number): { number: string; unit: 'day' | 'week' | 'month' } {
  const round = (value: number): string => String(value >= 10 ? Math.round(value) : Math.round(value * 10) / 10);
  if (perDay >= 1) return { number: round(perDay), unit: 'day' };
  if (perDay * 7 >= 1) return { number: round(perDay * 7), unit: 'week' };
  return { number: round(perDay * 30), unit: 'month' };
}
