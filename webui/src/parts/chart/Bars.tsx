// Stacked bars: each part has its tone and its own pattern, so that it can be told without colour.
import { countTicks, greatest, stacked } from '../../model/chart';
import { Frame, type Place } from './Frame';

interface Props { label: string; places: readonly Place[]; values: readonly (readonly number[])[]; marks: readonly string[] }

const widest = 40;

/** The patterns, once per page: bars name them by their mark. */
export function Patterns() {
  return (
    <svg className="patterns" width="0" height="0" aria-hidden="true">
      <defs>
        <pattern id="mark-rolled_back" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect className="mark-back" width="5" height="5" /><rect className="mark-rolled_back" width="2.6" height="5" /></pattern>
        <pattern id="mark-failed" width="5" height="5" patternUnits="userSpaceOnUse"><rect className="mark-failed" width="5" height="5" /><path className="mark-cut" d="M0 0l5 5M5 0L0 5" /></pattern>
        <pattern id="mark-other" width="4" height="4" patternUnits="userSpaceOnUse"><rect className="mark-back" width="4" height="4" /><circle className="mark-other" cx="2" cy="2" r="1" /></pattern>
      </defs>
    </svg>
  );
}

const fillOf = (mark: string): string | undefined => (mark === 'succeeded' || mark === 'busy' ? undefined : `url(#mark-${mark})`);

export function Bars({ label, places, values, marks }: Props) {
  const sums = values.map((parts) => parts.reduce((a, b) => a + b, 0));
  return (
    <Frame label={label} places={places} ticks={countTicks(greatest(sums))} tickName={(value) => value.toLocaleString('en')}>
      {({ x, y, band }) => {
        const width = Math.max(2, Math.min(widest, band * 0.68));
        return values.map((parts, index) => stacked(parts).map(({ from, to }, part) => to > from && (
          <rect key={`${index}-${marks[part]}`} className={`mark-${marks[part]} bar`} style={fillOf(marks[part] ?? '') ? { fill: fillOf(marks[part] ?? '') } : undefined} x={x(index) - width / 2} y={y(to)} width={width} height={Math.max(1, y(from) - y(to) - (from > 0 ? 1 : 0))} rx={1.5} />
        )));
      }}
    </Frame>
  );
}
