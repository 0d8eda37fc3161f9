// One step in full: where, when, each attempt with its reason, and what it found out.
import { useOutput } from '../live/story';
import { useZone } from '../live/times';
import { plain } from '../model/plain';
import { stepLook, type StepState } from '../model/status';
import { clock, duration, elapsed } from '../model/time';
import type { Lane, Piece } from '../model/gantt';
import { words } from '../words';
import { Button } from './Button';
import { Icon } from './Icon';
import { StepMark } from './Status';

const say = words.deployment.step;

const shown = (value: unknown): string => plain(typeof value === 'string' ? value : JSON.stringify(value));

function Attempt({ piece, onShow }: { piece: Piece; onShow: (attempt: number) => void }) {
  const { attempt, state, took, began } = piece;
  const zone = useZone();
  const word = piece.kind === 'backoff' ? say.waited : stepLook(state).word;
  return (
    <li className={piece.kind === 'backoff' ? 'try try-wait' : 'try'}>
      {piece.kind === 'backoff' ? <span className="mark tone-quiet"><Icon name="clock" /></span> : <StepMark state={state as StepState} />}
      <span className="try-what">
        {attempt ? <button type="button" className="text-button" onClick={() => onShow(attempt.attempt)}>{words.deployment.timeline.attempt(attempt.attempt)}</button> : word}
        {piece.reason && <span className="try-reason">{plain(piece.reason)}</span>}
        {attempt?.detail && <span className="muted">{plain(attempt.detail)}</span>}
        {attempt?.optional && state === 'warned' && <span className="muted">{say.optional}</span>}
      </span>
      <span className="muted number">{clock(began, zone)}</span>
      <span className="number">{state === 'running' ? elapsed(took) : duration(took)}</span>
    </li>
  );
}

interface Props { lane: Lane; stream: string; over: boolean; onClose: () => void; onShow: (attempt: number) => void }

export function StepDetails({ lane, stream, over, onClose, onShow }: Props) {
  const { step, pieces } = lane;
  const { last } = step;
  const output = useOutput(stream, step.id, last?.attempt ?? 1, last?.output, last?.state === 'succeeded');
  const results = Object.entries(output);
  return (
    <section className="step-details" aria-label={say.details} data-testid="step-details">
      <header>
        <h2><code>{plain(step.action)}</code>{step.target !== 'worker' && <span className="muted"> {say.where.toLowerCase()} {plain(step.target)}</span>}</h2>
        <Button kind="ghost" className="square" aria-label={say.close} onClick={onClose}><Icon name="close" size={14} /></Button>
      </header>
      {pieces.length === 0 ? <p className="muted">{over ? say.notRun : say.none}</p> : <ol className="tries">{pieces.map((piece) => <Attempt key={`${piece.kind}${piece.began}`} piece={piece} onShow={onShow} />)}</ol>}
      {results.length > 0 && (
        <>
          <h3>{say.output}</h3>
          <dl className="outputs">{results.map(([name, value]) => <div key={name}><dt>{plain(name)}</dt><dd><code>{shown(value)}</code></dd></div>)}</dl>
        </>
      )}
    </section>
  );
}
