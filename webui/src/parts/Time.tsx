// Times on the page: how long ago, with the whole time on hover, or when, as the reader likes it.
import { useState } from 'react';
import { useTold } from '../live/clock';
import { useTimeStyle, useZone } from '../live/times';
import { absolute, ago, elapsed, duration, millis, stamp } from '../model/time';

export function Ago({ time }: { time: string | undefined }) {
  const style = useTimeStyle();
  const zone = useZone();
  const told = useTold((now) => (style === 'relative' ? ago(time, now) : stamp(time, now, zone)));
  const [near, setNear] = useState(false); // the whole time is told when a pointer comes near: a board has a hundred
  const whole = useTold((now) => (near ? absolute(time, zone) + (style === 'relative' ? '' : ` (${ago(time, now)})`) : ''));
  if (time === undefined) return null;
  return <time dateTime={time} title={whole || undefined} onPointerEnter={() => setNear(true)}>{told}</time>;
}

/** How long it took, or takes until now. */
export function Took({ from, to }: { from: string | undefined; to: string | undefined }) {
  const start = millis(from);
  const end = millis(to);
  const told = useTold((now) => (start === null ? '' : end === null ? elapsed(now - start) : duration(end - start)));
  return start === null ? null : <span className="number">{told}</span>;
}
