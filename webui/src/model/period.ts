// A stretch of time as the filters have it: a preset that moves with the clock, or two instants. The address carries it.
import { words } from '../words';
import { millis, type Zone } from './time';

export const presets = ['today', '7d', '30d', '90d'] as const;
export type Preset = (typeof presets)[number];

/** As it stands in the address; `last` wins over the instants. */
export interface Period { last?: string; from?: string; to?: string }

/** What the server is asked for: RFC 3339, `to` exclusive; absent: open. */
export interface Interval { from?: string; to?: string }

const days: Record<Preset, number> = { today: 1, '7d': 7, '30d': 30, '90d': 90 };

export const presetOf = (period: Period): Preset | null => presets.find((preset) => preset === period.last) ?? null;

/** The beginning of the reader's day, or of the UTC day in which charts count. */
export function dayStart(ms: number, zone: Zone = 'local'): number {
  const day = new Date(ms);
  return zone === 'utc' ? day.setUTCHours(0, 0, 0, 0) : day.setHours(0, 0, 0, 0);
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** What one typed or followed, made whole; nonsense is as if it were not there. */
function instant(text: string | undefined): string | undefined {
  const at = millis(text);
  return at === null ? undefined : iso(at);
}

/** The interval of a period at this moment. A preset of n days is today and the n - 1 days before. */
export function interval(period: Period, now: number, zone: Zone = 'local'): Interval {
  const preset = presetOf(period);
  if (preset) {
    const start = new Date(dayStart(now, zone));
    if (zone === 'utc') start.setUTCDate(start.getUTCDate() - days[preset] + 1);
    else start.setDate(start.getDate() - days[preset] + 1); // days of 23 and 25 hours count as one
    return { from: start.toISOString() };
  }
  const from = instant(period.from);
  const to = instant(period.to);
  return { ...(from && { from }), ...(to && { to }) };
}

export const isOpen = (period: Period): boolean => !presetOf(period) && !period.from && !period.to;

const two = (value: number): string => String(value).padStart(2, '0');

/** An instant as a datetime-local field wants it, to the second where that is asked for. */
export function fieldOf(time: string | undefined, zone: Zone = 'local', seconds = false): string {
  const ms = millis(time);
  if (ms === null) return '';
  const at = new Date(ms);
  const text = zone === 'utc' ? at.toISOString()
    : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return text.slice(0, seconds ? 19 : 16);
}

/** And back: what stands in such a field, as an instant without the milliseconds. */
export function ofField(text: string, zone: Zone = 'local'): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?/.test(text)) return undefined;
  const ms = new Date(zone === 'utc' ? `${text}Z` : text).getTime(); // without a zone this is the reader's
  return Number.isNaN(ms) ? undefined : iso(ms).replace('.000Z', 'Z');
}

/** Is this instant within the interval? */
export function within(time: string, { from, to }: Interval): boolean {
  const at = millis(time) ?? 0;
  return (from === undefined || at >= (millis(from) ?? 0)) && (to === undefined || at < (millis(to) ?? Infinity));
}

/** The day of an instant, "2026-11-21": what lists are divided by. */
export const dayOf = (time: string, zone: Zone = 'local'): string => fieldOf(time, zone).slice(0, 10);

/** A list in the order it has, divided by day. */
export function byDay<Row>(rows: readonly Row[], time: (row: Row) => string, zone: Zone = 'local'): { day: string; rows: Row[] }[] {
  const out: { day: string; rows: Row[] }[] = [];
  for (const row of rows) {
    const day = dayOf(time(row), zone);
    const last = out.at(-1);
    if (last?.day === day) last.rows.push(row);
    else out.push({ day, rows: [row] });
  }
  return out;
}

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
const dated = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** A day as people say it: "Today", "Yesterday", "Friday 20 November", with the year when it is another. `today` is a day, too. */
export function dayName(day: string, today: string): string {
  if (day === today) return words.records.today;
  const noon = (of: string): number => Date.parse(`${of}T12:00:00Z`);
  if (noon(today) - noon(day) === 24 * 3_600_000) return words.records.yesterday;
  return (day.slice(0, 4) === today.slice(0, 4) ? weekday : dated).format(noon(day)).replace(',', '');
}
