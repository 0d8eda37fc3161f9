import { describe, expect, it } from 'vitest';
import type { Deployment, Step } from '../wire/types';
import { attemptAt, criticalPath, failedBands, failedOnly, gantt, roomFor, ticksOf } from './gantt';
import { timeline } from './timeline';
import { backoffBefore, waitsOf } from './waits';

const t = (seconds: number): string => new Date(Date.UTC(2026, 0, 2, 3, 0, 0) + seconds * 1_000).toISOString();
const ms = (seconds: number): number => Date.parse(t(seconds));
const on = (action: string, ...targets: string[]) => ({ name: action, steps: targets.map((target) => ({ id: `${action}@${target}`, action, target })) });

function step(id: string, part: Step['part'], state: Step['state'], from: number, to?: number, attempt = 1, reason?: string): Step {
  const [stage = '', target = ''] = id.split('@');
  return { id, stage, part, target, attempt, state, started_at: t(from), ...(to === undefined ? {} : { finished_at: t(to), took_ms: (to - from) * 1_000 }), ...(reason ? { reason } : {}) };
}

function deployment(steps: Step[], more: Partial<Deployment> = {}): Deployment {
  return {
    id: 'dep_1', project: 'demo', environment: 'production', commit: 'c0ffee0', status: 'running', trigger: 'push', actor: 'github', requested_at: t(0), position: 9, attempts: 1, steps, causes: [],
    plan: { build: [on('fetch', 'worker'), on('build', 'worker')], deploy: [on('copy', 'a', 'b'), on('switch', 'a', 'b')], undo: [], digest: null },
    actions: { cancel: true, retry: false, mark_done: false, rollback: false }, ...more,
  };
}

describe('the axis', () => {
  it('has a few ticks at round times', () => {
    expect(ticksOf(ms(0), ms(91), ms(0)).map(({ label }) => label)).toEqual(['0', '30 s', '1 m', '1 m 30 s']);
    expect(ticksOf(ms(0), ms(1), ms(0)).map(({ label }) => label)).toEqual(['0', '200 ms', '400 ms', '600 ms', '800 ms', '1 s']);
    for (const length of [0.5, 3, 17, 100, 1_000, 90_000, 2_000_000]) expect(ticksOf(ms(0), ms(length), ms(0)).length).toBeLessThanOrEqual(7);
    expect(ticksOf(ms(5), ms(5), ms(5))).toEqual([]);
  });

  it('stands still while bars grow, for a good while', () => {
    const ends = new Set(Array.from({ length: 600 }, (_, second) => roomFor(second * 1_000)));
    expect(ends.size).toBeLessThan(25);
    for (const second of [0, 1, 9, 10, 59, 3_599, 100_000]) expect(roomFor(second * 1_000)).toBeGreaterThanOrEqual(second * 1_000 * 1.04);
  });

  it('begins with the ask, or shortly before the work when that waited for a night', () => {
    const short = gantt(deployment([step('fetch@worker', 'build', 'running', 2)]), ms(10));
    expect(short.from).toBe(ms(0));
    expect([short.waited, short.worked]).toEqual([2_000, 8_000]);
    const long = gantt(deployment([step('fetch@worker', 'build', 'succeeded', 36_000, 36_060)], { status: 'succeeded', finished_at: t(36_060) }), ms(99_999));
    expect(long.from).toBeGreaterThan(ms(35_900));
    expect([long.waited, long.worked]).toEqual([36_000_000, 60_000]);
    expect(long.waits[0]).toMatchObject({ cut: true, from: 0, took: 36_000_000 });
  });

  it('counts as waiting whatever no step ran in, and as work what overlaps once', () => {
    const behind = gantt(deployment([step('fetch@worker', 'build', 'succeeded', 0, 1), step('a@n1', 'deploy', 'succeeded', 12, 14), step('b@n2', 'deploy', 'succeeded', 13, 15)], { status: 'succeeded', finished_at: t(15) }), ms(99));
    expect([behind.waited, behind.worked]).toEqual([11_000, 4_000]);
    const shared = gantt(deployment([step('fetch@worker', 'build', 'succeeded', 0, 20), step('a@n1', 'deploy', 'succeeded', 22, 24)], { requested_at: t(10), status: 'succeeded', finished_at: t(24) }), ms(99));
    expect([shared.waited, shared.worked]).toEqual([2_000, 22_000]);
    expect([gantt(deployment([], {}), ms(5)).waited, gantt(deployment([], {}), ms(5)).worked]).toEqual([5_000, 0]);
  });

  it('ends where it ended, or beyond the present', () => {
    const over = gantt(deployment([step('fetch@worker', 'build', 'succeeded', 1, 5)], { status: 'succeeded', finished_at: t(6) }), ms(500));
    expect([over.to, over.now]).toEqual([ms(6), null]);
    const running = gantt(deployment([step('fetch@worker', 'build', 'running', 1)]), ms(8));
    expect(running.to).toBeGreaterThan(ms(8));
    expect(running.now).toBeGreaterThan(0.5);
  });

  it('survives what makes no sense', () => {
    for (const wrong of [deployment([], { requested_at: '' }), deployment([{ ...step('x@y', 'deploy', 'succeeded', 5, 1), started_at: 'never' }]), deployment([], { status: 'failed', finished_at: t(-5) })]) {
      const { bands, from, to } = gantt(wrong, ms(3));
      expect(to).toBeGreaterThan(from);
      for (const piece of bands.flatMap((band) => band.lanes.flatMap((lane) => lane.pieces))) expect(piece.from >= 0 && piece.to <= 1).toBe(true);
    }
  });
});

describe('lanes', () => {
  const tried = deployment([
    step('fetch@worker', 'build', 'failed', 1, 2, 1, 'no answer'), step('fetch@worker', 'build', 'succeeded', 4, 6, 2), step('build@worker', 'build', 'succeeded', 6, 16),
    step('copy@a', 'deploy', 'succeeded', 16, 18), step('copy@b', 'deploy', 'succeeded', 16, 19), step('switch@a', 'deploy', 'running', 19),
  ]);
  const chart = gantt(tried, ms(20));

  it('have a bar per attempt, and between two the wait with its reason', () => {
    const lane = chart.bands[0]?.lanes[0];
    expect(lane?.pieces.map(({ kind, state, took }) => [kind, state, took])).toEqual([['attempt', 'failed', 1_000], ['backoff', 'waiting', 2_000], ['attempt', 'succeeded', 2_000]]);
    expect(lane?.pieces[1]?.reason).toContain('no answer');
  });

  it('grow only where something runs', () => {
    expect(chart.bands.flatMap((band) => band.lanes.flatMap((each) => each.pieces)).filter((piece) => piece.live).map((piece) => piece.attempt?.id)).toEqual(['switch@a']);
  });

  it('show the longest way from the end back to the beginning', () => {
    expect([...criticalPath(tried.steps, ms(20))].sort()).toEqual(['build/build@worker/1', 'build/fetch@worker/1', 'build/fetch@worker/2', 'deploy/copy@b/1', 'deploy/switch@a/1'].sort());
    expect(criticalPath([], ms(1)).size).toBe(0);
    const same = [step('a@x', 'build', 'succeeded', 1, 1), step('b@x', 'build', 'succeeded', 1, 1)];
    expect(criticalPath(same, ms(2)).size).toBeGreaterThan(0); // ends, though neither is before the other
  });

  it('can be left to what went wrong', () => {
    expect(failedBands(chart.bands).map((band) => band.lanes.map((lane) => lane.step.id))).toEqual([['fetch@worker']]);
    expect(failedOnly(timeline(tried, ms(20)).stages).map(({ name }) => name)).toEqual(['fetch']);
  });

  it('tell which attempt lies under a place, and what instant that is', () => {
    const lane = chart.bands[0]?.lanes[0];
    if (!lane) throw new Error('no lane');
    const share = (second: number): number => (ms(second) - chart.from) / (chart.to - chart.from);
    expect(attemptAt(lane, share(1.5), chart)).toMatchObject({ attempt: 1 });
    expect(attemptAt(lane, share(1.5), chart)?.share).toBeCloseTo(0.5);
    expect(Math.round((attemptAt(lane, share(1.5), chart)?.at ?? 0) - ms(1.5))).toBe(0);
    expect(attemptAt(lane, share(19), chart)).toMatchObject({ attempt: 2, share: 1 });
    expect(attemptAt({ ...lane, pieces: [] }, 0.5, chart)).toBeNull();
  });
});

describe('waits', () => {
  it('are read from the steps when the server does not tell them', () => {
    const waits = waitsOf(deployment([step('fetch@worker', 'build', 'succeeded', 3, 6), step('copy@a', 'deploy', 'running', 10)]), ms(20));
    expect(waits.map(({ from, to }) => [from, to])).toEqual([[ms(0), ms(3)], [ms(6), ms(10)]]);
    expect(waits.every((wait) => wait.reason !== '')).toBe(true);
  });

  it('last while nothing runs, with the reason of the row', () => {
    expect(waitsOf(deployment([], { status: 'queued', reason: 'behind dep_2' }), ms(20))).toEqual([{ from: ms(0), to: null, reason: 'behind dep_2', for: undefined }]);
    expect(waitsOf(deployment([], { status: 'pending_approval', reason: 'x' }), ms(20))[0]?.reason).toContain('approved');
    expect(waitsOf(deployment([], { status: 'superseded', reason: 'a newer commit', finished_at: t(9) }), ms(20))).toMatchObject([{ to: ms(9), reason: 'a newer commit' }]);
  });

  it('are taken from the server, save those that stand between two attempts', () => {
    const steps = [step('fetch@worker', 'build', 'failed', 1, 2), step('fetch@worker', 'build', 'succeeded', 4, 6, 2)];
    const waits = [{ from: t(0), to: t(1), reason: 'no worker', for: 'dep_2' }, { from: t(2), to: t(4), reason: 'backs off for 2 s' }, { from: t(6), reason: 'the environment is held' }];
    const told = deployment(steps, { waits });
    expect(waitsOf(told, ms(9)).map(({ reason, for: behind }) => [reason, behind])).toEqual([['no worker', 'dep_2'], ['the environment is held', undefined]]);
    expect(gantt(told, ms(9)).bands[0]?.lanes[0]?.pieces[1]?.reason).toBe('backs off for 2 s');
    expect(waitsOf({ ...told, status: 'cancelled', finished_at: t(8) }, ms(9)).at(-1)?.to).toBe(ms(8));
  });

  it('do not count parallel steps as gaps', () => {
    expect(waitsOf(deployment([step('copy@a', 'deploy', 'succeeded', 0.1, 9), step('copy@b', 'deploy', 'succeeded', 0.1, 2), step('switch@a', 'deploy', 'running', 9)]), ms(12))).toEqual([]);
  });

  it('stand between attempts that were cut off, too', () => {
    const cut = [step('fetch@worker', 'build', 'interrupted', 1, 2), step('fetch@worker', 'build', 'succeeded', 10, 12, 2)];
    expect(backoffBefore(cut, 1)).toMatchObject({ from: ms(2), to: ms(10) });
    expect(backoffBefore(cut, 0)).toBeNull();
  });
});
