// What all charts share: axes with ticks, one link per bucket that arrow keys walk along, and the readings beside it.
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { go, href } from '../../live/navigation';
import { labelEvery } from '../../model/chart';
import type { Route } from '../../model/route';
import { words } from '../../words';
import { useWidth } from './width';

export interface Reading { name: string; value: string; mark: string } // mark: the class of its swatch
export interface Place { name: string; label: string; to: Route; readings: Reading[] }
export interface Plot { x: (index: number) => number; y: (value: number) => number; band: number }

interface Props { label: string; places: readonly Place[]; ticks: readonly number[]; tickName: (value: number) => string; children: (plot: Plot) => ReactNode }

const height = 168;
const below = 22; // for the names of the buckets
const left = 52; // for the names of the ticks
const labelWidth = 68; // also between the last two: the last is moved to the left, to end with the chart

const said = words.metrics;

function Tip({ place, at, width }: { place: Place; at: number; width: number }) {
  const side = at > width / 2 ? { right: width - at + 12 } : { left: at + 12 };
  return (
    <div className="chart-tip" style={side} aria-hidden="true">
      <strong>{place.name}</strong>
      {place.readings.map(({ name, value, mark }) => <span key={name}><i className={`swatch ${mark}`} />{name}<b>{value}</b></span>)}
      <em>{said.open_history}</em>
    </div>
  );
}

export function Frame({ label, places, ticks, tickName, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [active, setActive] = useState<number | null>(null);
  const [stop, setStop] = useState(places.length - 1); // the one link that Tab reaches
  const inner = Math.max(0, width - left);
  const band = inner / Math.max(1, places.length);
  const top = ticks.at(-1) ?? 1;
  const plot: Plot = { band, x: (index) => left + band * (index + 0.5), y: (value) => 6 + (height - 6) * (1 - value / top) };
  const every = labelEvery(places.length, inner, labelWidth);
  const reached = Math.min(stop, places.length - 1);

  const onKey = (event: KeyboardEvent<Element>, index: number): void => {
    const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: places.length - 1 }[event.key];
    if (event.key === 'Escape') setActive(null);
    if (to === undefined || to < 0 || to >= places.length) return;
    event.preventDefault();
    box.current?.querySelectorAll<SVGAElement>('a')[to]?.focus();
  };

  return (
    <div className="chart" ref={box} onPointerLeave={() => setActive(null)}>
      <svg width={width} height={height + below} role="group" aria-label={`${label}. ${said.keys}`}>
        {ticks.map((tick) => (
          <g key={tick} className="chart-tick"><line x1={left} x2={width} y1={plot.y(tick)} y2={plot.y(tick)} /><text x={left - 8} y={plot.y(tick)} dy="0.32em" textAnchor="end">{tickName(tick)}</text></g>
        ))}
        {places.map((place, index) => (places.length - 1 - index) % every === 0 && <text key={place.name} className="chart-label" x={Math.min(plot.x(index), width - 20)} y={height + below - 4} textAnchor="middle">{place.label}</text>)}
        {active !== null && <rect className="chart-active" x={left + band * active} y={0} width={band} height={height} />}
        {width > 0 && children(plot)}
        {places.map((place, index) => (
          <a
            key={place.name} href={href(place.to)} tabIndex={index === reached ? 0 : -1}
            aria-label={said.bucket(place.name, place.readings.map(({ name, value }) => `${name} ${value}`).join(', '))}
            onPointerEnter={(event) => event.pointerType === 'mouse' && setActive(index)}
            onFocus={() => { setActive(index); setStop(index); }} onBlur={() => setActive(null)} onKeyDown={(event) => onKey(event, index)}
            onPointerDown={(event) => event.pointerType !== 'mouse' && active !== index && event.currentTarget.setAttribute('data-first', '')}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              // A first touch shows the readings, a second one follows.
              if (event.currentTarget.hasAttribute('data-first')) event.currentTarget.removeAttribute('data-first');
              else go(place.to);
            }}
          >
            <rect className="chart-band" x={left + band * index} y={0} width={band} height={height} />
          </a>
        ))}
      </svg>
      {active !== null && places[active] && <Tip place={places[active]} at={plot.x(active)} width={width} />}
    </div>
  );
}
