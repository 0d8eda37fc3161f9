// The last ten outcomes as a strip: height and form say how each ended; the whole strip leads to the history.
import { look } from '../model/status';
import type { Environment } from '../wire/types';
import { words } from '../words';
import { Link } from './Button';

const slots = 10;

export function Ticks({ environment }: { environment: Environment }) {
  const shown = environment.outcomes.slice(-slots);
  const told = shown.map(({ status }) => look(status).word.toLowerCase());
  return (
    <Link to={{ page: 'history', project: environment.project, environment: environment.name }} className="ticks" label={words.board.card.outcomes(told.join(', '))}>
      {Array.from({ length: slots - shown.length }, (_, index) => <i key={index} className="tick tick-none" />)}
      {shown.map(({ deployment, status }) => <i key={deployment} className={`tick tick-${look(status).tone}`} title={look(status).word} />)}
    </Link>
  );
}
