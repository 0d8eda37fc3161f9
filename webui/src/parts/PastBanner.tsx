// Says that what is shown is past, which moment it is, and the way back.
import { useEffect, useState } from 'react';
import { send } from '../live/past';
import { useZone } from '../live/times';
import type { PastState } from '../model/past';
import { absolute, ago } from '../model/time';
import { words } from '../words';
import { Button } from './Button';
import { ProblemBox } from './Empty';
import { Icon } from './Icon';

const said = words.past;
const soon = 250; // ms; what comes sooner needs no word

/** A word for what takes a while; what is quick does not flicker. */
function Waiting({ on }: { on: boolean }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    setShown(false);
    if (!on) return;
    const timer = setTimeout(() => setShown(true), soon);
    return () => clearTimeout(timer);
  }, [on]);
  return <span className="past-waiting">{shown && <><Icon name="ring" size={14} /><span className="unseen">{said.loading}</span></>}</span>;
}

export function PastBanner({ state, now, waiting }: { state: PastState; now: number; waiting: boolean }) {
  const zone = useZone();
  const time = state.head === null ? undefined : new Date(state.head).toISOString();
  return (
    <section className="past-banner tone-warn" aria-label={said.title} data-testid="past-banner">
      <div className="past-told">
        <Icon name="rewind" />
        <p>
          {said.banner} <strong>{time ? <time dateTime={time}>{absolute(time, zone)}</time> : words.metrics.none}</strong> {time && <span>({ago(time, now)})</span>}
          <span className="past-why"> {said.why}</span>
        </p>
        <Waiting on={waiting} />
        <Button onClick={() => send({ kind: 'leave' })} data-testid="back-to-now">{said.back}</Button>
      </div>
      {state.problem && <ProblemBox problem={state.problem} retry={() => send({ kind: 'again' })} />}
    </section>
  );
}
