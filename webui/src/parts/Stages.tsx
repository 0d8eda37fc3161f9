// The plan as a list, for phones and for who prefers words: a row per stage with a mark per node; opened, a row per node
// with its attempts, reasons and times. The waits stand above, each with its reason.
import { useState } from 'react';
import { plain } from '../model/plain';
import { stepLook } from '../model/status';
import { duration, elapsed } from '../model/time';
import type { WaitBar } from '../model/gantt';
import type { TimelineStage, TimelineStep } from '../model/timeline';
import { words } from '../words';
import { Icon } from './Icon';
import { StepMark } from './Status';

const say = words.deployment.timeline;
const marks = 12; // nodes shown one by one in the row of a stage

interface Choice { selected: string | undefined; onSelect: (step: string) => void }

function time(step: { took: number | null; state: string }): string {
  if (step.took === null) return '';
  return step.state === 'running' ? elapsed(step.took) : duration(step.took);
}

/** When it ran within the whole, as a bar. */
function Track({ bar, state }: Pick<TimelineStep, 'bar' | 'state'>) {
  const style = bar ? { left: `${bar.from * 100}%`, width: `${bar.width * 100}%` } : undefined;
  return <span className="step-track" aria-hidden="true">{style && <i className={`bar bar-${state}`} style={style} />}</span>;
}

function StageMarks({ stage }: { stage: TimelineStage }) {
  if (stage.steps.length > marks) return <span className="muted number">{stage.done}/{stage.steps.length}</span>;
  return (
    <span className="stage-marks">
      {stage.steps.map((step) => <i key={step.id} className={`node-mark node-mark-${step.state}`} title={`${plain(step.target)}: ${stepLook(step.state).word}`} />)}
    </span>
  );
}

function StepRow({ step, selected, onSelect, single }: { step: TimelineStep; single: boolean } & Choice) {
  const active = selected === step.id;
  const reason = step.last?.reason;
  const failedBefore = step.attempts.length > 1;
  return (
    <li>
      <button type="button" className={active ? 'step step-active' : 'step'} aria-pressed={active} onClick={() => onSelect(step.id)} data-step={step.id} data-state={step.state}>
        <StepMark state={step.state} />
        <span className="step-name">
          {plain(single ? step.action : step.target)}
          {single && step.target !== 'worker' && <span className="muted"> {plain(step.target)}</span>}
          {step.state === 'warned' && <span className="tag" title={stepLook('warned').word}>{say.warning}</span>}
          {failedBefore && <span className="tag" title={step.attempts.map((attempt) => `${attempt.attempt}: ${stepLook(attempt.state).word}${attempt.reason ? ` (${plain(attempt.reason)})` : ''}`).join('\n')}>{say.attempt(step.last?.attempt ?? 1)}</span>}
        </span>
        <Track bar={step.bar} state={step.state} />
        <span className="step-time number">{time(step)}</span>
      </button>
      {reason && step.state !== 'succeeded' && <p className={step.state === 'warned' ? 'step-reason step-reason-warned' : 'step-reason'}>{plain(reason)}{step.last?.detail && <span className="muted"> {plain(step.last.detail)}</span>}</p>}
    </li>
  );
}

function StageBlock({ stage, ...pick }: { stage: TimelineStage } & Choice) {
  const [choice, setChoice] = useState<boolean | null>(null);
  // Closed unless something needs eyes: a stage that opened while it runs would move everything below it.
  const open = choice ?? ['failed', 'unknown', 'interrupted', 'warned'].includes(stage.state);
  const single = stage.steps.length === 1;
  return (
    <li className={`stage stage-${stage.state}`}>
      {single ? null : (
        <button type="button" className="step" aria-expanded={open} onClick={() => setChoice(!open)} data-stage={stage.name} data-state={stage.state}>
          <StepMark state={stage.state} />
          <span className="step-name">
            <span className="stage-name">{plain(stage.name)}</span>
            <span className="stage-fold"><Icon name={open ? 'down' : 'right'} size={12} /></span>
            <StageMarks stage={stage} />
          </span>
          <Track bar={stage.bar} state={stage.state} />
          <span className="step-time number">{time(stage)}</span>
        </button>
      )}
      {(open || single) && (
        <ul className={single ? 'steps steps-single' : 'steps'} aria-label={say.steps(stage.steps.length)}>
          {stage.steps.map((step) => <StepRow key={step.id} step={step} single={single} {...pick} />)}
        </ul>
      )}
    </li>
  );
}

export function Stages({ stages, waits, ...pick }: { stages: readonly TimelineStage[]; waits: readonly WaitBar[] } & Choice) {
  return (
    <div className="stages">
      {waits.length > 0 && (
        <ul className="waits" aria-label={say.waits}>
          {waits.map(({ wait, took, live }) => (
            <li key={wait.from}><span className="mark tone-quiet"><Icon name="clock" /></span><span>{plain(wait.reason)}</span><span className="step-time number">{live ? elapsed(took) : duration(took)}</span></li>
          ))}
        </ul>
      )}
      {stages.length === 0 && pick.selected === undefined && waits.length === 0 && <p className="plan-none">{say.nothingFailed}</p>}
      {(['build', 'deploy', 'undo'] as const).map((part) => {
        const own = stages.filter((stage) => stage.part === part);
        return own.length === 0 ? null : (
          <section key={part}>
            <h2>{say.titles[part]}</h2>
            <ol>{own.map((stage) => <StageBlock key={stage.key} stage={stage} {...pick} />)}</ol>
          </section>
        );
      })}
    </div>
  );
}
