// The charts of the metrics page: outcomes, success, lead time, durations, recovery, rework.
import { durationTicks, greatest, rateTicks, told } from '../model/chart';
import { bucketLabel, bucketName, ends, historyOf, outcomes, partsOf, percent, successRate, total, type MetricsFilter } from '../model/metrics';
import { duration, roundDuration } from '../model/time';
import type { Dora } from '../wire/dora';
import { words } from '../words';
import { Bars, Patterns } from './chart/Bars';
import type { Place, Reading } from './chart/Frame';
import { Lines } from './chart/Lines';
import { Panel } from './chart/Panel';

const said = words.metrics;

type Name = keyof typeof said.charts;
/** Under which name the server says what a chart counts. */
const meant: Record<Name, string> = { outcomes: 'buckets', success: 'success_rate', lead: 'lead_time', durations: 'durations', recovery: 'recovery', rework: 'rework_rate' };

interface Line { name: string; values: (number | null)[]; mark: 'first' | 'second' }

export function Charts({ dora, filter }: { dora: Dora; filter: MetricsFilter }) {
  const spans = ends(dora);
  const places = (readings: (index: number) => Reading[]): Place[] => spans.map((span, index) => ({
    name: bucketName(span), label: bucketLabel(span.from), to: { page: 'history', ...historyOf(filter, span) }, readings: readings(index),
  }));

  const lines = (chart: Name, series: Line[], how: { size?: 'narrow'; ticks: number[]; name: (value: number) => string; axis: (value: number) => string }) => {
    const stops = places((index) => series.map(({ name, values, mark }) => {
      const value = values[index] ?? null;
      return { name, value: value === null ? said.none : how.name(value), mark: `line-${mark}` };
    }));
    return (
      <Panel title={said.charts[chart]} about={said.about[chart]} definition={dora.definitions[meant[chart]]} places={stops} lacks={series.every(({ values }) => told(values) === 0) ? said.lacks[chart] : null} legend={series.length > 1} {...(how.size && { size: how.size })}>
        <Lines label={said.charts[chart]} places={stops} series={series} ticks={how.ticks} tickName={how.axis} />
      </Panel>
    );
  };
  const times = (...series: Line[]) => ({ ticks: durationTicks(greatest(...series.map(({ values }) => values))), name: duration, axis: roundDuration });
  const of = (key: 'lead_time_median_ms' | 'lead_time_p90_ms' | 'recovery_median_ms' | 'duration_median_ms' | 'duration_p90_ms') => dora.buckets.map((bucket) => bucket[key]);

  const median = (values: (number | null)[]): Line => ({ name: said.series.median, values, mark: 'first' });
  const p90 = (values: (number | null)[]): Line => ({ name: said.series.p90, values, mark: 'second' });
  const lead = [median(of('lead_time_median_ms')), ...(told(of('lead_time_p90_ms')) > 0 ? [p90(of('lead_time_p90_ms'))] : [])];
  const durations = [median(of('duration_median_ms')), p90(of('duration_p90_ms'))];
  const recovery = [median(of('recovery_median_ms'))];
  const bars = places((index) => outcomes.map((outcome) => ({ name: said.outcomes[outcome], value: String(dora.buckets[index]?.[outcome] ?? 0), mark: `mark-${outcome}` })));
  const rework = places((index) => [{ name: said.series.rework, value: String(dora.buckets[index]?.rework ?? 0), mark: 'mark-busy' }]);

  return (
    <div className="charts">
      <Patterns />
      <Panel title={said.charts.outcomes} about={said.about.outcomes} definition={dora.definitions.buckets} places={bars} lacks={total(dora) === 0 ? said.lacks.outcomes : null} size="wide">
        <Bars label={said.charts.outcomes} places={bars} values={dora.buckets.map(partsOf)} marks={outcomes} />
      </Panel>
      {lines('success', [{ name: said.series.rate, values: dora.buckets.map(successRate), mark: 'first' }], { ticks: rateTicks(), name: percent, axis: percent, size: 'narrow' })}
      {lines('lead', lead, times(...lead))}
      {lines('durations', durations, times(...durations))}
      {lines('recovery', recovery, times(...recovery))}
      <Panel title={said.charts.rework} about={said.about.rework} definition={dora.definitions.rework_rate} places={rework} lacks={dora.buckets.every((bucket) => bucket.rework === 0) ? said.lacks.rework : null} legend={false}>
        <Bars label={said.charts.rework} places={rework} values={dora.buckets.map((bucket) => [bucket.rework])} marks={['busy']} />
      </Panel>
    </div>
  );
}
