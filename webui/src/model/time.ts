// Times and durations in words. All pure: what is "now" comes from the caller.

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Milliseconds since the epoch, or null when there is no readable time. */
export function millis(time: string | undefined): number | null {
  if (time === undefined) return null;
  const value = Date.parse(time);
  return Number.isNaN(value) ? null : value;
}

/** A duration in ms: "340 ms", "4.2 s", "1 m 05 s", "2 h 10 m", "3 d 4 h". */
export function duration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return '0 ms';
  if (ms < second) return `${Math.round(ms)} ms`;
  if (ms < 10 * second) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < minute) return `${Math.floor(ms / second)} s`;
  const two = (value: number): string => String(value).padStart(2, '0');
  if (ms < hour) return `${Math.floor(ms / minute)} m ${two(Math.floor((ms % minute) / second))} s`;
  if (ms < day) return `${Math.floor(ms / hour)} h ${two(Math.floor((ms % hour) / minute))} m`;
  return `${Math.floor(ms / day)} d ${Math.floor((ms % day) / hour)} h`;
}

/** A duration that is still growing: whole seconds, so that it does not flicker. */
export function elapsed(ms: number): string {
  return duration(ms < minute ? Math.max(0, Math.floor(ms / second)) * second || 0 : ms).replace(/^0 ms$/, '0 s').replace(/\.0 s$/, ' s');
}

/** How long ago, short: "now", "42 s ago", "5 m ago", "3 h ago", "2 d ago", "5 w ago", "3 y ago". A future time reads as now. */
export function ago(time: string | undefined, now: number): string {
  const at = millis(time);
  if (at === null) return '';
  const ms = now - at;
  if (ms < 5 * second) return 'now';
  if (ms < minute) return `${Math.floor(ms / second)} s ago`;
  if (ms < hour) return `${Math.floor(ms / minute)} m ago`;
  if (ms < day) return `${Math.floor(ms / hour)} h ago`;
  if (ms < 14 * day) return `${Math.floor(ms / day)} d ago`;
  if (ms < 365 * day) return `${Math.floor(ms / (7 * day))} w ago`;
  return `${Math.floor(ms / (365 * day))} y ago`;
}

const stamp = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short',
});

/** The whole time in the reader's zone, for a tooltip. */
export function absolute(time: string | undefined): string {
  const at = millis(time);
  return at === null ? '' : stamp.format(at);
}

/** The clock of an instant in the reader's zone, "14:03:22". */
export function clock(ms: number): string {
  return new Date(ms).toLocaleTimeString('en-GB');
}

const hands = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** The clock without its seconds, "14:03": for lists that are divided by day. */
export function hourMinute(time: string): string {
  const at = millis(time);
  return at === null ? '' : hands.format(at);
}
