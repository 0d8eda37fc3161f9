// Deliveries as a list: what kind, by which hook, how it was answered, when.
import type { Choosing } from '../live/chosen';
import { answered, answerLook, isWebhook } from '../model/deliveries';
import { plain, shortRef } from '../model/plain';
import type { Delivery } from '../wire/action_types';
import { words } from '../words';
import { Link } from './Button';
import { Icon } from './Icon';
import { Ago } from './Time';

const said = words.deliveries;

export function Answer({ delivery }: { delivery: Pick<Delivery, 'status' | 'answer'> }) {
  const how = answered(delivery);
  const { shape, tone } = answerLook[how];
  return <span className={`status tone-${tone}`}><Icon name={shape} /><span className="status-word">{said.withStatus(said.answers[how], delivery.status)}</span></span>;
}

export const eventName = (row: Pick<Delivery, 'event' | 'source'>): string => (row.event ? plain(row.event) : isWebhook(row) ? said.noEvent : said.command);

interface Props { rows: readonly Delivery[]; fresh: ReadonlySet<string>; keyOf: (row: Delivery) => string; choosing: Choosing | null }

export function DeliveryRows({ rows, fresh, keyOf, choosing }: Props) {
  return (
    <ul className="rows" data-testid="deliveries">
      {rows.map((row) => (
        <li key={keyOf(row)} data-record={keyOf(row)} className={[fresh.has(keyOf(row)) && 'row-fresh', choosing && 'row-choosing', choosing?.chosen.has(keyOf(row)) && 'record-chosen'].filter(Boolean).join(' ') || undefined}>
          {choosing && <label className="record-choose"><input type="checkbox" checked={choosing.chosen.has(keyOf(row))} aria-label={words.table.row(`${eventName(row)} ${plain(row.key)}`)} onChange={(event) => choosing.onChoose([keyOf(row)], event.target.checked)} /></label>}
          <Link to={{ page: 'delivery', source: row.source, key: row.key }} className="row delivery-row">
            <Answer delivery={row} />
            <span className="row-what"><strong>{eventName(row)}</strong>{row.ref && <span className="ref" title={plain(row.ref)}>{shortRef(row.ref)}</span>}{row.headers['eeveon-replay-of'] && <span className="tag">{said.replayed}</span>}{!row.body_kept && <span className="tag">{said.bodyGone}</span>}</span>
            <span className="row-where" title={plain(row.source)}>{plain(row.repository || row.source)}</span>
            <span className="row-source"><code className="hash subject" title={plain(row.key)}>{plain(row.key)}</code></span>
            <span className="row-took"><code title={said.positionMeans}>{said.position(row.position)}</code></span>
            <span className="row-when"><Ago time={row.received_at} /></span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
