// How each environment did over time, small and in one scale, so that the one that differs is seen at a glance.
import { useMemo, useState } from 'react';
import type { Query } from '../live/api';
import { placeKey, useEachFigures } from '../live/each_figures';
import { pathOf, stretches } from '../model/chart';
import { bucketLabel, percent, type MetricsFilter } from '../model/metrics';
import { commonTop, durationTold, firstShown, shares, successTold } from '../model/multiples';
import { plain } from '../model/plain';
import { duration, roundDuration } from '../model/time';
import type { Bucket, Dora, EnvironmentFigures } from '../wire/dora';
import { words } from '../words';
import { Button, Link } from './Button';
import { Definition } from './Definition';

const said = words.metrics.multiples;
const marks = ['failed', 'rolled_back', 'succeeded'] as const; // from the top
const height = 40; // px, as in metrics.css

function Success({ dora }: { dora: Dora }) {
  const column = (bucket: Bucket) => {
    const parts = shares(bucket);
    return <span key={bucket.from}>{parts && marks.map((mark) => parts[mark] > 0 && <i key={mark} className={`swatch mark-${mark}`} style={{ flexGrow: parts[mark] }} />)}</span>;
  };
  return <div className="multiple-bars" role="img" aria-label={successTold(dora)} title={successTold(dora)}>{dora.buckets.map(column)}</div>;
}

function Durations({ dora, top }: { dora: Dora; top: number }) {
  const values = dora.buckets.map((bucket) => bucket.duration_median_ms);
  const lines = stretches(values, (index) => ((index + 0.5) / Math.max(1, values.length)) * 100, (value) => height - 2 - (value / Math.max(1, top)) * (height - 4));
  return (
    <div className="multiple-line" role="img" aria-label={durationTold(dora)} title={durationTold(dora)}>
      <svg className="spark" viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {lines.map((points) => <path key={points[0]?.index} className={points.length > 1 ? undefined : 'spark-point'} d={points.length > 1 ? pathOf(points) : `${pathOf(points)}h0.01`} />)}
      </svg>
    </div>
  );
}

function Charts({ dora, top }: { dora: Dora; top: number }) {
  const [first] = dora.buckets;
  const last = dora.buckets.at(-1);
  return (
    <>
      <div className="multiple-row"><span>{said.rows.success}<b>{dora.success_rate === null ? words.metrics.none : percent(dora.success_rate)}</b></span><Success dora={dora} /></div>
      <div className="multiple-row"><span>{said.rows.duration}<b>{dora.durations.median_ms === null ? words.metrics.none : duration(dora.durations.median_ms)}</b></span><Durations dora={dora} top={top} /></div>
      {first && last && <p className="multiple-ends"><span>{bucketLabel(first.from)}</span><span>{bucketLabel(last.from)}</span></p>}
    </>
  );
}

interface Props { rows: readonly EnvironmentFigures[]; filter: MetricsFilter; query: Query; version: unknown }

export function Multiples({ rows, filter, query, version }: Props) {
  const [all, setAll] = useState(false);
  const busiest = useMemo(() => [...rows].sort((a, b) => b.deployments - a.deployments), [rows]);
  const shown = all ? busiest : busiest.slice(0, firstShown);
  const { of, again } = useEachFigures(shown, query, version);
  const known = shown.map((row) => of(row)?.dora ?? null);
  const top = commonTop(known.filter((dora): dora is Dora => dora !== null));

  return (
    <section className="multiples" aria-label={said.title} data-testid="multiples">
      <header>
        <h2>{said.title}<Definition label={words.metrics.definition(said.title)} text={said.means} /></h2>
        <p className="muted">{top > 0 ? said.scale(roundDuration(top)) : said.about}</p>
      </header>
      <ul className="multiple-grid">
        {shown.map((row) => {
          const state = of(row);
          const name = `${plain(row.project)} / ${plain(row.environment)}`;
          return (
            <li key={placeKey(row)} className="multiple">
              <h3><Link to={{ page: 'insights', ...filter, project: row.project, environment: row.environment }} title={words.metrics.only(plain(row.project), plain(row.environment))}>{name}</Link><span className="muted">{words.metrics.deployments(row.deployments)}</span></h3>
              {state?.dora ? <Charts dora={state.dora} top={top} /> : state?.problem ? <div className="multiple-problem" role="alert"><span>{state.problem.title}</span><Button kind="ghost" onClick={again}>{words.shell.tryAgain}</Button></div> : <div className="multiple-blank" role="status" aria-label={words.shell.loading} />}
            </li>
          );
        })}
      </ul>
      {busiest.length > shown.length && <Button onClick={() => setAll(true)}>{said.more(busiest.length - shown.length)}</Button>}
    </section>
  );
}
