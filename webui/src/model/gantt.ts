// A deployment on an axis of time: lanes of the plan's steps with a bar per attempt, the waits, and the longest way.
import type { Deployment, Step } from '../wire/types';
import { isOver, type StepState } from './status';
import { duration, millis } from './time';
import { stageState, timeline, type TimelineStage, type TimelineStep } from './timeline';
import { backoffBefore, finishOf, startOf, waitsOf, type Pause } from './waits';

/** Shares of the axis, 0..1; a bar that still grows has `live`. */
export interface Bar { from: number; to: number; live: boolean }

export interface Piece extends Bar { kind: 'attempt' | 'backoff'; state: StepState; attempt: Step | undefined; reason: string | undefined; began: number; took: number; critical: boolean }
export interface Lane { key: string; step: TimelineStep; pieces: Piece[]; critical: boolean }
export interface Band { key: string; stage: TimelineStage; lanes: Lane[]; span: Bar | null; critical: boolean }
export interface WaitBar extends Bar { wait: Pause; took: number; cut: boolean } // cut: it began before the axis does
export interface Tick { at: number; label: string }

export interface Gantt {
  from: number; // ms where the axis begins
  to: number;
  now: number | null; // share of the present on the axis; null when it is over
  ticks: Tick[];
  waits: WaitBar[];
  bands: Band[];
  waited: number; // ms since the ask in which no step ran
  worked: number; // ms in which at least one did; a build that others had asked for counts from its own beginning
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((value) => value * second).concat([1, 2, 5, 10, 15, 30].map((value) => value * minute), [1, 2, 3, 6, 12, 24, 48, 96, 240].map((value) => value * hour));
const ends = steps.flatMap((step) => [step * 2, step * 3, step * 4, step * 5]).sort((a, b) => a - b);

/** An end of the axis beyond the present, the same for a good while, so that bars grow on an axis that stands still. */
export const roomFor = (elapsed: number): number => ends.find((end) => end >= 10 * second && end >= elapsed * 1.04) ?? elapsed * 1.2;

/** Ticks at round durations, at most `most` of them besides the beginning. */
export function ticksOf(from: number, to: number, zero: number, most = 5): Tick[] {
  const whole = to - from;
  if (whole <= 0) return [];
  const step = steps.find((each) => whole / each <= most) ?? whole;
  const out: Tick[] = [];
  for (let at = Math.ceil((from - zero) / step) * step; zero + at <= to; at += step) out.push({ at: (zero + at - from) / whole, label: at === 0 ? '0' : tickLabel(at) });
  return out;
}

const tickLabel = (ms: number): string => duration(ms).replace(/ 00 [sm]$/, '').replace(/\.0 s$/, ' s').replace(/ 0 h$/, '');

const keyOf = (step: Step): string => `${step.part}/${step.id}/${step.attempt}`;

/** The attempts without which the whole would have ended earlier: from the last one back to what each had to wait for. */
export function criticalPath(ran: readonly Step[], now: number): Set<string> {
  const out = new Set<string>();
  const endOf = (step: Step): number => finishOf(step) ?? now;
  const latest = (of: readonly Step[]): Step | undefined => of.reduce<Step | undefined>((best, step) => (!best || endOf(step) > endOf(best) ? step : best), undefined);
  let at = latest(ran);
  while (at && !out.has(keyOf(at))) {
    out.add(keyOf(at));
    const begin = startOf(at);
    const self = at;
    at = latest(ran.filter((step) => step !== self && !out.has(keyOf(step)) && endOf(step) <= begin + 2 && startOf(step) <= begin));
  }
  return out;
}

/** How long at least one of these attempts ran, from `since` on. */
function busyTime(ran: readonly Step[], since: number, now: number): number {
  let until = since;
  let sum = 0;
  for (const step of [...ran].sort((a, b) => startOf(a) - startOf(b))) {
    const from = Math.max(startOf(step), until);
    until = Math.max(until, finishOf(step) ?? now);
    sum += Math.max(0, until - from);
  }
  return sum;
}

export function gantt(deployment: Deployment, now: number): Gantt {
  const over = isOver(deployment.status) || deployment.status === 'needs_attention';
  const ran = deployment.steps;
  const asked = millis(deployment.requested_at) ?? now;
  const firstStart = ran.length === 0 ? null : Math.min(...ran.map(startOf));
  const lastEnd = Math.max(asked, ...ran.map((step) => finishOf(step) ?? now), over ? (millis(deployment.finished_at) ?? asked) : now);
  const ranFor = firstStart === null ? 0 : lastEnd - firstStart;
  const before = Math.max(0, (firstStart ?? lastEnd) - asked);
  // A night in the queue would leave no room for the minute of work: the axis then begins shortly before the work.
  const short = firstStart !== null && before > 5 * second && before > ranFor * 1.5;
  const from = short ? firstStart - Math.max(ranFor * 0.15, 200) : Math.min(asked, firstStart ?? asked);
  const to = over ? Math.max(lastEnd, from + 100) : from + roomFor(lastEnd - from);
  const share = (at: number): number => Math.min(1, Math.max(0, (at - from) / (to - from)));
  const bar = (begin: number, end: number | null): Bar => ({ from: share(begin), to: share(end ?? now), live: end === null && !over });

  const waits = waitsOf(deployment, now).map((wait) => ({ ...bar(wait.from, wait.to), wait, took: (wait.to ?? lastEnd) - wait.from, cut: wait.from < from - 1 }));
  const told = (deployment.waits ?? []).map((wait) => ({ from: millis(wait.from) ?? 0, to: wait.to === undefined ? null : millis(wait.to), reason: wait.reason }));
  const critical = criticalPath(ran, now);

  const laneOf = (stage: TimelineStage, step: TimelineStep): Lane => {
    const pieces: Piece[] = [];
    step.attempts.forEach((attempt, nth) => {
      const pause = backoffBefore(step.attempts, nth, told);
      if (pause) pieces.push({ ...bar(pause.from, pause.to), kind: 'backoff', state: 'waiting', attempt: undefined, reason: pause.reason, began: pause.from, took: (pause.to ?? now) - pause.from, critical: critical.has(keyOf(attempt)) });
      const begin = startOf(attempt);
      const end = finishOf(attempt);
      const state: StepState = attempt.state === 'failed' && attempt.optional ? 'warned' : attempt.state;
      pieces.push({ ...bar(begin, end), kind: 'attempt', state, attempt, reason: attempt.reason, began: begin, took: attempt.took_ms || (end ?? now) - begin, critical: critical.has(keyOf(attempt)) });
    });
    return { key: `${stage.key}/${step.id}`, step, pieces, critical: pieces.some((piece) => piece.critical) };
  };
  const bands = timeline(deployment, now).stages.map((stage) => {
    const lanes = stage.steps.map((step) => laneOf(stage, step));
    const pieces = lanes.flatMap((lane) => lane.pieces);
    const span = pieces.length === 0 ? null : { from: Math.min(...pieces.map((piece) => piece.from)), to: Math.max(...pieces.map((piece) => piece.to)), live: pieces.some((piece) => piece.live) };
    return { key: stage.key, stage, lanes, span, critical: lanes.some((lane) => lane.critical) };
  });
  const waited = Math.max(0, lastEnd - asked - busyTime(ran, asked, now));
  const worked = firstStart === null ? 0 : busyTime(ran, Math.min(firstStart, asked), now);
  return { from, to, now: over ? null : share(now), ticks: ticksOf(from, to, asked), waits, bands, waited, worked };
}

const bad: readonly StepState[] = ['failed', 'unknown', 'interrupted', 'warned'];

/** Did any of its attempts go wrong? */
export const wentWrong = (step: TimelineStep): boolean => bad.includes(step.state) || step.attempts.some((attempt) => bad.includes(attempt.state));

/** Only the stages and steps in which something went wrong. */
export function failedOnly(stages: readonly TimelineStage[]): TimelineStage[] {
  return stages
    .map((stage) => ({ ...stage, steps: stage.steps.filter(wentWrong) }))
    .filter((stage) => stage.steps.length > 0)
    .map((stage) => ({ ...stage, state: stageState(stage.steps) }));
}

export function failedBands(bands: readonly Band[]): Band[] {
  return bands.map((band) => ({ ...band, lanes: band.lanes.filter((lane) => wentWrong(lane.step)) })).filter((band) => band.lanes.length > 0);
}

/** The attempt under a place of a lane, and the instant it stands for. */
export function attemptAt(lane: Lane, share: number, axis: Pick<Gantt, 'from' | 'to'>): { attempt: number; at: number; share: number } | null {
  const attempts = lane.pieces.filter((piece) => piece.kind === 'attempt' && piece.attempt);
  const near = attempts.reduce<Piece | undefined>((best, piece) => {
    const away = (each: Piece): number => Math.max(0, each.from - share, share - each.to);
    return !best || away(piece) < away(best) ? piece : best;
  }, undefined);
  if (!near?.attempt) return null;
  const inside = Math.min(near.to, Math.max(near.from, share));
  return { attempt: near.attempt.attempt, at: axis.from + inside * (axis.to - axis.from), share: near.to > near.from ? (inside - near.from) / (near.to - near.from) : 0 };
}
