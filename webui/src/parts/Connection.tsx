// Whether the page is live, polls, or shows something old; said beside a mark of its own shape.
import { useSyncExternalStore } from 'react';
import { useNow } from '../live/clock';
import { live } from '../live/feed';
import { useZone } from '../live/times';
import { told } from '../model/connection';
import { shortClock } from '../model/time';
import { words } from '../words';
import { Icon } from './Icon';

const said = words.shell.connection;

/** By this machine's clock, which also measured the last contact; drawn again only when the words change. */
function useTold(): ReturnType<typeof told> {
  useNow();
  return told(useSyncExternalStore(live.subscribe, live.get), Date.now());
}

export function Connection() {
  const zone = useZone();
  const state = useTold();
  const { connection } = live.get();
  return (
    <span className={`connection connection-${state.kind}`} role="status" data-testid="connection" data-connection={connection} title={said.means[state.kind]}>
      <i aria-hidden="true" />
      <span>{state.kind === 'stale' ? said.stale(shortClock(state.since, zone)) : said[state.kind]}</span>
    </span>
  );
}

/** Across the page, because what stands below it may be wrong by now. */
export function StaleNote() {
  const zone = useZone();
  const state = useTold();
  if (state.kind !== 'stale') return null;
  return <p className="stale-note tone-warn" role="alert"><Icon name="alert" size={14} />{said.staleNote(shortClock(state.since, zone))}</p>;
}
