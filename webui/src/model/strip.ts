// The strip above the slider of time: which stretch of the log it shows, and how much happened where.
import type { DeploymentRow } from '../wire/types';
import { millis } from './time';

export interface Stretch { from: number; to: number } // ms

export const zooms = ['all', '30d', '1d', '1h'] as const;
export type Zoom = (typeof zooms)[number];

const lengths: Record<Exclude<Zoom, 'all'>, number> = { '30d': 30 * 86_400_000, '1d': 86_400_000, '1h': 3_600_000 };
const least = 60_000; // ms; a log of a few seconds still has a slider that can be moved

/** The stretch that is shown: the whole, or a length of it that stays where it is while the head is inside, and turns over like a page. */
export function stretchOf(zoom: Zoom, whole: Stretch, head: number): Stretch {
  const wide = whole.to - whole.from < least ? { from: whole.to - least, to: whole.to } : whole;
  if (zoom === 'all' || wide.to - wide.from <= lengths[zoom]) return wide;
  const length = lengths[zoom];
  const page = Math.floor((head - wide.from) / length);
  const from = Math.max(wide.from, Math.min(wide.from + page * length, wide.to - length));
  return { from, to: from + length };
}

/** Only what is shorter than the whole is a zoom. */
export const usefulZooms = (whole: Stretch): Zoom[] => zooms.filter((zoom) => zoom === 'all' || whole.to - whole.from > lengths[zoom]);

export interface Column { good: number; bad: number }

const bad = new Set(['failed', 'rolled_back', 'needs_attention']);

/** When a deployment weighs on the strip: at its end, or at its ask while it has none. */
export const markOf = (row: DeploymentRow): number => millis(row.finished_at) ?? millis(row.requested_at) ?? 0;

/** How many deployments ended in each column, and how many of them badly. */
export function density(rows: readonly DeploymentRow[], { from, to }: Stretch, columns: number): Column[] {
  const out: Column[] = Array.from({ length: columns }, () => ({ good: 0, bad: 0 }));
  for (const row of rows) {
    const column = out[Math.floor(((markOf(row) - from) / (to - from)) * columns)];
    if (column) column[bad.has(row.status) ? 'bad' : 'good'] += 1;
  }
  return out;
}

/** The next deployment's end before or after an instant; null: there is none. */
export function nextMark(rows: readonly DeploymentRow[], ms: number, by: -1 | 1): number | null {
  const marks = rows.map(markOf).map((mark) => Math.ceil(mark / 1_000) * 1_000);
  const there = marks.filter((mark) => (by < 0 ? mark < ms : mark > ms));
  if (there.length === 0) return null;
  return by < 0 ? Math.max(...there) : Math.min(...there);
}

/** 0 to 1: where an instant stands in the stretch. */
export const shareOf = (ms: number, { from, to }: Stretch): number => Math.min(1, Math.max(0, (ms - from) / (to - from)));
