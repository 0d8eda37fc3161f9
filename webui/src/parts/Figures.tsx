// DORA's five, each with what it counts and how it went.
import { pathOf, stretches, greatest } from '../model/chart';
import { figures, often, percent, type Figure, type MetricsFilter } from '../model/metrics';
import { duration } from '../model/time';
import type { Bucket, Dora, Spread } from '../wire/dora';
import { words } from '../words';
import { Link } from './Button';
import { Definition } from './Definition';

const said = words.metrics;

interface Shown { value: string; unit?: string; facts: string[] }

function spreadShown({ median_ms, p90_ms }: Spread, facts: string[]): Shown | null {
  if (median_ms === null) return null;
  return { value: duration(median_ms), facts: [...(p90_ms === null ? [] : [said.p90(duration(p90_ms))]), ...facts] };
}

function shown(dora: Dora, figure: Figure): Shown | null {
  const { lead_time, frequency, recovery, change_fail_rate: fail, rework_rate: rework } = dora;
  switch (figure) {
    case 'lead_time': return spreadShown(lead_time, [said.changes(lead_time.count)]);
    case 'frequency': {
      if (frequency.per_day === null || frequency.count === 0) return null;
      const { number, unit } = often(frequency.per_day);
      return { value: number, unit: said.per[unit], facts: [said.deployments(frequency.count)] };
    }
    case 'recovery': return spreadShown(recovery, [said.recoveries(recovery.count), ...(recovery.open > 0 ? [said.open(recovery.open)] : [])]);
    case 'change_fail_rate': return fail.rate === null ? null : { value: percent(fail.rate), facts: [said.of(fail.failed, fail.of)] };
    case 'rework_rate': return rework.rate === null ? null : { value: percent(rework.rate), facts: [said.of(rework.rework, rework.of)] };
  }
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const trends: Record<Figure, (bucket: Bucket) => number | null> = {
  lead_time: (bucket) => bucket.lead_time_median_ms,
  frequency: (bucket) => bucket.deployments,
  recovery: (bucket) => bucket.recovery_median_ms,
  change_fail_rate: (bucket) => share(bucket.failed + bucket.rolled_back, bucket.succeeded + bucket.failed + bucket.rolled_back),
  rework_rate: (bucket) => share(bucket.rework, bucket.succeeded),
};

/** The way of a figure through the buckets, without numbers: those stand in the charts. */
function Spark({ values }: { values: readonly (number | null)[] }) {
  const top = greatest(values) || 1;
  const lines = stretches(values, (index) => (index / Math.max(1, values.length - 1)) * 100, (value) => 26 - (value / top) * 24);
  return <svg className="spark" viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden="true">{lines.map((points) => <path key={points[0]?.index} d={points.length > 1 ? pathOf(points) : `${pathOf(points)}h0.01`} />)}</svg>;
}

export function Figures({ dora, filter, open }: { dora: Dora; filter: MetricsFilter; open: Figure | null }) {
  return (
    <ul className="figures" data-testid="figures">
      {figures.map((figure) => {
        const value = shown(dora, figure);
        const name = said.figures[figure];
        return (
          <li key={figure} className="figure">
            <h2>{name}<Definition label={said.definition(name)} text={dora.definitions[figure]} /></h2>
            {value ? <p className="figure-value"><strong>{value.value}</strong>{value.unit && <span>{value.unit}</span>}</p> : <p className="figure-value"><strong aria-hidden="true">{said.none}</strong></p>}
            <p className="figure-facts">{value ? value.facts.map((fact) => <span key={fact}>{fact}</span>) : <span>{said.nothing}</span>}{figure === 'recovery' && <span>{said.mttr}</span>}</p>
            <Spark values={dora.buckets.map(trends[figure])} />
            <Link to={{ page: 'insights', ...filter, ...(open !== figure && { figure }) }} className="figure-link" label={said.behind.linkOf(name)} current={open === figure} replace>{said.behind.link}</Link>
          </li>
        );
      })}
    </ul>
  );
}
