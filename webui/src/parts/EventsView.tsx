// Every fact recorded of a deployment, as it stands in the log: who, when, and the data as JSON.
import { useState } from 'react';
import { releaseStream, streamOf, useEvents } from '../live/story';
import { eventWords } from '../model/chain';
import { plain, shortId } from '../model/plain';
import type { Deployment, EventRow } from '../wire/types';
import { words } from '../words';
import { Button, Link } from './Button';
import { ProblemBox, Skeleton } from './Empty';
import { Icon } from './Icon';
import { Ago } from './Time';

const say = words.deployment.events;

function Row({ event }: { event: EventRow }) {
  const [open, setOpen] = useState(false);
  return (
    <li className="fact">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} data-event={event.type}>
        <Icon name={open ? 'down' : 'right'} size={12} />
        <code className="muted number">#{event.position}</code>
        <span className="fact-type">{eventWords(event.type)}</span>
        <span className="muted fact-actor">{plain(event.actor)}</span>
        <span className="muted"><Ago time={event.recorded_at} /></span>
      </button>
      {open && (
        <div className="fact-open">
          <p>
            <Link to={{ page: 'audit', at: String(event.position), detail: 'all' }}>{say.inAudit}</Link>
            {event.delivery && <Link to={{ page: 'deliveries', q: event.delivery }}>{say.delivery(plain(event.delivery))}</Link>}
          </p>
          <pre tabIndex={0}>{plain(JSON.stringify(event, null, 2))}</pre>
        </div>
      )}
    </li>
  );
}

/** Saves what is shown as lines of JSON, the way the API gives them. */
function save(name: string, events: readonly EventRow[]): void {
  const url = URL.createObjectURL(new Blob(events.map((event) => `${JSON.stringify(event)}\n`), { type: 'application/x-ndjson' }));
  const link = document.createElement('a');
  Object.assign(link, { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}

function Stream({ stream, title, position, name }: { stream: string; title?: string; position: number; name: string }) {
  const { events, problem, loaded, more } = useEvents(stream, position);
  return (
    <section data-testid="events">
      <header className="changes-head">
        <h2>{title ?? say.title}</h2>
        {events.length > 0 && <><span className="muted number">{say.count(events.length)}</span><Button onClick={() => save(`${name}.ndjson`, events)}><Icon name="download" size={14} />{say.download}</Button></>}
      </header>
      {problem && <ProblemBox problem={problem} />}
      {!loaded ? <Skeleton rows={5} /> : events.length === 0 && !problem ? <p className="muted">{say.none}</p> : <ol className="events">{events.map((event) => <Row key={event.position} event={event} />)}</ol>}
      {more && <Button onClick={more}>{say.more}</Button>}
    </section>
  );
}

export function EventsView({ value }: { value: Deployment }) {
  const name = shortId(value.id).replace('…', '-');
  return (
    <div className="events-view">
      <p className="muted">{say.intro}</p>
      <Stream stream={streamOf(value.id)} position={value.position} name={name} />
      {value.release && value.plan.build.length > 0 && <Stream stream={releaseStream(value.release)} title={`${say.title} ${say.release}`} position={value.position} name={`${name}-release`} />}
    </div>
  );
}
