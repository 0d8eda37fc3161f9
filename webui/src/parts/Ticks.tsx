// The last ten outcomes as a strip: height and form say how each ended. A press opens them as a list with links; with a
// mouse, a press on one goes there at once.
import type { MouseEvent } from 'react';
import { go } from '../live/navigation';
import { shortId } from '../model/plain';
import { look } from '../model/status';
import type { Environment } from '../wire/types';
import { words } from '../words';
import { Link } from './Button';
import { Pop } from './Pop';
import { Status } from './Status';

const slots = 10;

/** A pointer hits one tick; fingers and keys open the list. */
function follow(event: MouseEvent): void {
  const id = event.target instanceof HTMLElement ? event.target.dataset.deployment : undefined;
  const mouse = event.nativeEvent instanceof PointerEvent && event.nativeEvent.pointerType === 'mouse';
  if (id === undefined || !mouse) return;
  event.preventDefault();
  go({ page: 'deployment', id });
}

export function Ticks({ environment }: { environment: Environment }) {
  const shown = environment.outcomes.slice(-slots);
  const told = shown.map(({ status }) => look(status).word.toLowerCase());
  const strip = (
    <span className="tick-strip" onClick={follow}>
      {Array.from({ length: slots - shown.length }, (_, index) => <i key={index} className="tick tick-none" />)}
      {shown.map(({ deployment, status }) => <i key={deployment} className={`tick tick-${look(status).tone}`} title={look(status).word} data-deployment={deployment} />)}
    </span>
  );
  return (
    <Pop className="ticks" label={words.board.card.outcomes(told.join(', '))} trigger={strip} heading={words.board.card.outcomesHead} width={300}>
      {() => (
        <>
          <ul className="pop-rows">
            {[...shown].reverse().map(({ deployment, status }) => <li key={deployment}><Link to={{ page: 'deployment', id: deployment }}><Status status={status} quiet /><code className="hash">{shortId(deployment)}</code></Link></li>)}
          </ul>
          <Link className="pop-more" to={{ page: 'history', project: environment.project, environment: environment.name }}>{words.board.card.wholeHistory}</Link>
        </>
      )}
    </Pop>
  );
}
