// The audit: everything that was done, with filters in the address, or one position with what surrounds it.
import { useMemo } from 'react';
import type { Query } from '../live/api';
import { useTitle, useTold } from '../live/clock';
import { keepColumns, useColumns } from '../live/columns';
import { board } from '../live/feed';
import { go } from '../live/navigation';
import { useNewer } from '../live/newer';
import { usePaged } from '../live/paged';
import { records } from '../live/records';
import { useStore } from '../live/store';
import { useZone } from '../live/times';
import { aboveQuery, auditColumns, auditNarrowed, auditQuery, fresh, kinds, newer, older, positionOf, type AuditFilter } from '../model/audit';
import { tabTitle } from '../model/cards';
import { names } from '../model/history';
import { dayStart } from '../model/period';
import type { RouteOf } from '../model/route';
import type { AuditPage } from '../wire/audit';
import { words } from '../words';
import { Arrange } from '../parts/Arrange';
import { AuditTable } from '../parts/AuditTable';
import { Button, Link } from '../parts/Button';
import { Empty, ProblemBox, Skeleton } from '../parts/Empty';
import { Export } from '../parts/Export';
import { FilterBar, NameFilter, PeriodChoice, TextFilter } from '../parts/Filters';
import { Icon } from '../parts/Icon';
import { Kind } from '../parts/Kind';
import { Views } from '../parts/Views';
import { Where } from '../parts/Where';

const said = words.audit;
const pageSize = '50';

const pages = {
  fetch: (query: Query, signal: AbortSignal) => records.audit({ limit: pageSize, ...query }, signal),
  join: older,
  size: (page: AuditPage) => page.rows.length,
};

function Filters({ filter, actors }: { filter: AuditFilter; actors: readonly string[] }) {
  const value = useStore(board);
  const change = (next: AuditFilter): void => go({ ...filter, ...next, page: 'audit' } as RouteOf<'audit'>, 'replace');
  return (
    <FilterBar
      first={<TextFilter label={said.search} value={filter.q} onChange={(q) => change({ q })} />}
      set={auditNarrowed(filter)}
      onClear={() => go({ page: 'audit', ...(filter.detail && { detail: filter.detail }), ...(filter.columns && { columns: filter.columns }) }, 'replace')}
    >
      <NameFilter label={said.who} value={filter.actor} known={actors} onChange={(actor) => change({ actor })} />
      <Kind value={filter.type} groups={kinds} onChoose={(type) => change({ type })} />
      <Where filter={filter} value={value} onChange={change} />
      <PeriodChoice period={filter} onChoose={change} />
      <label className="check"><input type="checkbox" checked={filter.detail === 'all'} onChange={(event) => change({ detail: event.target.checked ? 'all' : '' })} />{said.detail}</label>
    </FilterBar>
  );
}

function Around({ position }: { position: number }) {
  return (
    <div className="callout tone-busy">
      <Icon name="link" />
      <div><strong>{said.around(position)}</strong><p>{said.aroundAll}</p></div>
      <Link className="button button-plain" to={{ page: 'audit' }}>{said.leave}</Link>
    </div>
  );
}

function Nothing({ position, set, more, busy }: { position: number | null; set: number; more: (() => void) | null; busy: boolean }) {
  if (position !== null) return <Empty title={said.notThere(position)}><p>{said.notThereWhy}</p></Empty>;
  return (
    <Empty title={more ? said.noneYet : set > 0 ? said.none : said.begin}>
      <p>{more ? words.records.goesOn : set > 0 ? said.widen : said.first}</p>
      {more && <Button busy={busy} onClick={more}>{words.records.further}</Button>}
      {set > 0 && <Button onClick={() => go({ page: 'audit' }, 'replace')}>{words.records.clear}</Button>}
    </Empty>
  );
}

export function Audit({ filter }: { filter: AuditFilter }) {
  const zone = useZone();
  const today = Number(useTold((now) => String(dayStart(now, zone))));
  const key = JSON.stringify(filter);
  const query = useMemo(() => auditQuery(filter, today, zone), [key, today, zone]);
  const position = positionOf(filter);
  const { page, problem, loading, busy, more, retry, set: change } = usePaged(query, pages);
  const look = useNewer(page, query, pageSize, position === null && !loading);
  useTitle(tabTitle(said.title, useStore(board)));
  const set = auditNarrowed(filter);
  const shown = useColumns('audit', filter.columns, auditColumns);
  const found = page && look ? fresh(page, look) : null;
  const missing = page !== null && !loading && (page.rows.length === 0 || (position !== null && !page.rows.some((row) => row.position === position)));
  const above = async (): Promise<void> => {
    if (!page) return;
    const answer = await records.audit(aboveQuery(page));
    if (answer.ok) change((old) => newer(old, answer.value));
  };

  return (
    <main className="page page-records" data-testid="audit">
      <header className="page-head">
        <h1>{said.title}</h1>
        <div className="page-tools">
          {position === null && <Views page="audit" route={{ ...filter, page: 'audit' }} />}
          <Arrange columns={said.columns} all={auditColumns} shown={shown} onShown={(next) => go({ ...filter, page: 'audit', columns: keepColumns('audit', next, auditColumns) }, 'replace')} />
          <Export path="audit" query={query} disabled={position !== null || page?.rows.length === 0} />
        </div>
      </header>
      {position === null ? <Filters filter={filter} actors={names(page?.rows ?? [])} /> : <Around position={position} />}
      {problem && <ProblemBox problem={problem} retry={retry} />}
      {page === null || (loading && page.rows.length === 0) ? !problem && <Skeleton rows={10} /> : missing ? <Nothing position={position} set={set} more={page.next ? more : null} busy={busy} /> : (
        <div className="audit-list">
          <div className="newer" role="status">
            {found && look && <Button kind="primary" className="pill" title={said.newerShow} onClick={() => change((old) => newer(old, look))} data-testid="newer"><Icon name="rocket" size={14} />{said.newer(found.rows.length, found.all)}</Button>}
          </div>
          {position !== null && <div className="more"><Button onClick={() => void above()}>{said.loadNewer}</Button></div>}
          <AuditTable key={position ?? 'all'} rows={page.rows} shown={shown} stale={loading} sought={position} />
          {page.next ? <div className="more"><Button busy={busy} onClick={more} data-testid="more">{words.records.more}</Button></div> : <p className="list-end">{set > 0 ? words.history.end : said.end}</p>}
        </div>
      )}
    </main>
  );
}
