// All deployments, newest first, with filters that live in the address and are the server's to apply.
import { useMemo } from 'react';
import { api, type Query } from '../live/api';
import { useTitle, useTold } from '../live/clock';
import { board } from '../live/feed';
import { go } from '../live/navigation';
import { usePaged } from '../live/paged';
import { useStore } from '../live/store';
import { useZone } from '../live/times';
import { tabTitle } from '../model/cards';
import { historyQuery, joined, laidOver, names, narrowed, triggers, type HistoryFilter } from '../model/history';
import { dayStart, interval } from '../model/period';
import type { RouteOf } from '../model/route';
import { allStatuses, look, triggerWord } from '../model/status';
import type { Board, DeploymentPage } from '../wire/types';
import { words } from '../words';
import { Button } from '../parts/Button';
import { Choice } from '../parts/Choice';
import { DeploymentTable } from '../parts/DeploymentTable';
import { Empty, ProblemBox, Skeleton } from '../parts/Empty';
import { Export } from '../parts/Export';
import { FilterBar, NameFilter, PeriodChoice, TextFilter } from '../parts/Filters';
import { Where } from '../parts/Where';

const said = words.history;
const pageSize = '50';

const pages = {
  fetch: (query: Query, signal: AbortSignal) => api.deployments({ limit: pageSize, ...query }, signal),
  join: joined,
  size: (page: DeploymentPage) => page.deployments.length,
};

function Filters({ filter, value, actors }: { filter: HistoryFilter; value: Board | null; actors: readonly string[] }) {
  const change = (next: HistoryFilter): void => go({ ...filter, ...next, page: 'history' } as RouteOf<'history'>, 'replace');
  return (
    <FilterBar
      first={<TextFilter label={said.search} value={filter.q} onChange={(q) => change({ q })} />}
      set={narrowed(filter)}
      onClear={() => go({ page: 'history' }, 'replace')}
    >
      <Where filter={filter} value={value} onChange={change} />
      <Choice all={words.records.all} label={said.status} value={filter.status} options={allStatuses.map((status) => [status, look(status).word])} onChoose={(status) => change({ status })} />
      <Choice all={words.records.all} label={said.trigger} value={filter.trigger} options={triggers.map((trigger) => [trigger, triggerWord(trigger)])} onChoose={(trigger) => change({ trigger })} />
      <NameFilter label={said.actor} value={filter.actor} known={actors} onChange={(actor) => change({ actor })} />
      <PeriodChoice period={filter} onChoose={change} />
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
  const { page, problem, loading, busy, more, again } = usePaged(query, pages);
  useTitle(tabTitle(said.title, value));
  const rows = page && laidOver(page, value?.deployments ?? [], filter, time);
  const set = narrowed(filter);

  return (
    <main className="page" data-testid="history">
      <header className="page-head"><h1>{said.title}</h1><Export path="deployments" query={query} disabled={rows?.length === 0} /></header>
      <Filters filter={filter} value={value} actors={names([...(rows ?? []), ...(value?.deployments ?? [])])} />
      {problem && <ProblemBox problem={problem} retry={page && !loading ? more : again} />}
      {rows === null ? !problem && <Skeleton rows={10} /> : rows.length > 0 ? <DeploymentTable rows={rows} stale={loading} /> : loading ? <Skeleton rows={10} /> : (
        <Empty title={page?.next ? said.noneYet : set > 0 ? said.none : said.begin}>
          <p>{page?.next ? words.records.goesOn : set > 0 ? said.widen : said.first}</p>
          {page?.next && <Button busy={busy} onClick={more}>{words.records.further}</Button>}
          {set > 0 && <Button onClick={() => go({ page: 'history' }, 'replace')}>{words.records.clear}</Button>}
        </Empty>
      )}
      {rows && rows.length > 0 && (page?.next ? <div className="more"><Button busy={busy} onClick={more} data-testid="more">{words.records.more}</Button></div> : <p className="list-end">{said.end}</p>)}
    </main>
  );
}
