// The deployments behind one figure, newest first, each with what it counts for there.
import type { Query } from '../live/api';
import { usePaged } from '../live/paged';
import { records } from '../live/records';
import { countsFor, withMore, type Figure, type MetricsFilter } from '../model/metrics';
import { plain } from '../model/plain';
import type { CountedDeployment, CountedPage } from '../wire/dora';
import { words } from '../words';
import { Button, Link } from './Button';
import { Hash, Subject } from './Commit';
import { Empty, ProblemBox, Skeleton } from './Empty';
import { Export } from './Export';
import { Status } from './Status';
import { When } from './When';

const said = words.metrics.behind;
const pageSize = '20';

const pages = {
  fetch: (query: Query, signal: AbortSignal) => records.counted({ limit: pageSize, ...query }, signal),
  join: withMore,
  size: (page: CountedPage) => page.deployments.length,
};

function Row({ row, figure }: { row: CountedDeployment; figure: Figure }) {
  return (
    <tr>
      <td className="record-status"><Status status={row.status} quiet /></td>
      <td className="record-what"><span className="record-line"><Link to={{ page: 'deployment', id: row.id }} className="record-link"><Subject commit={row.commit} message={row.message} /></Link><Hash commit={row.commit} /></span></td>
      <td className="record-where">{plain(row.project)} / {plain(row.environment)}</td>
      <td className="behind-counts">{countsFor(figure, row).join(' · ')}</td>
      <td className="record-when"><When time={row.ended_at} /></td>
    </tr>
  );
}

export function Behind({ figure, filter, query: asked }: { figure: Figure; filter: MetricsFilter; query: Query }) {
  const query = { ...asked, figure };
  const { page, problem, loading, busy, more, retry } = usePaged(query, pages);
  const title = said.title(words.metrics.figures[figure]);
  const { columns } = said;
  const rows = loading ? null : page?.deployments;
  return (
    <section className="behind" aria-label={title} data-testid="behind">
      <header className="page-head">
        <h2>{title}</h2>
        <Export path="dora/deployments" query={query} disabled={!rows?.length} />
        <Link to={{ page: 'insights', ...filter }} className="button button-ghost" replace>{said.close}</Link>
      </header>
      {problem && <ProblemBox problem={problem} retry={retry} />}
      {!rows ? !problem && <Skeleton rows={4} /> : rows.length === 0 ? <Empty title={said.empty}><p>{said.emptyWhy[figure]}</p></Empty> : (
        <table className="records records-behind" aria-label={title}>
          <thead>
            <tr>
              <th scope="col" className="record-status">{columns.status}</th><th scope="col" className="record-what">{columns.what}</th><th scope="col" className="record-where">{columns.where}</th>
              <th scope="col" className="behind-counts">{columns.counts}</th><th scope="col" className="record-when">{columns.when}</th>
            </tr>
          </thead>
          <tbody>{rows.map((row) => <Row key={row.id} row={row} figure={figure} />)}</tbody>
        </table>
      )}
      {rows && rows.length > 0 && (page?.next ? <div className="more"><Button busy={busy} onClick={more} data-testid="more">{words.records.more}</Button></div> : <p className="list-end">{said.end}</p>)}
    </section>
  );
}
