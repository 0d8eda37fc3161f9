// Lines over the buckets: the second is dashed with square points, so that two can be told without colour.
import { pathOf, stretches } from '../../model/chart';
import { Frame, type Place } from './Frame';

interface Props { label: string; places: readonly Place[]; series: readonly { values: readonly (number | null)[]; mark: 'first' | 'second' }[]; ticks: readonly number[]; tickName: (value: number) => string }

const fewest = 60; // more points than these would run into each other

export function Lines({ label, places, series, ticks, tickName }: Props) {
  return (
    <Frame label={label} places={places} ticks={ticks} tickName={tickName}>
      {({ x, y }) => [...series].reverse().map(({ values, mark }) => (
        <g key={mark} className={`line line-${mark}`}>
          {stretches(values, x, y).map((points) => (
            <g key={points[0]?.index}>
              <path d={pathOf(points)} />
              {(places.length <= fewest || points.length === 1) && points.map((point) => (mark === 'first' ? <circle key={point.index} cx={point.x} cy={point.y} r={2.5} /> : <rect key={point.index} x={point.x - 2.5} y={point.y - 2.5} width={5} height={5} />))}
            </g>
          ))}
        </g>
      ))}
    </Frame>
  );
}
