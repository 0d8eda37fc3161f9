// The audit as a table, divided by day; each row opens to the event itself.
import { Fragment, useEffect, useId, useRef, useState } from 'react';
import { useTold } from '../live/clock';
import { useZone } from '../live/times';
import type { AuditColumn } from '../model/audit';
import { byDay, dayName, dayOf } from '../model/period';
import { plain } from '../model/plain';
import type { AuditRow } from '../wire/audit';
import { words } from '../words';
import { AuditEvent } from './AuditEvent';
import { Icon } from './Icon';
import { When } from './When';

const said = words.audit;

const whatOf = (row: AuditRow): string => plain(row.what) || said.kindName(plain(row.type));

function Cell({ column, row }: { column: AuditColumn; row: AuditRow }) {
  if (column === 'position') return <td className="audit-position"><code>{said.position(row.position)}</code></td>;
  if (column === 'time') return <td className="audit-time"><When time={row.at} seconds /></td>;
  const text = column === 'what' ? whatOf(row) : plain({ who: row.actor, why: row.why ?? '', from: row.from ?? '' }[column]);
  return <td className={`audit-${column}`} title={text}>{text}</td>;
}

interface RowProps { row: AuditRow; shown: readonly AuditColumn[]; open: boolean; sought: boolean; around: boolean; onToggle: () => void }

function Row({ row, shown, open, sought, around, onToggle }: RowProps) {
  const id = useId();
  const line = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (sought) line.current?.scrollIntoView({ block: 'center' });
  }, [sought]);
  return (
    <Fragment>
      <tr ref={line} className={sought ? 'audit-row audit-sought' : 'audit-row'} data-position={row.position} data-record={row.position} aria-current={sought || undefined} onClick={(event) => !(event.target as Element).closest('a, button') && onToggle()}>
        {shown.map((column) => <Cell key={column} column={column} row={row} />)}
        <td className="audit-open">
          <button type="button" className={open ? 'twist twist-open' : 'twist'} aria-expanded={open} aria-controls={id} aria-label={said.expand(row.position)} onClick={onToggle}><Icon name="right" size={14} /></button>
        </td>
      </tr>
      {open && <tr className="audit-more" id={id}><td colSpan={shown.length + 1}><AuditEvent row={row} around={around} /></td></tr>}
    </Fragment>
  );
}

/** `sought`: the position that an address asks for; it is open and in sight from the start. */
export function AuditTable({ rows, shown, stale, sought }: { rows: readonly AuditRow[]; shown: readonly AuditColumn[]; stale: boolean; sought: number | null }) {
  const zone = useZone();
  const today = useTold((now) => dayOf(new Date(now).toISOString(), zone));
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set(sought === null ? [] : [sought]));
  useEffect(() => {
    if (sought !== null) setOpen((old) => new Set([...old, sought]));
  }, [sought]);
  const toggle = (position: number): void => setOpen((old) => {
    const next = new Set(old);
    if (!next.delete(position)) next.add(position);
    return next;
  });
  const { columns } = said;
  return (
    <table className={stale ? 'records records-audit stale' : 'records records-audit'} aria-label={said.label} aria-busy={stale} data-testid="audit-rows">
      <thead>
        <tr>
          {shown.map((column) => <th key={column} scope="col" className={`audit-${column}`}>{columns[column]}</th>)}
          <th scope="col" className="audit-open"><span className="unseen">{columns.open}</span></th>
        </tr>
      </thead>
      {byDay(rows, (row) => row.at, zone).map(({ day, rows: those }) => (
        <tbody key={day}>
          <tr className="record-day"><th colSpan={shown.length + 1} scope="rowgroup">{dayName(day, today)}</th></tr>
          {those.map((row) => <Row key={row.position} row={row} shown={shown} open={open.has(row.position)} sought={row.position === sought} around={sought !== null} onToggle={() => toggle(row.position)} />)}
        </tbody>
      ))}
    </table>
  );
}
