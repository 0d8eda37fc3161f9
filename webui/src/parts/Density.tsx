// How much happened when: one column per few pixels, what ended well upwards, what ended badly downwards.
import { useMemo, useRef } from 'react';
import { density, type Stretch } from '../model/strip';
import type { DeploymentRow } from '../wire/types';
import { words } from '../words';
import { useWidth } from './chart/width';

const height = 36;
const line = 24; // where good and bad meet
const step = 5; // px

export function Density({ rows, stretch }: { rows: readonly DeploymentRow[]; stretch: Stretch }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const columns = Math.floor(width / step);
  const found = useMemo(() => density(rows, stretch, columns), [rows, stretch.from, stretch.to, columns]);
  const most = Math.max(1, ...found.map(({ good }) => good));
  const worst = Math.max(1, ...found.map(({ bad }) => bad));
  const sum = (key: 'good' | 'bad'): number => found.reduce((all, column) => all + column[key], 0);
  const tall = (count: number, top: number, room: number): number => (count === 0 ? 0 : Math.max(3, (Math.sqrt(count) / Math.sqrt(top)) * room));
  return (
    <div className="density" ref={box} role="img" aria-label={words.past.strip(sum('good'), sum('bad'))}>
      <svg width={width} height={height} aria-hidden="true">
        <line x1={0} x2={width} y1={line} y2={line} />
        {found.map(({ good, bad }, index) => (good > 0 || bad > 0) && (
          <g key={index}>
            {good > 0 && <rect className="density-good" x={index * step} y={line - tall(good, most, line - 1)} width={step - 1} height={tall(good, most, line - 1)} />}
            {bad > 0 && <rect className="density-bad" x={index * step} y={line + 1} width={step - 1} height={tall(bad, worst, height - line - 1)} />}
          </g>
        ))}
      </svg>
    </div>
  );
}
