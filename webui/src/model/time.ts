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

/** A round length as an axis has it: 2 m, not 2 m 00 s. */
export const roundDuration = (ms: number): string => (ms === 0 ? '0' : duration(ms).replace(/ (0 |00 )[smh]$/, '').replace('.0 ', ' '));

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

/** In whose clock times are told: the reader's own, or everybody's. */
export type Zone = 'local' | 'utc';

const zoned = (zone: Zone): Intl.DateTimeFormatOptions => (zone === 'utc' ? { timeZone: 'UTC' } : {});
const formats = (zone: Zone) => ({
  whole: new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short', ...zoned(zone) }),
  day: new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: '2-digit', day: '2-digit', ...zoned(zone) }),
  year: new Intl.DateTimeFormat('en-GB', { year: 'numeric', ...zoned(zone) }),
  today: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', ...zoned(zone) }),
  thisYear: new Intl.DateTimeFormat('en-GB', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', ...zoned(zone) }),
  older: new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'short', day: 'numeric', ...zoned(zone) }),
});
const made: Partial<Record<Zone, ReturnType<typeof formats>>> = {};

/** Made when first asked for: the first of them costs as much as drawing a board. */
const told = (zone: Zone): ReturnType<typeof formats> => (made[zone] ??= formats(zone));

/** The whole time, for a tooltip. */
export function absolute(time: string | undefined, zone: Zone = 'local'): string {
  const at = millis(time);
  return at === null ? '' : told(zone).whole.format(at);
}

/** As much of the time as it takes to know it: "14:03:22" today, "3 Feb, 14:03" this year, "3 Feb 2024" before. */
export function stamp(time: string | undefined, now: number, zone: Zone = 'local'): string {
  const at = millis(time);
  if (at === null) return '';
  const { day, year, today, thisYear, older } = told(zone);
  if (day.format(at) === day.format(now)) return today.format(at);
  return (year.format(at) === year.format(now) ? thisYear : older).format(at);
}

/** The clock of an instant, "14:03:22". */
export const clock = (ms: number, zone: Zone = 'local'): string => told(zone).today.format(ms);

/** The clock to the millisecond, "14:03:22.007". */
export const fineClock = (ms: number, zone: Zone = 'local'): string => `${clock(ms, zone)}.${String(((ms % 1_000) + 1_000) % 1_000).padStart(3, '0')}`;

/** The clock to the minute, "14:03". */
export const shortClock = (ms: number, zone: Zone = 'local'): string => clock(ms, zone).slice(0, 5);

/** The clock of a time without its seconds, "14:03": for lists that are divided by day. */
export function hourMinute(time: string, zone: Zone = 'local'): string {
  const at = millis(time);
  return at === null ? '' : shortClock(at, zone);
}
