// The audit as a table, divided by day; each row opens to the event itself.
import { Fragment, useEffect, useId, useRef, useState } from 'react';
import { useTold } from '../live/clock';
import { useZone } from '../live/times';
import { byDay, dayName, dayOf } from '../model/period';
import { plain } from '../model/plain';
import type { AuditRow } from '../wire/audit';
import { words } from '../words';
import { AuditEvent } from './AuditEvent';
import { Icon } from './Icon';
import { When } from './When';

const said = words.audit;

interface RowProps { row: AuditRow; open: boolean; sought: boolean; around: boolean; onToggle: () => void }

function Row({ row, open, sought, around, onToggle }: RowProps) {
  const id = useId();
  const line = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (sought) line.current?.scrollIntoView({ block: 'center' });
  }, [sought]);
  const what = plain(row.what) || said.kindName(plain(row.type));
  return (
    <Fragment>
      <tr ref={line} className={sought ? 'audit-row audit-sought' : 'audit-row'} data-position={row.position} aria-current={sought || undefined} onClick={(event) => !(event.target as Element).closest('a, button') && onToggle()}>
        <td className="audit-position"><code>{said.position(row.position)}</code></td>
        <td className="audit-time"><When time={row.at} seconds /></td>
        <td className="audit-who" title={plain(row.actor)}>{plain(row.actor)}</td>
        <td className="audit-what" title={what}>{what}</td>
        <td className="audit-why" title={plain(row.why ?? '')}>{plain(row.why ?? '')}</td>
        <td className="audit-from" title={plain(row.from ?? '')}>{plain(row.from ?? '')}</td>
        <td className="audit-open">
          <button type="button" className={open ? 'twist twist-open' : 'twist'} aria-expanded={open} aria-controls={id} aria-label={said.expand(row.position)} onClick={onToggle}><Icon name="right" size={14} /></button>
        </td>
      </tr>
      {open && <tr className="audit-more" id={id}><td colSpan={7}><AuditEvent row={row} around={around} /></td></tr>}
    </Fragment>
  );
}

/** `sought`: the position that an address asks for; it is open and in sight from the start. */
export function AuditTable({ rows, stale, sought }: { rows: readonly AuditRow[]; stale: boolean; sought: number | null }) {
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
          <th scope="col" className="audit-position">{columns.position}</th><th scope="col" className="audit-time">{columns.time}</th><th scope="col" className="audit-who">{columns.who}</th>
          <th scope="col" className="audit-what">{columns.what}</th><th scope="col" className="audit-why">{columns.why}</th><th scope="col" className="audit-from">{columns.from}</th>
          <th scope="col" className="audit-open"><span className="unseen">{columns.open}</span></th>
        </tr>
      </thead>
      {byDay(rows, (row) => row.at, zone).map(({ day, rows: those }) => (
        <tbody key={day}>
          <tr className="record-day"><th colSpan={7} scope="rowgroup">{dayName(day, today)}</th></tr>
          {those.map((row) => <Row key={row.position} row={row} open={open.has(row.position)} sought={row.position === sought} around={sought !== null} onToggle={() => toggle(row.position)} />)}
        </tbody>
      ))}
    </table>
  );
}
