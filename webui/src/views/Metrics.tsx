// How deliveries go: DORA's five, trends, and the environments beside each other.
import { useMemo } from 'react';
import type { Query } from '../live/api';
import { useTitle, useTold } from '../live/clock';
import { board } from '../live/feed';
import { useFigures } from '../live/figures';
import { go } from '../live/navigation';
import { useStore } from '../live/store';
import { tabTitle } from '../model/cards';
import { figureOf, metricsQuery, total, usualPeriod, withDefault, type Figure, type MetricsFilter } from '../model/metrics';
import { dayStart } from '../model/period';
import type { RouteOf } from '../model/route';
import type { Dora } from '../wire/dora';
import { words } from '../words';
import { Behind } from '../parts/Behind';
import { Button } from '../parts/Button';
import { ByEnvironment } from '../parts/ByEnvironment';
import { Charts } from '../parts/Charts';
import { Empty, ProblemBox, Skeleton } from '../parts/Empty';
import { Export } from '../parts/Export';
import { Figures } from '../parts/Figures';
import { FilterBar, PeriodChoice } from '../parts/Filters';
import { Multiples } from '../parts/Multiples';
import { Where } from '../parts/Where';

const said = words.metrics;
const offered = ['7d', '30d', '90d'] as const;

interface BodyProps { dora: Dora; filter: MetricsFilter; stale: boolean; figure: Figure | null; query: Query }

function Body({ dora, filter, stale, figure, query }: BodyProps) {
  const { negative_lead_times: negative, unknown_commit_times: unknown, without_history: heads, histories_cut: cut, truncated } = dora.flags;
  if (total(dora) === 0 && dora.frequency.count === 0) {
    return (
      <Empty title={said.empty}>
        <p>{said.emptyWhy}</p>
        {(filter.project || filter.environment || filter.last !== '90d') && <Button onClick={() => go({ page: 'insights', last: '90d' }, 'replace')}>{words.records.periods['90d']}</Button>}
      </Empty>
    );
  }
  return (
    <div className={stale ? 'metrics stale' : 'metrics'} aria-busy={stale}>
      <Figures dora={dora} filter={filter} open={figure} />
      {figure && <Behind figure={figure} filter={filter} query={query} />}
      <Charts dora={dora} filter={filter} />
      {dora.by_environment.length > 1 && <Multiples dora={dora} filter={filter} />}
      {dora.by_environment.length > 0 && <ByEnvironment rows={dora.by_environment} filter={filter} definition={dora.definitions.environments} />}
      <p className="list-end">{[said.days, ...(negative > 0 ? [said.negative(negative)] : []), ...(unknown > 0 ? [said.unknown(unknown)] : []), ...(heads > 0 ? [said.heads(heads)] : []), ...(cut > 0 ? [said.cut(cut)] : []), ...(truncated ? [said.truncated] : [])].join(' ')}</p>
    </div>
  );
}

export function Metrics({ filter: { figure: open, ...given } }: { filter: MetricsFilter & { figure?: string } }) {
  const filter = withDefault(given);
  const figure = figureOf(open);
  const today = Number(useTold((now) => String(dayStart(now, 'utc'))));
  const key = JSON.stringify(filter);
  const query = useMemo(() => metricsQuery(filter, today), [key, today]);
  const { dora, problem, loading, again } = useFigures(query);
  const value = useStore(board);
  useTitle(tabTitle(said.title, value));
  const change = (next: MetricsFilter): void => go({ ...given, ...(figure && { figure }), ...next, page: 'insights' } as RouteOf<'insights'>, 'replace');

  return (
    <main className="page" data-testid="metrics">
      <header className="page-head"><h1>{said.title}</h1><Export path="dora" query={query} formats={['csv']} disabled={!dora} /></header>
      <FilterBar
        first={<PeriodChoice period={filter} offered={offered} open={false} usual={usualPeriod} onChoose={change} />}
        set={[given.project, given.environment].filter(Boolean).length}
        onClear={() => change({ project: '', environment: '' })}
      >
        <Where filter={filter} value={value} onChange={change} />
      </FilterBar>
      {problem && <ProblemBox problem={problem} retry={again} />}
      {dora ? <Body dora={dora} filter={filter} stale={loading} figure={figure} query={query} /> : !problem && <><Skeleton rows={5} tall /><Skeleton rows={2} tall /></>}
    </main>
  );
}
