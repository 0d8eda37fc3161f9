// The history as a table, divided by day unless it has another order; each row leads to its deployment.
import type { ReactNode } from 'react';
import type { Choosing } from '../live/chosen';
import { useNow, useTold } from '../live/clock';
import { useZone } from '../live/times';
import { askedBy, orderedBy, type HistoryColumn } from '../model/history';
import { byDay, dayName, dayOf } from '../model/period';
import { plain, shortCommit, shortRef, subject } from '../model/plain';
import { tookMeans, tookSince, triggerWord } from '../model/status';
import { pressed, sorted, type Sort } from '../model/table';
import type { DeploymentRow } from '../wire/types';
import { words } from '../words';
import { Link } from './Button';
import { Hash, Subject } from './Commit';
import { Icon } from './Icon';
import { Status } from './Status';
import { Ago, Took } from './Time';
import { When } from './When';

const said = words.history;

interface Props {
  rows: readonly DeploymentRow[];
  stale: boolean;
  shown: readonly HistoryColumn[];
  sort: Sort<HistoryColumn> | null;
  onSort: (sort: Sort<HistoryColumn> | null) => void;
  choosing: Choosing | null;
}

const cells: Record<HistoryColumn, (row: DeploymentRow, alone: boolean) => ReactNode> = {
  status: (row) => <td className="record-status"><Status status={row.status} quiet /></td>,
  what: (row) => (
    <td className="record-what"><span className="record-line">
      <Link to={{ page: 'deployment', id: row.id }} className="record-link"><Subject commit={row.commit} message={row.message} /></Link>
      {row.rolled_back_by && <span className="tag">{said.takenBack}</span>}
      {row.rollback_of && <span className="tag">{said.rollback}</span>}
    </span></td>
  ),
  where: (row) => <td className="record-where">{plain(row.project)} / {plain(row.environment)}</td>,
  source: (row) => <td className="record-source"><Hash commit={row.commit} />{row.ref && <span className="ref">{shortRef(row.ref)}</span>}</td>,
  by: (row) => <td className="record-by" title={plain(row.actor)}>{triggerWord(row.trigger)} <span>{plain(askedBy(row))}</span></td>,
  took: (row) => <td className="record-took" title={tookMeans}>{tookSince(row) && <Took from={tookSince(row)} to={row.finished_at} />}</td>,
  when: (row, alone) => <td className="record-when">{alone ? <Ago time={row.requested_at} /> : <When time={row.requested_at} />}</td>,
};

function Row({ row, shown, alone, choosing }: { row: DeploymentRow; shown: readonly HistoryColumn[]; alone: boolean; choosing: Choosing | null }) {
  const chosen = choosing?.chosen.has(row.id) ?? false;
  return (
    <tr data-record={row.id} className={chosen ? 'record-chosen' : undefined}>
      {choosing && (
        <td className="record-choose"><label><input type="checkbox" checked={chosen} aria-label={words.table.row(subject(row.message) || shortCommit(row.commit))} onChange={(event) => choosing.onChoose([row.id], event.target.checked)} /></label></td>
      )}
      {shown.map((column) => <Cell key={column} column={column} row={row} alone={alone} />)}
    </tr>
  );
}

const Cell = ({ column, row, alone }: { column: HistoryColumn; row: DeploymentRow; alone: boolean }): ReactNode => cells[column](row, alone);

/** What one looks for first when ordering by these is the largest. */
const largestFirst: readonly HistoryColumn[] = ['took', 'when'];

function Head({ column, sort, onSort }: { column: HistoryColumn } & Pick<Props, 'sort' | 'onSort'>) {
  const on = sort?.key === column;
  return (
    <th scope="col" className={`record-${column}`} aria-sort={on ? (sort.down ? 'descending' : 'ascending') : undefined}>
      <button type="button" className="record-sort" title={words.table.by(said.columns[column])} onClick={() => onSort(pressed(sort, column, largestFirst.includes(column)))} data-testid={`sort:${column}`}>
        {said.columns[column]}{on && <Icon name={sort.down ? 'down' : 'up'} size={12} />}
      </button>
    </th>
  );
}

function AllOf({ rows, choosing: { chosen, onChoose } }: { rows: readonly DeploymentRow[]; choosing: Choosing }) {
  const count = rows.filter((row) => chosen.has(row.id)).length;
  const some = count > 0 && count < rows.length;
  return <label><input type="checkbox" ref={(box) => { if (box) box.indeterminate = some; }} checked={rows.length > 0 && count === rows.length} aria-label={words.table.all} onChange={(event) => onChoose(rows.map((row) => row.id), event.target.checked)} data-testid="choose-all" /></label>;
}

export function DeploymentTable({ rows, stale, shown, sort, onSort, choosing }: Props) {
  const zone = useZone();
  const today = useTold((now) => dayOf(new Date(now).toISOString(), zone));
  const now = useNow();
  const columns = shown.length + (choosing ? 1 : 0);
  const ordered = sort && sorted(rows, (row) => orderedBy(sort.key, row, now), sort.down);
  return (
    <table className={`records records-history${ordered ? ' records-ordered' : ''}${stale ? ' stale' : ''}`} aria-label={said.label} aria-busy={stale} data-testid="rows">
      <thead>
        <tr>
          {choosing && <th scope="col" className="record-choose"><AllOf rows={rows} choosing={choosing} /></th>}
          {shown.map((column) => <Head key={column} column={column} sort={sort} onSort={onSort} />)}
        </tr>
      </thead>
      {ordered ? <tbody>{ordered.map((row) => <Row key={row.id} row={row} shown={shown} alone choosing={choosing} />)}</tbody> : byDay(rows, (row) => row.requested_at, zone).map(({ day, rows: those }) => (
        <tbody key={day}>
          <tr className="record-day"><th colSpan={columns} scope="rowgroup">{dayName(day, today)}</th></tr>
          {those.map((row) => <Row key={row.id} row={row} shown={shown} alone={false} choosing={choosing} />)}
        </tbody>
      ))}
    </table>
  );
}
