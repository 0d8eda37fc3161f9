// The plan before, while and after it runs: as a timeline or a list, the step that is looked at, and the way back.
import { useLayoutEffect, useMemo, useRef, type RefObject } from 'react';
import { usePhone } from '../live/media';
import { useNow } from '../live/clock';
import { go } from '../live/navigation';
import { releaseStream, streamOf } from '../live/story';
import { failedOnly, gantt } from '../model/gantt';
import { plain } from '../model/plain';
import type { RouteOf } from '../model/route';
import { isOver } from '../model/status';
import { duration } from '../model/time';
import type { Deployment, Plan, Stage } from '../wire/types';
import { words } from '../words';
import { Gantt } from './Gantt';
import type { Moment } from './LogView';
import { Stages } from './Stages';
import { StepDetails } from './StepDetails';

const say = words.deployment.timeline;
const undo = words.deployment.undo;

const short = (digest: string): string => plain(digest.replace(/^sha256:/, '').slice(0, 12));

function where(stage: Stage): string {
  const targets = [...new Set(stage.steps.map((step) => step.target))];
  return targets.length <= 2 ? targets.map(plain).join(', ') : undo.where(targets.length);
}

/** What happens if it fails; it is computed with the plan, before anything switches. */
function WayBack({ plan, ran, over }: { plan: Plan; ran: boolean; over: boolean }) {
  if (plan.deploy.length === 0) return null;
  return (
    <section className="way-back" data-testid="undo">
      {!ran && (
        <>
          <h2>{over ? undo.ran : undo.title}</h2>
          {plan.undo.length === 0 ? <p className="muted">{undo.none}</p> : <ol>{plan.undo.map((stage, index) => <li key={`${index}/${stage.name}`}><span>{plain(stage.name)}</span><span className="muted">{where(stage)}</span></li>)}</ol>}
        </>
      )}
      <p className="digests muted">
        {plan.digest ? <span title={plain(plan.digest)}>{undo.digest} <code>{short(plan.digest)}</code></span> : undo.noDigest}
        {plan.undo_digest && <span title={plain(plan.undo_digest)}>{undo.undoDigest} <code>{short(plan.undo_digest)}</code></span>}
      </p>
    </section>
  );
}

/** Who opens a run that has gone wrong sees where: once, and nothing moves before their eyes later. */
function useFailureInSight(over: boolean): RefObject<HTMLDivElement | null> {
  const pane = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const failed = over && pane.current?.querySelector('[data-row][data-state="failed"]');
    if (!failed || !pane.current) return;
    const { top, height } = pane.current.getBoundingClientRect();
    const below = failed.getBoundingClientRect().bottom - top;
    if (below > height) pane.current.scrollTop += below - height / 2;
  }, []);
  return pane;
}

interface Props { value: Deployment; route: RouteOf<'deployment'>; onSelect: (step: string | undefined, moment?: Moment, attempt?: number) => void }

export function PlanPane({ value, route, onSelect }: Props) {
  const now = useNow();
  const phone = usePhone();
  const over = isOver(value.status);
  const still = over || value.status === 'needs_attention';
  const pane = useFailureInSight(still);
  const chart = useMemo(() => gantt(value, now), [value, still ? 0 : now]);
  const kind = route.chart === 'list' || route.chart === 'bars' ? route.chart : phone ? 'list' : 'bars';
  const failed = route.failed === '1';
  const stages = chart.bands.map((band) => band.stage);
  const lane = chart.bands.flatMap((band) => band.lanes.map((each) => ({ each, part: band.stage.part }))).find(({ each }) => each.step.id === route.step);
  const choose = (change: Partial<RouteOf<'deployment'>>): void => go({ ...route, ...change }, 'replace');
  const pick = { selected: route.step, onSelect: (step: string, moment?: Moment) => onSelect(step === route.step && !moment ? undefined : step, moment) };

  return (
    <section className="plan-pane" aria-label={say.label} data-testid="stages">
      <header>
        <div className="plan-switch" role="group" aria-label={say.view}>
          {(['bars', 'list'] as const).map((each) => <button key={each} type="button" aria-pressed={kind === each} onClick={() => choose({ chart: each })}>{each === 'bars' ? say.chart : say.list}</button>)}
        </div>
        <label className="plan-check"><input type="checkbox" checked={failed} onChange={(event) => choose({ failed: event.target.checked ? '1' : '' })} />{say.failedOnly}</label>
        {chart.worked > 0 && <span className="muted number plan-sums" title={say.sumsMean}>{duration(chart.waited)} {say.waited} · {duration(chart.worked)} {say.worked}</span>}
      </header>
      <div className="plan-scroll" ref={pane}>
        {stages.length === 0 && <p className="plan-none">{over ? say.noPlanOver : say.noPlan}</p>}
        {kind === 'bars' ? <Gantt value={chart} failed={failed} {...pick} /> : <Stages stages={failed ? failedOnly(stages) : stages} waits={failed ? [] : chart.waits} {...pick} />}
        <WayBack plan={value.plan} ran={stages.some((stage) => stage.part === 'undo')} over={over} />
      </div>
      {lane && (
        <StepDetails key={route.step} lane={lane.each} over={over} stream={lane.part === 'build' ? (value.release ? releaseStream(value.release) : '') : streamOf(value.id)}
          onClose={() => onSelect(undefined)} onShow={(attempt) => onSelect(lane.each.step.id, { step: lane.each.step.id, attempt, at: 0, share: 0 }, attempt)} />
      )}
    </section>
  );
}
