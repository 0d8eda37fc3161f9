// All deployments, newest first, with filters that live in the address and are the server's to apply.
import { useMemo } from 'react';
import { api, type Query } from '../live/api';
import { useChosen } from '../live/chosen';
import { useTitle, useTold } from '../live/clock';
import { keepColumns, useColumns } from '../live/columns';
import { board } from '../live/feed';
import { go } from '../live/navigation';
import { usePaged } from '../live/paged';
import { useStore } from '../live/store';
import { useZone } from '../live/times';
import { tabTitle } from '../model/cards';
import { historyColumns, historyQuery, joined, laidOver, names, narrowed, triggers, type HistoryFilter } from '../model/history';
import { dayStart, interval } from '../model/period';
import type { RouteOf } from '../model/route';
import { allStatuses, look, triggerWord } from '../model/status';
import { formatSort, sortOf } from '../model/table';
import type { Board, DeploymentPage } from '../wire/types';
import { words } from '../words';
import { Arrange } from '../parts/Arrange';
import { Button } from '../parts/Button';
import { Choice } from '../parts/Choice';
import { ChosenBar } from '../parts/Chosen';
import { DeploymentTable } from '../parts/DeploymentTable';
import { Empty, ProblemBox, Skeleton } from '../parts/Empty';
import { Export } from '../parts/Export';
import { FilterBar, NameFilter, PeriodChoice, TextFilter } from '../parts/Filters';
import { Icon } from '../parts/Icon';
import { Views } from '../parts/Views';
import { Where } from '../parts/Where';

const said = words.history;
const pageSize = '50';

const pages = {
  fetch: (query: Query, signal: AbortSignal) => api.deployments({ limit: pageSize, ...query }, signal),
  join: joined,
  size: (page: DeploymentPage) => page.deployments.length,
};

const change = (filter: HistoryFilter, next: HistoryFilter): void => go({ ...filter, ...next, page: 'history' } as RouteOf<'history'>, 'replace');
/** Without filters, but looked at as before. */
const cleared = ({ sort, columns }: HistoryFilter): RouteOf<'history'> => ({ page: 'history', ...(sort && { sort }), ...(columns && { columns }) });

function Filters({ filter, value, actors }: { filter: HistoryFilter; value: Board | null; actors: readonly string[] }) {
  const to = (next: HistoryFilter): void => change(filter, next);
  return (
    <FilterBar
      first={<TextFilter label={said.search} value={filter.q} onChange={(q) => to({ q })} />}
      set={narrowed(filter)}
      onClear={() => go(cleared(filter), 'replace')}
    >
      <Where filter={filter} value={value} onChange={to} />
      <Choice all={words.records.all} label={said.status} value={filter.status} options={allStatuses.map((status) => [status, look(status).word])} onChoose={(status) => to({ status })} />
      <Choice all={words.records.all} label={said.trigger} value={filter.trigger} options={triggers.map((trigger) => [trigger, triggerWord(trigger)])} onChoose={(trigger) => to({ trigger })} />
      <NameFilter label={said.actor} value={filter.actor} known={actors} onChange={(actor) => to({ actor })} />
      <PeriodChoice period={filter} onChoose={to} />
    </FilterBar>
  );
}

export function History({ filter }: { filter: HistoryFilter }) {
  const value = useStore(board);
  const zone = useZone();
  const today = Number(useTold((now) => String(dayStart(now, zone)))); // presets begin anew at midnight
  const key = JSON.stringify(filter);
  const time = useMemo(() => interval(filter, today, zone), [key, today, zone]);
  const query = historyQuery(filter, time);
  const { page, problem, loading, busy, more, retry } = usePaged(query, pages);
  useTitle(tabTitle(said.title, value));
  const rows = page && laidOver(page, value?.deployments ?? [], filter, time);
  const set = narrowed(filter);
  const shown = useColumns('history', filter.columns, historyColumns);
  const sort = sortOf(filter.sort, historyColumns);
  const { chosen, setChosen, choose } = useChosen();
  const onSort = (next: typeof sort): void => change(filter, { sort: formatSort(next) });

  return (
    <main className="page" data-testid="history">
      <header className="page-head">
        <h1>{said.title}</h1>
        <div className="page-tools">
          <Views page="history" route={{ ...filter, page: 'history' }} />
          <Arrange columns={said.columns} all={historyColumns} shown={shown} onShown={(next) => change(filter, { columns: keepColumns('history', next, historyColumns) })} sortable={historyColumns} sort={sort} onSort={onSort} />
          <Button aria-pressed={chosen !== null} title={words.table.chooseTip} onClick={() => setChosen(chosen ? null : new Set())} data-testid="choose"><Icon name="ticked" size={14} />{words.table.choose}</Button>
          <Export path="deployments" query={query} disabled={rows?.length === 0} />
        </div>
      </header>
      <Filters filter={filter} value={value} actors={names([...(rows ?? []), ...(value?.deployments ?? [])])} />
      {chosen && <ChosenBar rows={(rows ?? []).filter((row) => chosen.has(row.id))} onKeep={(left) => setChosen(new Set(left))} onLeave={() => setChosen(null)} />}
      {problem && <ProblemBox problem={problem} retry={retry} />}
      {rows === null ? !problem && <Skeleton rows={10} /> : rows.length > 0 ? <DeploymentTable rows={rows} stale={loading} shown={shown} sort={sort} onSort={onSort} choosing={chosen && { chosen, onChoose: choose }} /> : loading ? <Skeleton rows={10} /> : (
        <Empty title={page?.next ? said.noneYet : set > 0 ? said.none : said.begin}>
          <p>{page?.next ? words.records.goesOn : set > 0 ? said.widen : said.first}</p>
          {page?.next && <Button busy={busy} onClick={more}>{words.records.further}</Button>}
          {set > 0 && <Button onClick={() => go(cleared(filter), 'replace')}>{words.records.clear}</Button>}
        </Empty>
      )}
      {sort && page?.next && rows && rows.length > 0 && <p className="list-end">{words.table.part(rows.length)}</p>}
      {rows && rows.length > 0 && (page?.next ? <div className="more"><Button busy={busy} onClick={more} data-testid="more">{words.records.more}</Button></div> : <p className="list-end">{said.end}</p>)}
    </main>
  );
}
