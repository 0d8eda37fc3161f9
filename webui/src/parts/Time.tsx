// Times on the page: short, relative, with the whole time on hover.
import { useNow } from '../live/clock';
import { absolute, ago, elapsed, duration, millis } from '../model/time';

export function Ago({ time }: { time: string | undefined }) {
  const now = useNow();
  if (time === undefined) return null;
  return <time dateTime={time} title={absolute(time)}>{ago(time, now)}</time>;
}

/** How long it took, or takes until now. */
export function Took({ from, to }: { from: string | undefined; to: string | undefined }) {
  const now = useNow();
  const start = millis(from);
  const end = millis(to);
  if (start === null) return null;
  return <span className="number">{end === null ? elapsed(now - start) : duration(end - start)}</span>;
}
