// How each environment did over time, small and in one scale, so that the one that differs is seen at a glance.
import { useMemo, useState } from 'react';
import { pathOf, stretches } from '../model/chart';
import { bucketLabel, percent, type MetricsFilter } from '../model/metrics';
import { commonTop, durationTold, firstShown, multiples, shares, successTold, type Multiple } from '../model/multiples';
import { plain } from '../model/plain';
import { duration, roundDuration } from '../model/time';
import type { Bucket, Dora } from '../wire/dora';
import { words } from '../words';
import { Button, Link } from './Button';
import { Definition } from './Definition';

const said = words.metrics.multiples;
const marks = ['failed', 'rolled_back', 'succeeded'] as const; // from the top
const height = 40; // px, as in metrics.css

function Success({ of }: { of: Multiple }) {
  const column = (bucket: Bucket) => {
    const parts = shares(bucket);
    return <span key={bucket.from}>{parts && marks.map((mark) => parts[mark] > 0 && <i key={mark} className={`swatch mark-${mark}`} style={{ flexGrow: parts[mark] }} />)}</span>;
  };
  return <div className="multiple-bars" role="img" aria-label={successTold(of)} title={successTold(of)}>{of.buckets.map(column)}</div>;
}

function Durations({ of, top }: { of: Multiple; top: number }) {
  const values = of.buckets.map((bucket) => bucket.duration_median_ms);
  const lines = stretches(values, (index) => ((index + 0.5) / Math.max(1, values.length)) * 100, (value) => height - 2 - (value / Math.max(1, top)) * (height - 4));
  return (
    <div className="multiple-line" role="img" aria-label={durationTold(of)} title={durationTold(of)}>
      <svg className="spark" viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {lines.map((points) => <path key={points[0]?.index} className={points.length > 1 ? undefined : 'spark-point'} d={points.length > 1 ? pathOf(points) : `${pathOf(points)}h0.01`} />)}
      </svg>
    </div>
  );
}

function Charts({ of, top }: { of: Multiple; top: number }) {
  const [first] = of.buckets;
  const last = of.buckets.at(-1);
  const { success_rate: rate, duration_median_ms: median } = of.figures;
  return (
    <>
      <div className="multiple-row"><span>{said.rows.success}<b>{rate === null ? words.metrics.none : percent(rate)}</b></span><Success of={of} /></div>
      <div className="multiple-row"><span>{said.rows.duration}<b>{median === null ? words.metrics.none : duration(median)}</b></span><Durations of={of} top={top} /></div>
      {first && last && <p className="multiple-ends"><span>{bucketLabel(first.from)}</span><span>{bucketLabel(last.from)}</span></p>}
    </>
  );
}

export function Multiples({ dora, filter }: { dora: Dora; filter: MetricsFilter }) {
  const [all, setAll] = useState(false);
  const known = useMemo(() => multiples(dora), [dora]);
  const shown = all ? known : known.slice(0, firstShown);
  const top = commonTop(shown);
  const without = dora.by_environment.length - known.length;

  return (
    <section className="multiples" aria-label={said.title} data-testid="multiples">
      <header>
        <h2>{said.title}<Definition label={words.metrics.definition(said.title)} text={said.means} /></h2>
        <p className="muted">{top > 0 ? said.scale(roundDuration(top)) : said.about}</p>
      </header>
      <ul className="multiple-grid">
        {shown.map((one) => {
          const { project, environment, deployments } = one.figures;
          const name = `${plain(project)} / ${plain(environment)}`;
          return (
            <li key={`${project}/${environment}`} className="multiple">
              <h3><Link to={{ page: 'insights', ...filter, project, environment }} title={words.metrics.only(plain(project), plain(environment))}>{name}</Link><span className="muted">{words.metrics.deployments(deployments)}</span></h3>
              <Charts of={one} top={top} />
            </li>
          );
        })}
      </ul>
      {known.length > shown.length && <Button onClick={() => setAll(true)}>{said.more(known.length - shown.length)}</Button>}
      {without > 0 && known.length === shown.length && <p className="muted">{said.without(without)}</p>}
    </section>
  );
}
