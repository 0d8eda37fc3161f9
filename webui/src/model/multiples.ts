// Environments beside each other, small: which are shown, the one scale they share, and each chart in words.
import type { Bucket, Dora } from '../wire/dora';
import { words } from '../words';
import { durationTicks, greatest } from './chart';
import { bucketName, ends, percent, successRate } from './metrics';
import { duration } from './time';

const said = words.metrics.multiples;

export const firstShown = 12;

/** The top of the axis of durations: a round length that all of them stay below. */
export function commonTop(all: readonly Pick<Dora, 'buckets'>[]): number {
  return durationTicks(greatest(...all.map(({ buckets }) => buckets.map(({ duration_median_ms: median }) => median)))).at(-1) ?? 0;
}

/** What came to an outcome in a bucket, as shares of one; null: nothing did. */
export function shares({ succeeded, failed, rolled_back }: Pick<Bucket, 'succeeded' | 'failed' | 'rolled_back'>): { succeeded: number; rolled_back: number; failed: number } | null {
  const of = succeeded + failed + rolled_back;
  return of === 0 ? null : { succeeded: succeeded / of, rolled_back: rolled_back / of, failed: failed / of };
}

type Told = Pick<Dora, 'buckets' | 'to' | 'success_rate' | 'durations'>;

/** The bucket with the least (or the most) of something, and how one says its time. */
function extreme(dora: Told, value: (bucket: Bucket) => number | null, worse: (a: number, b: number) => boolean): { value: number; when: string } | null {
  let found: { value: number; when: string } | null = null;
  ends(dora).forEach((span, index) => {
    const bucket = dora.buckets[index];
    const here = bucket ? value(bucket) : null;
    if (here !== null && (!found || worse(here, found.value))) found = { value: here, when: bucketName(span) };
  });
  return found;
}

/** How often it went well, for those who do not see the bars. */
export function successTold(dora: Told): string {
  const worst = extreme(dora, successRate, (a, b) => a < b);
  if (dora.success_rate === null || !worst) return said.noOutcome;
  return said.success(percent(dora.success_rate), worst.value < 1 ? said.lowest(percent(worst.value), worst.when) : '');
}

export function durationTold(dora: Told): string {
  const longest = extreme(dora, (bucket) => bucket.duration_median_ms, (a, b) => a > b);
  if (dora.durations.median_ms === null || !longest) return said.noDuration;
  return said.duration(duration(dora.durations.median_ms), said.longest(duration(longest.value), longest.when));
}
