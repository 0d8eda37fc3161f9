// The plan as it runs: stages down a rail, a row per node, attempts, reasons and how long each took.
import { useState } from 'react';
import { plain, count } from '../model/plain';
import { duration, elapsed } from '../model/time';
import type { TimelineStage, TimelineStep } from '../model/timeline';
import { Icon } from './Icon';
import { StepMark } from './Status';

const fold = 6; // steps from which a finished stage is shown closed

interface Pick { selected: string | undefined; onSelect: (step: string) => void }

function time(step: { took: number | null; state: string }): string {
  if (step.took === null) return '';
  return step.state === 'running' ? elapsed(step.took) : duration(step.took);
}

function StepRow({ step, selected, onSelect, single }: { step: TimelineStep; single: boolean } & Pick) {
  const active = selected === step.id;
  const reason = step.last?.reason;
  const failedBefore = step.attempts.length > 1;
  const style = step.bar ? { left: `${step.bar.from * 100}%`, width: `${Math.max(step.bar.width * 100, 1.5)}%` } : undefined;
  return (
    <li>
      <button type="button" className={active ? 'step step-active' : 'step'} aria-pressed={active} onClick={() => onSelect(step.id)} data-step={step.id} data-state={step.state}>
        <StepMark state={step.state} />
        <span className="step-name">
          {plain(single ? step.action : step.target)}
          {single && step.target !== 'worker' && <span className="muted"> {plain(step.target)}</span>}
          {failedBefore && <span className="tag" title={step.attempts.map((attempt) => `${attempt.attempt}: ${attempt.state}${attempt.reason ? ` (${attempt.reason})` : ''}`).join('\n')}>attempt {step.last?.attempt}</span>}
        </span>
        <span className="step-track" aria-hidden="true">{style && <i className={`bar bar-${step.state}`} style={style} />}</span>
        <span className="step-time number">{time(step)}</span>
      </button>
      {reason && step.state !== 'succeeded' && <p className="step-reason">{plain(reason)}{step.last?.detail && <span className="muted"> {plain(step.last.detail)}</span>}</p>}
    </li>
  );
}

function StageBlock({ stage, ...pick }: { stage: TimelineStage } & Pick) {
  const [choice, setChoice] = useState<boolean | null>(null);
  const open = choice ?? (stage.steps.length < fold || !(stage.state === 'succeeded' || stage.state === 'waiting' || stage.state === 'skipped'));
  const single = stage.steps.length === 1;
  return (
    <li className={`stage stage-${stage.state}`}>
      {single ? null : (
        <button type="button" className="stage-head" aria-expanded={open} onClick={() => setChoice(!open)}>
          <StepMark state={stage.state} />
          <span className="stage-name">{plain(stage.name)}</span>
          <span className="muted number">{stage.done}/{stage.steps.length}</span>
          <span className="stage-fold"><Icon name={open ? 'down' : 'right'} size={12} /></span>
          <span className="step-time number">{time(stage)}</span>
        </button>
      )}
      {(open || single) && (
        <ul className={single ? 'steps steps-single' : 'steps'} aria-label={count(stage.steps.length, 'step')}>
          {stage.steps.map((step) => <StepRow key={step.id} step={step} single={single} {...pick} />)}
        </ul>
      )}
    </li>
  );
}

const titles = { build: 'Build', deploy: 'Deploy', undo: 'Undo' } as const;

export function Stages({ stages, ...pick }: { stages: readonly TimelineStage[] } & Pick) {
  return (
    <div className="stages" data-testid="stages">
      {(['build', 'deploy', 'undo'] as const).map((part) => {
        const own = stages.filter((stage) => stage.part === part);
        return own.length === 0 ? null : (
          <section key={part}>
            <h3>{titles[part]}</h3>
            <ol>{own.map((stage) => <StageBlock key={stage.key} stage={stage} {...pick} />)}</ol>
          </section>
        );
      })}
    </div>
  );
}
