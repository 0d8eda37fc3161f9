// One delivery: what came, how it was answered, what it brought; to be sent again or taken elsewhere.
import { useState } from 'react';
import { actions } from '../live/actions';
import { base } from '../live/base';
import { copyText } from '../live/clipboard';
import { useTitle } from '../live/clock';
import { board } from '../live/feed';
import { useFetched } from '../live/fetched';
import { useStore } from '../live/store';
import { tabTitle } from '../model/cards';
import { curlOf, hookAddress } from '../model/curl';
import { about, brought, deploymentOf, isWebhook } from '../model/deliveries';
import { plain, shortId, shortRef } from '../model/plain';
import type { DeliveryDetail } from '../wire/action_types';
import { words } from '../words';
import { Button, Link } from '../parts/Button';
import { Answer, eventName } from '../parts/DeliveryRows';
import { DeliveryBody } from '../parts/DeliveryBody';
import { Empty, ProblemBox, Skeleton } from '../parts/Empty';
import { Icon } from '../parts/Icon';
import { ReplayDialog } from '../parts/ReplayDialog';
import { Ago } from '../parts/Time';

const said = words.deliveries.one;

function Facts({ value }: { value: DeliveryDetail }) {
  const content = about(value);
  const original = value.headers['eeveon-replay-of'];
  return (
    <dl className="deployment-facts">
      <div><dt>{said.answered}</dt><dd><Answer delivery={value} /></dd></div>
      <div><dt>{said.received}</dt><dd><Ago time={value.received_at} /></dd></div>
      <div><dt>{said.hook}</dt><dd>{plain(value.source)}</dd></div>
      {content && <div><dt>{words.projects.repository}</dt><dd>{plain(content.repository)}{content.ref && <span className="ref"> {shortRef(content.ref)}</span>}</dd></div>}
      <div><dt>{said.id}</dt><dd><code className="breaks">{plain(value.key)}</code></dd></div>
      {original && <div><dt>{said.replayOf}</dt><dd><Link to={{ page: 'delivery', source: value.source, key: original }} className="underlined"><code>{shortId(original)}</code></Link></dd></div>}
      {value.position > 0 && <div><dt>{said.positioned}</dt><dd><code>{words.deliveries.position(value.position)}</code></dd></div>}
    </dl>
  );
}

/** What the gate made of it follows within the second: every event since may be of it. */
function useBrought(value: DeliveryDetail): DeliveryDetail['events'] {
  const last = value.events.at(-1)?.position;
  const following = useFetched(`after ${last ?? ''}`, (signal) => (last === undefined ? Promise.resolve({ ok: true, value: [] }) : actions.following(last, signal)), {
    events: true,
    when: (change) => change === 'replaced' || change.events.length === 0 || change.events.some((event) => value.events.some((own) => own.position === event.causation)),
  });
  return brought(value.events, following.value ?? []);
}

function Brought({ value }: { value: DeliveryDetail }) {
  const events = useBrought(value);
  return (
    <section className="panel">
      <header><h2>{said.events}</h2></header>
      {events.length === 0 ? <p className="muted">{said.noEvents}</p> : (
        <ul className="brought">
          {events.map((event) => {
            const id = deploymentOf(event.stream);
            const name = plain(event.type.replaceAll('_', ' '));
            return (
              <li key={event.position}>
                {id ? <Link to={{ page: 'deployment', id }} className="underlined">{name}</Link> : <span>{name}</span>}
                <code className="muted subject" title={plain(event.stream)}>{plain(event.stream)}</code>
                <code className="hash" title={words.deliveries.positionMeans}>{words.deliveries.position(event.position)}</code>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

function Headers({ value }: { value: DeliveryDetail }) {
  const rows = Object.entries(value.headers);
  return (
    <section className="panel">
      <header><h2>{said.headers}</h2></header>
      {rows.length === 0 ? <p className="muted">{said.noHeaders}</p> : (
        <dl className="pairs pairs-code">{rows.map(([name, text]) => <div key={name}><dt><code>{plain(name)}</code></dt><dd><code>{plain(text)}</code></dd></div>)}</dl>
      )}
      <p className="field-hint">{said.signatureHint}</p>
    </section>
  );
}

function Detail({ value }: { value: DeliveryDetail }) {
  const [replaying, setReplaying] = useState(false);
  const { body } = value;
  const curl = (): string => curlOf({ source: value.source, headers: value.headers, body: body ?? '' }, hookAddress(base.href, value.source), said.curlRemarks(plain(value.key)));
  return (
    <>
      <header className="deployment-head">
        <p className="crumbs"><Link to={{ page: 'deliveries' }}>{said.back}</Link></p>
        <div className="deployment-title">
          <h1>{eventName(value)}</h1>
          <div className="actions">
            <Button disabled={body === null || value.truncated || !isWebhook(value)} onClick={() => void copyText(curl(), said.curlCopied)} data-testid="copy-curl"><Icon name="copy" size={14} />{said.copyCurl}</Button>
            <Button kind="primary" disabled={body === null || !isWebhook(value)} onClick={() => setReplaying(true)} data-testid="replay"><Icon name="again" size={14} />{words.deliveries.one.replay}</Button>
          </div>
        </div>
        <Facts value={value} />
      </header>
      <div className="delivery-body">
        <div className="delivery-side">
          <Brought value={value} />
          <Headers value={value} />
          <section className="panel"><header><h2>{said.answer}</h2></header><pre className="body-text body-short">{plain(JSON.stringify(value.answer, null, 2) ?? '')}</pre></section>
        </div>
        {body !== null ? <DeliveryBody body={body} truncated={value.truncated} /> : (
          <div className="callout tone-quiet" data-testid="body-gone"><Icon name="empty" /><div><strong>{said.gone}</strong><p>{said.goneNext}</p>{value.sha256 && <p className="muted">{said.digest} <code className="breaks">{plain(value.sha256)}</code></p>}</div></div>
        )}
      </div>
      {replaying && <ReplayDialog delivery={value} onClose={() => setReplaying(false)} />}
    </>
  );
}

export function Delivery({ source, id }: { source: string; id: string }) {
  const { value, problem, again } = useFetched(`${source}\n${id}`, (signal) => actions.delivery(source, id, signal));
  useTitle(tabTitle(said.title(value ? eventName(value) : plain(id.slice(0, 8))), useStore(board)));
  return (
    <main className="page page-wide" data-testid="delivery">
      {value ? <Detail key={value.key} value={value} /> : problem?.status === 404
        ? <Empty title={said.lost}><Link to={{ page: 'deliveries' }} className="button button-plain">{said.back}</Link></Empty>
        : problem ? <ProblemBox problem={problem} retry={again} /> : <Skeleton rows={6} />}
    </main>
  );
}
