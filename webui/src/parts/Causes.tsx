// Why this runs here: the chain of events back to the push.
import { plain } from '../model/plain';
import type { Cause } from '../wire/types';
import { Ago } from './Time';

export function Causes({ causes }: { causes: readonly Cause[] }) {
  if (causes.length === 0) return null;
  return (
    <section className="causes">
      <h2>Why</h2>
      <ol>
        {causes.map((cause) => (
          <li key={cause.position}>
            <span className="cause-type">{plain(cause.type.replaceAll('_', ' '))}</span>
            <span className="muted cause-actor">{plain(cause.actor)}</span>
            <code className="hash" title="Position in the event log">#{cause.position}</code>
            <span className="muted"><Ago time={cause.at} /></span>
          </li>
        ))}
      </ol>
    </section>
  );
}
