// The last ten outcomes as a strip: height and form say how each ended, its name and link say the rest.
import { look } from '../model/status';
import type { Environment } from '../wire/types';
import { Link } from './Button';

const slots = 10;

export function Ticks({ outcomes }: { outcomes: Environment['outcomes'] }) {
  const shown = outcomes.slice(-slots);
  const missing = Math.max(0, slots - shown.length);
  return (
    <ol className="ticks" aria-label="Last outcomes, newest last">
      {Array.from({ length: missing }, (_, index) => <li key={index} className="tick tick-none" aria-hidden="true" />)}
      {shown.map(({ deployment, status }) => {
        const { word, tone } = look(status);
        return (
          <li key={deployment}>
            <Link to={{ page: 'deployment', id: deployment }} className={`tick tick-${tone}`} title={word} label={word}>
              <i />
            </Link>
          </li>
        );
      })}
    </ol>
  );
}
