// Projects down, environments across: which version runs where, and what is ahead of what. Arrows move between cells.
import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useVersions } from '../live/versions';
import type { Filter } from '../model/arrange';
import type { Card } from '../model/cards';
import { cells, differs, matrix, type Cell, type Mark, type MatrixRow } from '../model/matrix';
import { plain } from '../model/plain';
import { look } from '../model/status';
import { words } from '../words';
import { Link } from '../parts/Button';
import { Hash, Subject } from '../parts/Commit';
import { EnvironmentName } from '../parts/EnvironmentName';
import { Icon } from '../parts/Icon';
import { Ago } from '../parts/Time';

const said = words.board.matrix;

function MarkOf({ mark }: { mark: Mark }) {
  if (mark.kind === 'none' || mark.kind === 'alone') return null;
  if (mark.kind === 'behind') return <span className="matrix-mark tone-warn"><Icon name="down" size={12} />{said.behind(mark.versions)}</span>;
  return <span className={mark.kind === 'newest' ? 'matrix-mark tone-busy' : 'matrix-mark muted'}><Icon name={mark.kind === 'newest' ? 'rocket' : 'equal'} size={12} />{mark.kind === 'newest' ? said.newest : said.same}</span>;
}

function CellOf({ cell: { card, mark } }: { cell: Cell }) {
  const { environment, status, lockHolder } = card;
  const { shape, tone, word } = look(status);
  const { current } = environment;
  const to = lockHolder ?? current?.deployment ?? environment.last_deployment;
  const body = (
    <>
      <span className={`tone-${tone}`} title={word} role="img" aria-label={word}><Icon name={shape} size={14} /></span>
      {current ? <><Hash commit={current.commit} /><MarkOf mark={mark} /><span className="matrix-what"><Subject commit={current.commit} message={current.message} /></span><span className="matrix-when"><Ago time={current.since} /></span></> : <span className="muted">{said.nothing}</span>}
    </>
  );
  return to ? <Link to={{ page: 'deployment', id: to }} className="matrix-cell">{body}</Link> : <Link to={{ page: 'history', project: environment.project, environment: environment.name }} className="matrix-cell">{body}</Link>;
}

const Row = memo(function Row({ row, columns, index }: { row: MatrixRow; columns: string[]; index: number }) {
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && setSeen(true));
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  const key = seen && differs(row) ? row.cards.map(({ environment }) => environment.current?.commit ?? '').join(' ') : null;
  const rows = useVersions(row.project, key);
  return (
    <div ref={place} className="matrix-row" role="row" aria-rowindex={index + 2}>
      <span className="matrix-project" role="rowheader"><Link to={{ page: 'history', project: row.project }}>{plain(row.project)}</Link></span>
      {cells(row, columns, rows).map((cell, at) => (
        <span key={columns[at]} role="gridcell" className="matrix-place">{cell ? <CellOf cell={cell} /> : <span className="faint" aria-label={said.hole}>·</span>}</span>
      ))}
    </div>
  );
}, (a, b) => a.index === b.index && a.columns.join() === b.columns.join() && a.row.project === b.row.project && a.row.cards.length === b.row.cards.length && a.row.cards.every((card, at) => card === b.row.cards[at]));

const steps: Record<string, readonly [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** The focus goes to the next cell in this direction that leads somewhere. */
function move(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  const here = document.activeElement?.closest('[role="gridcell"], [role="rowheader"]');
  const row = here?.parentElement;
  if (!step || !here || !row) return;
  event.preventDefault();
  event.stopPropagation();
  const rows = [...event.currentTarget.querySelectorAll('[role="row"]')];
  let down = rows.indexOf(row) + step[0];
  let across = [...row.children].indexOf(here) + step[1];
  for (; rows[down]?.children[across]; down += step[0], across += step[1]) {
    const link = rows[down]?.children[across]?.querySelector('a');
    if (link) return link.focus();
  }
}

export function Matrix({ cards, filter }: { cards: readonly Card[]; filter: Filter }) {
  const { environments, rows } = useMemo(() => matrix(cards, filter), [cards, filter]);
  if (rows.length === 0) return null;
  return (
    <>
      <div className="matrix" role="grid" aria-label={said.label} aria-rowcount={rows.length + 1} tabIndex={-1} onKeyDown={move} data-testid="matrix" style={{ '--columns': environments.length } as React.CSSProperties}>
        <div className="matrix-row matrix-head" role="row" aria-rowindex={1}>
          <span role="columnheader" className="matrix-project">{words.board.tools.project}</span>
          {environments.map((name) => <span key={name} role="columnheader"><EnvironmentName name={name} /></span>)}
        </div>
        {rows.map((row, index) => <Row key={row.project} row={row} columns={environments} index={index} />)}
      </div>
      <p className="muted matrix-note">{said.note}</p>
    </>
  );
}
