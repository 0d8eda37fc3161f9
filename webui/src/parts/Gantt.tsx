// The plan on an axis of time: a lane per step, a bar per attempt, the waits above. Arrow keys move between the rows.
import { memo, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { attemptAt, failedBands, type Band, type Bar, type Gantt as Value, type Lane, type Piece, type WaitBar } from '../model/gantt';
import { plain } from '../model/plain';
import { stepLook, type StepState } from '../model/status';
import { duration, elapsed } from '../model/time';
import { words } from '../words';
import type { Moment } from './LogView';
import { Icon } from './Icon';
import { StepMark } from './Status';

const say = words.deployment.timeline;
const roomy = 0.88; // share of the axis up to which a tick has room for its label
const openUpTo = 3; // nodes of a stage that are shown without asking

export interface Choice { selected: string | undefined; onSelect: (step: string, moment?: Moment) => void }

const time = (ms: number | null, state: StepState): string => (ms === null ? '' : state === 'running' ? elapsed(ms) : duration(ms));
/** A bar at the very end stays in sight. */
const place = (bar: Bar) => ({ left: `min(${bar.from * 100}%, 100% - 3px)`, width: `${Math.max(0, bar.to - bar.from) * 100}%` });

const PieceBar = memo(function PieceBar({ piece }: { piece: Piece }) {
  const { kind, state, took, reason, attempt, critical, live } = piece;
  const words = [kind === 'backoff' ? say.waitFor(duration(took), plain(reason ?? '')) : `${attempt && attempt.attempt > 1 ? `${say.attempt(attempt.attempt)}, ` : ''}${stepLook(state).word.toLowerCase()}, ${time(took, state)}${reason ? `: ${plain(reason)}` : ''}`, critical && say.criticalMeans];
  return <i className={`piece piece-${kind === 'backoff' ? 'backoff' : state}${critical ? ' piece-critical' : ''}${live ? ' piece-live' : ''}`} style={place(piece)} title={words.filter(Boolean).join('\n')} />;
}, (a, b) => a.piece.from === b.piece.from && a.piece.to === b.piece.to && a.piece.state === b.piece.state && a.piece.critical === b.piece.critical && a.piece.reason === b.piece.reason && (!b.piece.live || a.piece.took === b.piece.took));

function WaitRow({ bar }: { bar: WaitBar }) {
  const { wait, took, live, cut } = bar;
  return (
    <li className="lane lane-wait" title={say.waitFor(duration(took), plain(wait.reason))}>
      <span className="mark tone-quiet"><Icon name="clock" /></span>
      <span className="lane-name">{plain(wait.reason)}</span>
      <span className="lane-track"><i className={`piece piece-wait${cut ? ' piece-cut' : ''}${live ? ' piece-live' : ''}`} style={place(bar)} /></span>
      <span className="lane-time number">{live ? elapsed(took) : duration(took)}</span>
    </li>
  );
}

interface LaneProps { lane: Lane; axis: Value; name: string; where: string; depth: 0 | 1 }

function LaneRow({ lane, axis, name, where, depth, selected, onSelect }: LaneProps & Choice) {
  const { step, pieces } = lane;
  const took = step.took;
  const tries = step.attempts.length;
  const click = (event: MouseEvent<HTMLButtonElement>): void => {
    const track = event.currentTarget.querySelector('.lane-track')?.getBoundingClientRect();
    const share = track && event.clientX >= track.left && event.clientX <= track.right && event.detail > 0 ? (event.clientX - track.left) / track.width : null;
    const found = share === null ? null : attemptAt(lane, share, axis);
    onSelect(step.id, found ? { step: step.id, ...found } : undefined);
  };
  return (
    <li>
      <button type="button" className={`lane lane-${depth}${selected === step.id ? ' lane-active' : ''} lane-${step.state}`} data-row data-step={step.id} data-state={step.state} aria-pressed={selected === step.id} onClick={click}>
        <StepMark state={step.state} />
        <span className="lane-name"><span>{depth === 1 && name !== plain(step.action) && <span className="unseen">{plain(step.action)} </span>}{name}</span>{where && <span className="muted">{where}</span>}{tries > 1 && <span className="tag">×{tries}</span>}</span>
        <span className="lane-track">{pieces.map((piece) => <PieceBar key={`${piece.kind}/${piece.began}/${piece.attempt?.attempt ?? ''}`} piece={piece} />)}</span>
        <span className="lane-time number">{time(took, step.state)}</span>
      </button>
    </li>
  );
}

function BandRows({ band, axis, ...pick }: { band: Band; axis: Value } & Choice) {
  const { stage, lanes, span } = band;
  const [choice, setChoice] = useState<boolean | null>(null);
  const [planned] = useState(() => lanes.length <= openUpTo && stage.state !== 'skipped');
  const only = stage.steps.length === 1 ? lanes[0] : undefined;
  if (only) return <LaneRow lane={only} axis={axis} name={plain(stage.name)} where={only.step.target === 'worker' ? '' : plain(only.step.target)} depth={0} {...pick} />;
  // Side by side on one machine, steps differ by what they do.
  const sameTarget = new Set(stage.steps.map((step) => step.target)).size < stage.steps.length;
  const called = (step: { action: string; target: string }): string => plain(sameTarget ? step.action : step.target);
  // Decided once, not by how it runs: a stage that opened by itself would move everything below it.
  const open = choice ?? planned;
  return (
    <li>
      <button type="button" className={`lane lane-0 lane-${stage.state}`} data-row data-stage={stage.name} data-state={stage.state} aria-expanded={open} onClick={() => setChoice(!open)}>
        <StepMark state={stage.state} />
        <span className="lane-name"><span>{plain(stage.name)}</span><span className="muted number">{stage.done}/{stage.steps.length}</span><span className="lane-fold"><Icon name={open ? 'down' : 'right'} size={12} /></span></span>
        <span className="lane-track">{span && <i className={`piece piece-span piece-${stage.state}${span.live ? ' piece-live' : ''}`} style={place(span)} />}</span>
        <span className="lane-time number">{time(stage.took, stage.state)}</span>
      </button>
      {open && <ul className="lanes">{lanes.map((lane) => <LaneRow key={lane.key} lane={lane} axis={axis} name={called(lane.step)} where="" depth={1} {...pick} />)}</ul>}
    </li>
  );
}

/** Arrow keys go from row to row, Home and End to the first and last; one row at a time is in the tab order. */
function move(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const row = rows[at];
  const folds = event.key === 'ArrowLeft' || event.key === 'ArrowRight' ? row?.getAttribute('aria-expanded') : null;
  if (folds && (folds === 'true') === (event.key === 'ArrowLeft')) row?.click();
  if (by === undefined || at < 0) return;
  event.preventDefault();
  rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.focus();
}

export function Gantt({ value, failed, ...pick }: { value: Value; failed: boolean } & Choice) {
  const bands = failed ? failedBands(value.bands) : value.bands;
  return (
    <div className="gantt" data-testid="gantt" onKeyDown={move}>
      <div className="gantt-axis" aria-hidden="true">
        <div className="gantt-ticks">
          {value.ticks.map((tick) => <span key={tick.label} className="number" style={{ left: `${tick.at * 100}%` }}>{tick.at < roomy && <span>{tick.label}</span>}</span>)}
          {value.now !== null && <i className="gantt-now" style={{ left: `${value.now * 100}%` }} />}
        </div>
      </div>
      {!failed && value.waits.length > 0 && <ul className="gantt-part" aria-label={say.waits}>{value.waits.map((bar) => <WaitRow key={bar.wait.from} bar={bar} />)}</ul>}
      {(['build', 'deploy', 'undo'] as const).map((part) => {
        const own = bands.filter((band) => band.stage.part === part);
        return own.length === 0 ? null : (
          <section key={part} className="gantt-part">
            <h2>{say.titles[part]}</h2>
            <ul>{own.map((band) => <BandRows key={band.key} band={band} axis={value} {...pick} />)}</ul>
          </section>
        );
      })}
      {value.worked > 0 && !failed && (
        <p className="gantt-legend" aria-hidden="true"><span title={say.criticalMeans}><i className="piece piece-critical" />{say.critical}</span><span><i className="piece piece-wait" />{say.waiting}</span></p>
      )}
      {failed && bands.length === 0 && <p className="plan-none">{say.nothingFailed}</p>}
    </div>
  );
}
