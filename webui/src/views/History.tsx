// All deployments, newest first, with filters that live in the address.
import { useEffect, useState } from 'react';
import { api } from '../live/api';
import { useTitle } from '../live/clock';
import { board } from '../live/feed';
import { go } from '../live/navigation';
import { complain } from '../live/notices';
import { useStore } from '../live/store';
import { newestFirst } from '../model/fold';
import { tabTitle } from '../model/cards';
import { plain } from '../model/plain';
import type { RouteOf } from '../model/route';
import { allStatuses, look } from '../model/status';
import type { DeploymentRow } from '../wire/types';
import { Button } from '../parts/Button';
import { Empty, Skeleton } from '../parts/Empty';
import { Rows } from '../parts/Rows';

type Filter = RouteOf<'history'>;

const pageSize = '50';

function Choice({ label, value, options, onChoose }: { label: string; value: string | undefined; options: [string, string][]; onChoose: (value: string) => void }) {
  return (
    <label className="choice">
      <span>{label}</span>
      <select value={value ?? ''} onChange={(event) => onChoose(event.target.value)}>
        <option value="">All</option>
        {options.map(([key, name]) => <option key={key} value={key}>{name}</option>)}
      </select>
    </label>
  );
}

/** Fetched pages, with the board's newer rows laid over them: what is shown stays live. */
function useHistory(filter: Filter) {
  const [pages, setPages] = useState<{ rows: DeploymentRow[]; next: string | null } | null>(null);
  const { project, environment, status } = filter;
  const live = useStore(board)?.deployments ?? [];

  const load = async (after?: string): Promise<void> => {
    const answer = await api.deployments({ project, environment, status, after, limit: pageSize });
    if (!answer.ok) return complain(answer.problem);
    setPages((old) => ({ rows: after && old ? [...old.rows, ...answer.value.deployments] : answer.value.deployments, next: answer.value.next }));
  };

  useEffect(() => {
    setPages(null);
    void load();
  }, [project, environment, status]);

  if (!pages) return { rows: null, more: null };
  const fits = (row: DeploymentRow): boolean =>
    (!project || row.project === project) && (!environment || row.environment === environment) && (!status || row.status === status);
  const rows = new Map([...pages.rows, ...live].map((row) => [row.id, row]));
  const oldest = pages.next === null ? undefined : pages.rows.at(-1);
  const shown = [...rows.values()].filter(fits).sort(newestFirst).filter((row) => !oldest || newestFirst(row, oldest) <= 0);
  const { next } = pages;
  return { rows: shown, more: next === null ? null : () => load(next) };
}

export function History({ filter }: { filter: Filter }) {
  const value = useStore(board);
  const { rows, more } = useHistory(filter);
  const [busy, setBusy] = useState(false);
  useTitle(tabTitle('History', value));

  const choose = (key: 'project' | 'environment' | 'status') => (chosen: string) => {
    const next = { ...filter, [key]: chosen || undefined };
    go({ ...next, ...(key === 'project' ? { environment: undefined } : {}) } as Filter, 'replace');
  };
  const environments = [...new Set(value?.environments.filter((row) => !filter.project || row.project === filter.project).map((row) => row.name))];

  return (
    <main className="page" data-testid="history">
      <header className="page-head">
        <h1>History</h1>
        <div className="choices">
          <Choice label="Project" value={filter.project} options={(value?.projects ?? []).map(({ name }) => [name, plain(name)])} onChoose={choose('project')} />
          <Choice label="Environment" value={filter.environment} options={environments.map((name) => [name, plain(name)])} onChoose={choose('environment')} />
          <Choice label="Status" value={filter.status} options={allStatuses.map((status) => [status, look(status).word])} onChoose={choose('status')} />
        </div>
      </header>
      {rows === null ? <Skeleton rows={8} /> : rows.length === 0 ? (
        <Empty title="No deployment matches"><p>{filter.project || filter.status || filter.environment ? 'Widen the filters to see others.' : 'The first push or the first Deploy on the board starts the history.'}</p></Empty>
      ) : <Rows rows={rows} testid="rows" />}
      {more && <div className="more"><Button busy={busy} onClick={() => { setBusy(true); void more().then(() => setBusy(false)); }}>Load more</Button></div>}
    </main>
  );
}
