// All mistakes of a form above it, each leading to its field.
import { useInSight } from '../live/in_sight';
import { useTurn } from '../live/turn';
import type { Placed } from '../model/spec_mistakes';
import { plain } from '../model/plain';
import { words } from '../words';
import { Icon } from './Icon';

function show(path: string): void {
  const place = document.querySelector(`[data-path="${CSS.escape(path)}"]`);
  place?.closest('details')?.setAttribute('open', '');
  place?.scrollIntoView({ block: 'center' });
  place?.querySelector<HTMLElement>('input, textarea, select, button')?.focus({ preventScroll: true });
}

/** `inForm`: the fields are there to be led to. `asked`: another value with every try, so that each is answered in sight and read out. */
export function MistakeList({ mistakes, inForm, asked }: { mistakes: Placed; inForm: boolean; asked: unknown }) {
  const place = useInSight<HTMLDivElement>(asked);
  const turn = useTurn(asked);
  return (
    <div ref={place} className="callout tone-bad in-sight" role="alert" data-testid="mistakes">
      <Icon name="alert" />
      <div key={turn}>
        <strong>{words.projects.form.mistakes(mistakes.count)}</strong>
        <ul className="mistakes">
          {mistakes.rest.map(({ path, text }) => <li key={path}><code>{plain(path)}</code> {text}</li>)}
          {Object.entries(mistakes.at).map(([path, text]) => (
            <li key={path}>{inForm ? <button type="button" className="as-link" onClick={() => show(path)}><code>{plain(path)}</code></button> : <code>{plain(path)}</code>} {text}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
