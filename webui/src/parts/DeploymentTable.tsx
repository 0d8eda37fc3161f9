// The history as a table, divided by day; each row leads to its deployment.
import { useTold } from '../live/clock';
import { useZone } from '../live/times';
import { byDay, dayName, dayOf } from '../model/period';
import { plain, shortRef } from '../model/plain';
import { tookMeans, tookSince, triggerWord } from '../model/status';
import type { DeploymentRow } from '../wire/types';
import { words } from '../words';
import { Link } from './Button';
import { Hash, Subject } from './Commit';
import { Status } from './Status';
import { Took } from './Time';
import { When } from './When';

const said = words.history;

/** A person's ask is that person's; what a push brought is its author's. */
const askedBy = ({ trigger, author, actor }: DeploymentRow): string => (trigger === 'manual' || trigger === 'rollback' ? actor : author ?? actor);

function Row({ row }: { row: DeploymentRow }) {
  const since = tookSince(row);
  return (
    <tr>
      <td className="record-status"><Status status={row.status} quiet /></td>
      <td className="record-what"><span className="record-line">
        <Link to={{ page: 'deployment', id: row.id }} className="record-link"><Subject commit={row.commit} message={row.message} /></Link>
        {row.rolled_back_by && <span className="tag">{said.takenBack}</span>}
        {row.rollback_of && <span className="tag">{said.rollback}</span>}
      </span></td>
      <td className="record-where">{plain(row.project)} / {plain(row.environment)}</td>
      <td className="record-source"><Hash commit={row.commit} />{row.ref && <span className="ref">{shortRef(row.ref)}</span>}</td>
      <td className="record-by" title={plain(row.actor)}>{triggerWord(row.trigger)} <span>{plain(askedBy(row))}</span></td>
      <td className="record-took" title={tookMeans}>{since && <Took from={since} to={row.finished_at} />}</td>
      <td className="record-when"><When time={row.requested_at} /></td>
    </tr>
  );
}

export function DeploymentTable({ rows, stale }: { rows: readonly DeploymentRow[]; stale: boolean }) {
  const zone = useZone();
  const today = useTold((now) => dayOf(new Date(now).toISOString(), zone));
  const { columns } = said;
  return (
    <table className={stale ? 'records records-history stale' : 'records records-history'} aria-label={said.label} aria-busy={stale} data-testid="rows">
      <thead>
        <tr>
          <th scope="col" className="record-status">{columns.status}</th><th scope="col" className="record-what">{columns.what}</th>
          <th scope="col" className="record-where">{columns.where}</th><th scope="col" className="record-source">{columns.source}</th>
          <th scope="col" className="record-by">{columns.by}</th><th scope="col" className="record-took">{columns.took}</th><th scope="col" className="record-when">{columns.when}</th>
        </tr>
      </thead>
      {byDay(rows, (row) => row.requested_at, zone).map(({ day, rows: those }) => (
        <tbody key={day}>
          <tr className="record-day"><th colSpan={7} scope="rowgroup">{dayName(day, today)}</th></tr>
          {those.map((row) => <Row key={row.id} row={row} />)}
        </tbody>
      ))}
    </table>
  );
}
