// Load, memory and disk as small meters; said in words on hover and for those who do not see them.
import { useNow } from '../live/clock';
import { load } from '../live/feed';
import { usePastReason } from '../live/past';
import { useStore } from '../live/store';
import { busiest, isStale, meters, type Meter } from '../model/load';
import type { Node } from '../wire/types';
import { words } from '../words';
import { Ago } from './Time';

const said = words.board.load;

function Bars({ shown, stale }: { shown: readonly Meter[]; stale: boolean }) {
  const told = [...shown.map(({ text }) => text), ...(stale ? [said.stale] : [])].join('\n');
  return (
    <span className={stale ? 'meters meters-stale' : 'meters'} role="img" aria-label={told} title={told}>
      {shown.map(({ name, share, level }) => <span key={name} className={`meter meter-${level}`}><i style={{ height: `${Math.max(8, (share ?? 0) * 100)}%` }} /></span>)}
    </span>
  );
}

/** The busiest of some nodes. Nothing while nothing is known, so that an older server's board looks whole. */
export function GroupMeters({ nodes }: { nodes: readonly Node[] }) {
  const known = useStore(load);
  const now = useNow();
  const past = usePastReason() !== null; // load is of the present only, it stands in no log
  const loads = nodes.flatMap(({ name }) => (known[name] ? [{ name, load: known[name] }] : []));
  const shown = busiest(loads);
  return past || shown.length === 0 ? null : <Bars shown={shown} stale={loads.every((each) => isStale(each.load, now))} />;
}

/** One node's figures in a line, for fingers and eyes that hover over nothing. */
export function NodeFigures({ node }: { node: string }) {
  const known = useStore(load)[node];
  return known ? <span className="card-node-figures">{meters(known).map(({ short }) => short).join(' · ')}</span> : null;
}

/** One node's, with its figures in words where there is room. */
export function NodeMeters({ node, wide = false }: { node: string; wide?: boolean }) {
  const known = useStore(load)[node];
  const now = useNow();
  const past = usePastReason() !== null;
  if (past) return null;
  if (!known) return wide ? <p className="muted">{said.none}</p> : null;
  const stale = isStale(known, now);
  if (!wide) return <Bars shown={meters(known)} stale={stale} />;
  return (
    <dl className={stale ? 'meter-rows meters-stale' : 'meter-rows'}>
      {meters(known).map(({ name, share, level, text }) => (
        <div key={name}>
          <dt>{text}</dt>
          <dd className={`meter-line meter-${level}`} aria-hidden="true"><i style={{ width: `${(share ?? 0) * 100}%` }} /></dd>
        </div>
      ))}
      {stale && <div className="meter-when">{said.stale} <Ago time={known.at} /></div>}
    </dl>
  );
}
