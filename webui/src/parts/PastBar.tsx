// The player of the past: a strip of what happened, the slider over it, and what a player has: play, step, speed.
import { useEffect, useRef, useState } from 'react';
import { send, serverNow, useMarks } from '../live/past';
import { useZone } from '../live/times';
import { speeds, type PastInput, type PastState, type Speed } from '../model/past';
import { fieldOf, ofField } from '../model/period';
import { nextMark, stretchOf, usefulZooms, type Stretch, type Zoom } from '../model/strip';
import { absolute, millis } from '../model/time';
import type { DeploymentRow } from '../wire/types';
import { words } from '../words';
import { Button, Link } from './Button';
import { Density } from './Density';
import { Icon, type Sign } from './Icon';

const said = words.past;
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

interface Props { state: PastState; first: number; now: number; last: number; live: readonly DeploymentRow[] }

/** A row of choices of which one holds. */
function Notches<Value extends string | number>({ className, label, value, options, name, onChoose }: { className: string; label: string; value: Value; options: readonly Value[]; name: (value: Value) => string; onChoose: (value: Value) => void }) {
  return (
    <div className={`notches ${className}`} role="group" aria-label={label}>
      {options.map((option) => <button key={option} type="button" aria-pressed={option === value} onClick={() => onChoose(option)}>{name(option)}</button>)}
    </div>
  );
}

/** The keys of the player, wherever the focus is, unless something there needs them itself. */
function useKeys(act: (key: string, shift: boolean) => boolean): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
      const ours = target === document.body || target.closest('.past-bar') !== null || target.id === 'content';
      const typed = target.matches('input:not([type="range"]), select, textarea') || (event.key === ' ' && target.matches('button, a'));
      if (ours && !typed && latest.current(event.key, event.shiftKey)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/** The end of the slider moves on in steps, so that nothing on it creeps. */
function useWhole(first: number, now: number): Stretch {
  const quantum = Math.max(10 * second, Math.floor((now - first) / 200 / second) * second);
  const [to, setTo] = useState(now);
  const end = now > to ? now + quantum : to;
  useEffect(() => setTo(end), [end]);
  return { from: first, to: end };
}

export function PastBar({ state, first, now, last, live }: Props) {
  const zone = useZone();
  const [zoom, setZoom] = useState<Zoom>('all');
  const whole = useWhole(first, now);
  const head = state.head ?? now;
  const stretch = stretchOf(zoom, whole, head);
  const marks = useMarks(stretch, live);
  const seek = (ms: number): void => send({ kind: 'seek', ms, first, now: serverNow() });
  const jump = (by: -1 | 1): number | null => nextMark(marks, head, by);
  const position = state.moment?.kind === 'position' ? state.moment.position : state.board?.position;

  const toggle = (): void => send({ kind: state.playing ? 'pause' : 'play' });
  const stepTo = (by: -1 | 1): void => send({ kind: 'step', by, last } satisfies PastInput);
  const goTo = (ms: number | null): void => {
    if (ms !== null) seek(ms);
  };
  useKeys((key, shift) => {
    const moves: Record<string, () => void> = {
      ArrowLeft: () => seek(head - (shift ? minute : second)), ArrowRight: () => seek(head + (shift ? minute : second)),
      PageUp: () => seek(head - hour), PageDown: () => seek(head + hour), Home: () => seek(first), End: () => seek(now),
      ' ': toggle, ',': () => stepTo(-1), '.': () => stepTo(1), '[': () => goTo(jump(-1)), ']': () => goTo(jump(1)),
    };
    moves[key]?.();
    return key in moves;
  });

  const button = (sign: Sign, label: string, onClick: () => void, off = false) => (
    <Button kind="ghost" className="square" title={label} aria-label={label} disabled={off} onClick={onClick}><Icon name={sign} /></Button>
  );
  const time = new Date(head).toISOString();
  const zoomsHere = usefulZooms(whole);

  return (
    <section className="past-bar" aria-label={said.label} data-testid="past-bar">
      <div className="past-track">
        <Density rows={marks} stretch={stretch} />
        <input
          type="range" min={stretch.from} max={stretch.to} step={second} value={head} aria-label={said.slider} aria-valuetext={absolute(time, zone)} title={said.keys}
          onChange={(event) => seek(Number(event.target.value))} data-testid="slider"
        />
      </div>
      <div className="past-ends">
        <time>{absolute(new Date(stretch.from).toISOString(), zone)}</time>
        {position !== undefined && position > 0 && <Link className="past-event" to={{ page: 'audit', at: String(position) }} title={said.eventTip}>{said.event(position)}</Link>}
        <time>{absolute(new Date(Math.min(stretch.to, now)).toISOString(), zone)}</time>
      </div>
      <div className="past-controls">
        <div className="past-transport">
          {button('first', said.previousMark, () => goTo(jump(-1)), jump(-1) === null)}
          {button('back', said.previousEvent, () => stepTo(-1), position === undefined || position <= 1)}
          <Button kind="primary" className="square" title={state.playing ? said.pause : said.play} aria-label={state.playing ? said.pause : said.play} onClick={toggle} data-testid="play"><Icon name={state.playing ? 'pause' : 'play'} /></Button>
          {button('forward', said.nextEvent, () => stepTo(1), position === undefined || position >= last)}
          {button('last', said.nextMark, () => goTo(jump(1)), jump(1) === null)}
        </div>
        <Notches<Speed> className="past-speed" label={said.speed} value={state.speed} options={speeds} name={said.times} onChoose={(speed) => send({ kind: 'speed', speed })} />
        <input className="past-when" type="datetime-local" step={1} aria-label={said.when} value={fieldOf(time, zone, true)} min={fieldOf(new Date(first).toISOString(), zone, true)} max={fieldOf(new Date(now).toISOString(), zone, true)} onChange={(event) => goTo(millis(ofField(event.target.value, zone)))} />
        {zoomsHere.length > 1 && <Notches<Zoom> className="past-zoom" label={said.zoom} value={zoom} options={zoomsHere} name={(each) => said.zooms[each]} onChoose={setZoom} />}
      </div>
    </section>
  );
}
