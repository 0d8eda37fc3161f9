// What webhooks have brought, newest first and live, with filters that live in the address.
import { useState } from 'react';
import { useChosen } from '../live/chosen';
import { useTitle } from '../live/clock';
import { keyOf, useDeliveries } from '../live/deliveries';
import { board } from '../live/feed';
import { go } from '../live/navigation';
import { useStore } from '../live/store';
import { tabTitle } from '../model/cards';
import { plain } from '../model/plain';
import type { RouteOf } from '../model/route';
import { words } from '../words';
import { Button, Link } from '../parts/Button';
import { DeliveryRows } from '../parts/DeliveryRows';
import { Empty, ProblemBox, Skeleton } from '../parts/Empty';
import { Choice } from '../parts/Choice';
import { FilterBar, TextFilter } from '../parts/Filters';
import { Icon } from '../parts/Icon';
import { ReplayBar } from '../parts/ReplaySeveral';
import { Views } from '../parts/Views';

const said = words.deliveries;

/** Events that GitHub sends and a team asks for; the ones that arrived are added. */
const usualEvents = ['push', 'release', 'ping', 'create', 'delete', 'pull_request', 'workflow_run'];

export function Deliveries({ filter }: { filter: RouteOf<'deliveries'> }) {
  useTitle(tabTitle(said.title, useStore(board)));
  const { rows, problem, more, again, fresh } = useDeliveries({ source: filter.source, event: filter.event, q: filter.q });
  const { chosen, setChosen, choose: mark } = useChosen();
  const [busy, setBusy] = useState(false);
  const filtered = Boolean(filter.source ?? filter.event ?? filter.q);
  const choose = (key: 'source' | 'event' | 'q') => (value: string): void => go({ ...filter, [key]: value || undefined } as RouteOf<'deliveries'>, 'replace');
  const sources = [...new Set(['github', ...(rows ?? []).map((row) => row.source), ...(filter.source ? [filter.source] : [])])];
  const events = [...new Set([...usualEvents, ...(rows ?? []).map((row) => row.event).filter(Boolean), ...(filter.event ? [filter.event] : [])])];
  return (
    <main className="page" data-testid="deliveries-page">
      <header className="page-head">
        <h1>{said.title}</h1>
        <div className="page-tools">
          <Views page="deliveries" route={filter} />
          <Button aria-pressed={chosen !== null} title={words.table.chooseTip} onClick={() => setChosen(chosen ? null : new Set())} data-testid="choose"><Icon name="ticked" size={14} />{words.table.choose}</Button>
        </div>
        <p className="muted page-lead">{said.lead}</p>
      </header>
      <FilterBar first={<TextFilter label={said.search} value={filter.q} onChange={choose('q')} />} set={[filter.source, filter.event, filter.q].filter(Boolean).length} onClear={() => go({ page: 'deliveries' }, 'replace')}>
        <Choice label={said.source} all={said.all} value={filter.source} options={sources.map((name) => [name, plain(name)])} onChoose={choose('source')} />
        <Choice label={said.event} all={said.all} value={filter.event} options={events.map((name) => [name, plain(name)])} onChoose={choose('event')} />
      </FilterBar>
      {chosen && <ReplayBar rows={(rows ?? []).filter((row) => chosen.has(keyOf(row)))} onLeave={() => setChosen(null)} />}
      {problem && <ProblemBox problem={problem} retry={again} />}
      {rows === null ? !problem && <Skeleton rows={8} /> : rows.length > 0 ? <DeliveryRows rows={rows} fresh={fresh} keyOf={keyOf} choosing={chosen && { chosen, onChoose: mark }} /> : filtered ? (
        <Empty title={said.noMatch}><p>{said.noMatchNext}</p><Button onClick={() => go({ page: 'deliveries' }, 'replace')}>{said.clear}</Button></Empty>
      ) : (
        <Empty title={said.empty}><p>{said.emptyNext}</p><Link to={{ page: 'setup' }} className="button button-primary">{said.toSetup}</Link></Empty>
      )}
      {more && rows && rows.length > 0 && <div className="more"><Button busy={busy} onClick={() => { setBusy(true); void more().then(() => setBusy(false)); }}>{said.more}</Button></div>}
    </main>
  );
}
