// A deployment as a person follows it: the planned stages with what really happened to each step laid over them.
import type { Deployment, Part, Plan, Step } from '../wire/types';
import { isOver, type StepState } from './status';
import { millis } from './time';

/** Shares of the whole run, 0..1. */
export interface Bar { from: number; width: number }

export interface TimelineStep {
  id: string;
  action: string;
  target: string;
  state: StepState;
  attempts: Step[]; // in start order
  last: Step | undefined;
  took: number | null; // ms from the first start to the end, or to now
  bar: Bar | null;
}

export interface TimelineStage {
  key: string;
  part: Part;
  name: string;
  state: StepState;
  steps: TimelineStep[];
  done: number;
  took: number | null;
  bar: Bar | null;
}

export interface Timeline { stages: TimelineStage[]; from: number | null; to: number }

const parts: readonly Part[] = ['build', 'deploy', 'undo'];

interface Planned { id: string; action: string; target: string }

/** The stages of one part: planned ones in order, then what ran without being in the plan that is known. */
function stagesOf(plan: Plan, part: Part, ran: readonly Step[]): { name: string; steps: Planned[] }[] {
  const stages = plan[part].map((stage) => ({ name: stage.name, steps: [...stage.steps] as Planned[] }));
  for (const step of ran) {
    if (step.part !== part || stages.some((stage) => stage.steps.some((planned) => planned.id === step.id))) continue;
    const planned = { id: step.id, action: step.id.split('@', 1)[0] ?? step.id, target: step.target };
    const stage = stages.find((known) => known.name === step.stage);
    if (stage) stage.steps.push(planned);
    else stages.push({ name: step.stage, steps: [planned] });
  }
  return stages;
}

function stateOf(last: Step | undefined, over: boolean): StepState {
  if (last) return last.state === 'failed' && last.optional ? 'warned' : last.state;
  return over ? 'skipped' : 'waiting';
}

/** The word for several steps: the worst that needs eyes first, then what still moves, then what is done. */
export function stageState(steps: readonly { state: StepState }[]): StepState {
  const has = (state: StepState): boolean => steps.some((step) => step.state === state);
  for (const state of ['failed', 'running', 'unknown', 'interrupted', 'warned'] as const) if (has(state)) return state;
  if (steps.length > 0 && steps.every((step) => step.state === 'skipped')) return 'skipped';
  if (has('waiting')) return has('succeeded') ? 'running' : 'waiting';
  return has('skipped') ? 'skipped' : 'succeeded';
}

const startOf = (steps: readonly Step[]): number | null => {
  const times = steps.map((step) => millis(step.started_at)).filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
};

function endOf(step: Step, now: number): number {
  const start = millis(step.started_at) ?? now;
  if (step.state === 'running') return Math.max(now, start);
  return millis(step.finished_at) ?? start + (step.took_ms ?? 0);
}

const spanOf = (steps: readonly Step[], now: number): number | null => {
  const from = startOf(steps);
  return from === null ? null : Math.max(0, Math.max(...steps.map((step) => endOf(step, now))) - from);
};

export function timeline(deployment: Deployment, now: number): Timeline {
  const over = isOver(deployment.status);
  const ran = deployment.steps;
  const from = startOf(ran);
  const to = ran.length === 0 ? now : Math.max(...ran.map((step) => endOf(step, now)));
  const whole = from === null ? 0 : Math.max(1, to - from);

  const lasted = (attempts: readonly Step[]): { took: number | null; bar: Bar | null } => {
    const start = startOf(attempts);
    const took = spanOf(attempts, now);
    return { took, bar: start === null || from === null || took === null ? null : { from: (start - from) / whole, width: took / whole } };
  };
  const stepOf = (part: Part, planned: Planned): TimelineStep => {
    const attempts = ran.filter((step) => step.part === part && step.id === planned.id);
    const last = attempts.at(-1);
    return { ...planned, state: stateOf(last, over), attempts, last, ...lasted(attempts) };
  };

  const stages: TimelineStage[] = [];
  for (const part of parts) {
    if (part === 'undo' && !ran.some((step) => step.part === 'undo')) continue; // it is there for the worst case only
    stagesOf(deployment.plan, part, ran).forEach((stage, index) => {
      const steps = stage.steps.map((planned) => stepOf(part, planned));
      stages.push({
        key: `${part}/${index}/${stage.name}`,
        part,
        name: stage.name,
        state: stageState(steps),
        steps,
        done: steps.filter((step) => step.state === 'succeeded').length,
        ...lasted(steps.flatMap((step) => step.attempts)),
      });
    });
  }
  return { stages, from, to };
}

/** What each node was last seen doing, in the plan's order of nodes; what ended well needs no word, unless it was put back. */
export function nodeStates(stages: readonly TimelineStage[], over: boolean): { node: string; doing: string; state: StepState }[] {
  const nodes = new Map<string, { node: string; doing: string; state: StepState; at: number }>();
  const word = (part: Part, step: TimelineStep): string => {
    if (!over || step.state !== 'succeeded') return step.action;
    return part === 'undo' ? 'put back' : '';
  };
  for (const stage of stages) {
    for (const step of stage.steps) {
      if (step.target === 'worker') continue;
      const at = millis(step.last?.started_at) ?? -1;
      const known = nodes.get(step.target);
      if (!known || at >= known.at) {
        if (!known || at >= 0) nodes.set(step.target, { node: step.target, doing: word(stage.part, step), state: step.state, at });
      }
    }
  }
  return [...nodes.values()].map(({ node, doing, state }) => ({ node, doing, state }));
}

/** The step a reader wants to see first: the one that failed, else the newest that runs, else the newest. */
export function focusStep(deployment: Deployment): string | null {
  const byState = (state: Step['state']): Step | undefined => deployment.steps.filter((step) => step.state === state).at(-1);
  const decided = deployment.steps.filter((step) => step.state === 'failed' && !step.optional).at(-1);
  return (byState('running') ?? decided ?? byState('failed') ?? deployment.steps.at(-1))?.id ?? null;
}
