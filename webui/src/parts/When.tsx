// The clock of a row in a list that is divided by day; how long ago that is on hover.
import { useTold } from '../live/clock';
import { useZone } from '../live/times';
import { absolute, ago, clock, hourMinute, millis } from '../model/time';

export function When({ time, seconds = false }: { time: string; seconds?: boolean }) {
  const zone = useZone();
  const told = useTold((now) => ago(time, now));
  return <time dateTime={time} title={`${told} · ${absolute(time, zone)}`}>{seconds ? clock(millis(time) ?? 0, zone) : hourMinute(time, zone)}</time>;
}
