// What there is to say about an environment beyond what is live: one line on the card, all of it in a panel.
import type { ReactNode } from 'react';
import { api } from '../live/api';
import { usePastReason } from '../live/past';
import { useAsk } from '../live/run';
import type { Card } from '../model/cards';
import { plain, shortCommit } from '../model/plain';
import { look, type Shape, type Tone } from '../model/status';
import type { Quarantined } from '../wire/types';
import { words } from '../words';
import { Button, Link } from './Button';
import { Hash, Subject } from './Commit';
import { Icon } from './Icon';
import { Pop } from './Pop';
import { Took } from './Time';

const said = words.board.card;

interface Note { key: string; shape: Shape; tone: Tone; text: ReactNode; title: string; end?: ReactNode }

function Lift({ card, row }: { card: Card; row: Quarantined }) {
  const { busy, ask } = useAsk();
  const { project, name } = card.environment;
  const past = usePastReason();
  return <Button kind="ghost" busy={busy} disabled={past !== null} title={past ?? undefined} onClick={() => void ask(api.release(project, name, row.commit), said.lifted(shortCommit(row.commit)))}>{said.lift}</Button>;
}

function lock(card: Card): Note[] {
  const { environment, running, lockHolder } = card;
  if (!lockHolder) return [];
  const who = running?.author ?? running?.actor;
  const text = <Link to={{ page: 'deployment', id: lockHolder }}>{running ? <><Hash commit={running.commit} /> <Subject commit={running.commit} message={running.message} /></> : said.underWay}</Link>;
  return [{ key: 'lock', shape: 'ring', tone: 'busy', text, title: said.holdsLock(plain(who ?? '')), end: <span className="muted"><Took from={environment.lock?.since} to={undefined} /></span> }];
}

function doubt({ environment: { doubt: row } }: Card): Note[] {
  if (!row) return [];
  const nodes = row.nodes.map(plain).join(', ');
  const text = <>{row.nodes.length === 1 ? nodes : words.board.nodes(row.nodes.length)} {said.mayRun} <Link to={{ page: 'deployment', id: row.deployment }}><Hash commit={row.commit} /></Link>{said.doubt(plain(row.reason))}</>;
  return [{ key: 'doubt', shape: 'alert', tone: 'bad', text, title: `${nodes}: ${plain(row.reason)}` }];
}

/** The badge tells of the last deployment; what stands above it is what still runs. */
function inVain({ inVain: last, environment }: Card): Note[] {
  if (!last) return [];
  const { shape, tone, word } = look(last.status);
  const reason = plain(last.row?.reason ?? '');
  const stays = environment.current ? said.staysLive(shortCommit(environment.current.commit)) : said.nothingLive;
  const text = <><Link to={{ page: 'deployment', id: last.deployment }}>{last.row ? <Hash commit={last.row.commit} /> : said.theLast}</Link> {said.inVain(word.toLowerCase(), stays, reason)}</>;
  return [{ key: 'vain', shape, tone, text, title: reason }];
}

const quarantines = (card: Card): Note[] => card.environment.quarantine.map((row) => ({
  key: `quarantine/${row.commit}`, shape: 'slash', tone: 'warn', title: plain(row.reason),
  text: <><Link to={{ page: 'deployment', id: row.deployment }}><Hash commit={row.commit} /></Link> {said.quarantined(plain(row.reason))}</>,
  end: <Lift card={card} row={row} />,
}));

/** What waits, in its order. */
function Queue({ card }: { card: Card }) {
  if (card.waiting.length === 0) return null;
  return (
    <Pop className="chip" trigger={<><Icon name="dots" size={12} />{said.queued(card.waiting.length)}</>} heading={said.queue} width={280} testid="queue">
      {() => (
        <ol className="pop-rows">
          {card.waiting.map((row, index) => <li key={row.deployment}><Link to={{ page: 'deployment', id: row.deployment }}><span className="muted number">{said.place(index + 1)}</span><Hash commit={row.commit} /></Link></li>)}
        </ol>
      )}
    </Pop>
  );
}

function Line({ note }: { note: Note }) {
  return (
    <>
      <span className={`tone-${note.tone}`}><Icon name={note.shape} size={14} /></span>
      <span className="note-text" title={note.title}>{note.text}</span>
      {note.end}
    </>
  );
}

/** Always one line high, so that nothing moves when a deployment begins or ends. */
export function CardNotes({ card }: { card: Card }) {
  const { environment } = card;
  const notes = [...lock(card), ...doubt(card), ...inVain(card), ...quarantines(card)];
  const [first, ...others] = notes;
  return (
    <div className={first ? `card-note note-${first.tone}` : 'card-note'} role={first?.key === 'doubt' ? 'alert' : undefined}>
      {first ? <Line note={first} /> : (
        <>
          <span className="faint"><Icon name="branch" size={14} /></span>
          <span className="note-text muted">{environment.deploy_on ? <>{said.deploysOn} <code>{plain(environment.deploy_on)}</code></> : said.byHand}</span>
        </>
      )}
      <Queue card={card} />
      {(others.length > 0 || first?.key === 'doubt' || first?.key === 'vain') && (
        <Pop className="chip" label={said.moreNotes(others.length)} trigger={others.length > 0 ? `+${others.length}` : <Icon name="dotdotdot" size={12} />} heading={said.notes} width={420} testid="notes">
          {() => <ul className="pop-notes">{notes.map((note) => <li key={note.key} className={`card-note note-${note.tone}`}><Line note={note} /></li>)}</ul>}
        </Pop>
      )}
    </div>
  );
}
