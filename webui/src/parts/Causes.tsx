// Why this runs here: the chain of events back to the push, each with who and when, for this deployment and for each node.
import { board } from '../live/feed';
import { useWhy } from '../live/story';
import { useStore } from '../live/store';
import { eventWords, fromTheBeginning, together } from '../model/chain';
import { plain, shortId } from '../model/plain';
import type { Link as Cause } from '../wire/story_types';
import type { Deployment } from '../wire/types';
import { words } from '../words';
import { Link } from './Button';
import { Hash } from './Commit';
import { Skeleton } from './Empty';
import { Icon } from './Icon';
import { Ago } from './Time';

const say = words.deployment.why;

/** From the push down to what runs. */
function Chain({ links }: { links: readonly Cause[] }) {
  return (
    <ol className="cause-chain">
      {fromTheBeginning(links).map((link) => (
        <li key={link.position}>
          <span className="cause-what">{link.text ? plain(link.text) : eventWords(link.type)}</span>
          <span className="muted cause-who">{plain(link.actor)}{link.text && <> · {plain(link.type)}</>}</span>
          <span className="muted cause-when"><Ago time={link.at} /></span>
          <Link className="hash" to={{ page: 'audit', at: String(link.position), detail: 'all' }} title={say.position} label={say.event(link.position)}><code>#{link.position}</code></Link>
        </li>
      ))}
    </ol>
  );
}

export function Causes({ value }: { value: Deployment }) {
  const environment = useStore(board)?.environments.find((row) => row.project === value.project && row.name === value.environment);
  const live = environment?.current?.deployment;
  const { value: nodes, problem } = useWhy(value.project, value.environment, live);
  return (
    <div className="why" data-testid="why">
      <section>
        <h2>{say.chain}</h2>
        {live !== undefined && live !== value.id && value.status === 'succeeded' && <p className="muted">{say.gone} <Link to={{ page: 'deployment', id: live }}>{shortId(live)}</Link></p>}
        {value.causes.length === 0 ? <p className="muted">{say.none}</p> : <Chain links={value.causes} />}
      </section>
      {nodes === null && !problem && <Skeleton rows={3} />}
      {nodes !== null && nodes.length > 0 && (
        <section>
          <h2>{say.nodes}</h2>
          {together(nodes).map(({ nodes: names, row }) => (
            <details key={names.join()} className="why-node" open={row.deployment !== value.id}>
              <summary>
                <Icon name="server" size={14} />
                <span className="why-names">{names.map(plain).join(', ')}</span>
                <span className="muted">{say.runs}</span> <Hash commit={row.commit} />
                {row.since && <span className="muted">{say.since} <Ago time={row.since} /></span>}
                {row.deployment === value.id && <span className="tag">{say.thisOne}</span>}
              </summary>
              {row.deployment && row.deployment !== value.id && <p className="why-other"><Link to={{ page: 'deployment', id: row.deployment }}>{say.other(shortId(row.deployment))}</Link></p>}
              <Chain links={row.chain} />
            </details>
          ))}
        </section>
      )}
    </div>
  );
}
