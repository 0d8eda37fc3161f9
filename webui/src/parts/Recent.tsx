// What happened last, beside the board.
import { memo } from 'react';
import { plain } from '../model/plain';
import { look } from '../model/status';
import type { DeploymentRow } from '../wire/types';
import { words } from '../words';
import { Link } from './Button';
import { Subject } from './Commit';
import { Icon } from './Icon';
import { Ago } from './Time';

const Row = memo(function Row({ row }: { row: DeploymentRow }) {
  const { shape, tone, word } = look(row.status);
  return (
    <li>
      <Link to={{ page: 'deployment', id: row.id }} className="recent-row">
        <span className={`tone-${tone}`} title={word} role="img" aria-label={word}><Icon name={shape} /></span>
        <span className="recent-what"><Subject commit={row.commit} message={row.message} /></span>
        <span className="recent-where">{plain(row.project)} / {plain(row.environment)} · {word}</span>
        <span className="recent-when"><Ago time={row.requested_at} /></span>
      </Link>
    </li>
  );
});

export function Recent({ rows }: { rows: readonly DeploymentRow[] }) {
  return (
    <aside className="recent" aria-label={words.board.recent}>
      <header><h2>{words.board.recent}</h2><Link to={{ page: 'history' }}>{words.board.all}</Link></header>
      <ul className="recent-rows" data-testid="recent">{rows.map((row) => <Row key={row.id} row={row} />)}</ul>
    </aside>
  );
}
