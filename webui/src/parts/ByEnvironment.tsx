// The environments side by side: how much, how well, how fast; each leads to its own figures.
import { outcomes, percent, type MetricsFilter } from '../model/metrics';
import { plain } from '../model/plain';
import { duration } from '../model/time';
import type { EnvironmentFigures } from '../wire/dora';
import { words } from '../words';
import { Link } from './Button';
import { Definition } from './Definition';

const said = words.metrics;
const time = (ms: number | null): string => (ms === null ? said.none : duration(ms));

/** How all of them ended, as one bar; the words stand in its label. */
function Share({ row, most }: { row: EnvironmentFigures; most: number }) {
  const other = Math.max(0, row.deployments - row.succeeded - row.failed - row.rolled_back);
  const counts = { succeeded: row.succeeded, rolled_back: row.rolled_back, failed: row.failed, other };
  const label = outcomes.filter((outcome) => counts[outcome] > 0).map((outcome) => `${said.outcomes[outcome]} ${counts[outcome]}`).join(', ');
  return (
    <span className="share" role="img" aria-label={label} title={label} style={{ width: `${Math.max(2, (row.deployments / Math.max(1, most)) * 100)}%` }}>
      {outcomes.map((outcome) => counts[outcome] > 0 && <i key={outcome} className={`swatch mark-${outcome}`} style={{ flexGrow: counts[outcome] }} />)}
    </span>
  );
}

export function ByEnvironment({ rows, filter, definition }: { rows: readonly EnvironmentFigures[]; filter: MetricsFilter; definition: string | undefined }) {
  const most = Math.max(0, ...rows.map(({ deployments }) => deployments));
  const { columns } = said;
  return (
    <section className="by-environment">
      <h2>{said.environments}<Definition label={said.definition(said.environments)} text={definition} /></h2>
      <table className="records" data-testid="by-environment">
        <thead>
          <tr><th scope="col">{columns.environment}</th><th scope="col" className="figure-number">{columns.deployments}</th><th scope="col" className="figure-share">{columns.outcome}</th><th scope="col" className="figure-number">{columns.success}</th><th scope="col" className="figure-number">{columns.lead}</th><th scope="col" className="figure-number">{columns.duration}</th></tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.project}/${row.environment}`}>
              <th scope="row"><Link className="record-link" to={{ page: 'insights', ...filter, project: row.project, environment: row.environment }} title={said.only(plain(row.project), plain(row.environment))}>{plain(row.project)} / {plain(row.environment)}</Link></th>
              <td className="figure-number" data-label={columns.deployments}>{row.deployments.toLocaleString('en')}</td>
              <td className="figure-share"><Share row={row} most={most} /></td>
              <td className="figure-number" data-label={columns.success}>{row.success_rate === null ? said.none : percent(row.success_rate)}</td>
              <td className="figure-number" data-label={columns.lead}>{time(row.lead_time_median_ms)}</td>
              <td className="figure-number" data-label={columns.duration}>{time(row.duration_median_ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
