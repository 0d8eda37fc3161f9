// Environments beside each other, small: which are shown, the one scale they share, and each chart in words.
import { bucket as read, type Bucket, type Dora, type EnvironmentFigures } from '../wire/dora';
import { words } from '../words';
import { durationTicks, greatest } from './chart';
import { bucketName, ends, percent, successRate } from './metrics';
import { duration } from './time';

const said = words.metrics.multiples;

export const firstShown = 12;

/** One environment over the whole time. */
export interface Multiple { figures: EnvironmentFigures; buckets: Bucket[]; to: string }

/** The environments whose buckets are known, the busiest first, each with a bucket for every one of the whole. */
export function multiples({ by_environment: all, buckets: whole, to }: Pick<Dora, 'by_environment' | 'buckets' | 'to'>): Multiple[] {
  return all
    .flatMap((figures) => {
      if (!figures.buckets) return [];
      const known = new Map(figures.buckets.map((one) => [one.from, one]));
      return [{ figures, buckets: whole.map(({ from }) => known.get(from) ?? read({ from })), to }];
    })
    .sort((a, b) => b.figures.deployments - a.figures.deployments);
}

/** The top of the axis of durations: a round length that all of them stay below. */
export function commonTop(all: readonly Pick<Multiple, 'buckets'>[]): number {
  return durationTicks(greatest(...all.map(({ buckets }) => buckets.map(({ duration_median_ms: median }) => median)))).at(-1) ?? 0;
}

/** What came to an outcome in a bucket, as shares of one; null: nothing did. */
export function shares({ succeeded, failed, rolled_back }: Pick<Bucket, 'succeeded' | 'failed' | 'rolled_back'>): { succeeded: number; rolled_back: number; failed: number } | null {
  const of = succeeded + failed + rolled_back;
  return of === 0 ? null : { succeeded: succeeded / of, rolled_back: rolled_back / of, failed: failed / of };
}

/** The bucket with the least (or the most) of something, and how one says its time. */
function extreme(of: Multiple, value: (bucket: Bucket) => number | null, worse: (a: number, b: number) => boolean): { value: number; when: string } | null {
  let found: { value: number; when: string } | null = null;
  ends(of).forEach((span, index) => {
    const bucket = of.buckets[index];
    const here = bucket ? value(bucket) : null;
    if (here !== null && (!found || worse(here, found.value))) found = { value: here, when: bucketName(span) };
  });
  return found;
}

/** How often it went well, for those who do not see the bars. */
export function successTold(of: Multiple): string {
  const { success_rate: rate } = of.figures;
  const worst = extreme(of, successRate, (a, b) => a < b);
  if (rate === null || !worst) return said.noOutcome;
  return said.success(percent(rate), worst.value < 1 ? said.lowest(percent(worst.value), worst.when) : '');
}

export function durationTold(of: Multiple): string {
  const { duration_median_ms: median } = of.figures;
  const longest = extreme(of, (bucket) => bucket.duration_median_ms, (a, b) => a > b);
  if (median === null || !longest) return said.noDuration;
  return said.duration(duration(median), said.longest(duration(longest.value), longest.when));
}
