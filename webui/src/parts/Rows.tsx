// Deployments as a list, newest first: the same rows on the board and in the history.
import { plain, shortRef } from '../model/plain';
import { tookMeans, tookSince, triggerWord } from '../model/status';
import type { DeploymentRow } from '../wire/types';
import { Link } from './Button';
import { Hash, Subject } from './Commit';
import { Status } from './Status';
import { Ago, Took } from './Time';

export function Rows({ rows, testid }: { rows: readonly DeploymentRow[]; testid?: string }) {
  return (
    <ul className="rows" data-testid={testid}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link to={{ page: 'deployment', id: row.id }} className="row">
            <Status status={row.status} quiet />
            <span className="row-what">
              <Subject commit={row.commit} message={row.message} />
              {row.rolled_back_by && <span className="tag">taken back</span>}
              {row.rollback_of && <span className="tag">rollback</span>}
            </span>
            <span className="row-where">{plain(row.project)} / {plain(row.environment)}</span>
            <span className="row-source"><Hash commit={row.commit} />{row.ref ? <span className="ref">{shortRef(row.ref)}</span> : <span className="ref">{triggerWord(row.trigger)}</span>}</span>
            <span className="row-took" title={tookMeans}>{tookSince(row) && <>{row.finished_at ? 'took ' : 'for '}<Took from={tookSince(row)} to={row.finished_at} /></>}</span>
            <span className="row-when"><Ago time={row.requested_at} /></span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
