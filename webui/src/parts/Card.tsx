// One environment on the board: what runs, how it is, what comes next.
import { useState } from 'react';
import { api } from '../live/api';
import { useAsk } from '../live/run';
import { likelyRef, served, type Card as CardModel } from '../model/cards';
import { plain, shortCommit, count } from '../model/plain';
import { look } from '../model/status';
import type { Doubt, Project, Quarantined } from '../wire/types';
import { Button, Link } from './Button';
import { Hash, Subject } from './Commit';
import { DeployDialog } from './DeployDialog';
import { Health, healthWord } from './Health';
import { Icon } from './Icon';
import { RollbackDialog } from './RollbackDialog';
import { Status } from './Status';
import { Ticks } from './Ticks';
import { Ago, Took } from './Time';

function Running({ card }: { card: CardModel }) {
  const { environment, running, lockHolder, waiting } = card;
  if (!lockHolder && waiting.length === 0) return null;
  return (
    <div className="card-now">
      {lockHolder && (
        <Link to={{ page: 'deployment', id: lockHolder }} className="now-row">
          <span className="tone-busy"><Icon name="ring" /></span>
          {running ? <><Hash commit={running.commit} /><Subject commit={running.commit} message={running.message} /></> : <span className="subject">Deployment under way</span>}
          <span className="muted"><Took from={environment.lock?.since} to={undefined} /></span>
        </Link>
      )}
      {waiting.length > 0 && (
        <p className="now-row muted">
          <Icon name="dots" />
          <span>{count(waiting.length, 'deployment')} waiting:</span>
          {waiting.slice(0, 3).map((row) => <Link key={row.deployment} to={{ page: 'deployment', id: row.deployment }}><Hash commit={row.commit} /></Link>)}
        </p>
      )}
    </div>
  );
}

function Quarantine({ card, row }: { card: CardModel; row: Quarantined }) {
  const { busy, ask } = useAsk();
  const { project, name } = card.environment;
  return (
    <p className="card-note">
      <span className="tone-warn"><Icon name="slash" size={14} /></span>
      <span className="note-text" title={plain(row.reason)}>
        <Link to={{ page: 'deployment', id: row.deployment }}><Hash commit={row.commit} /></Link> quarantined: {plain(row.reason)}
      </span>
      <Button kind="ghost" busy={busy} onClick={() => void ask(api.release(project, name, row.commit), `${shortCommit(row.commit)} may be deployed again`)}>Lift quarantine</Button>
    </p>
  );
}

function InDoubt({ doubt }: { doubt: Doubt }) {
  const nodes = doubt.nodes.map(plain).join(', ');
  return (
    <p className="card-note card-doubt" role="alert">
      <span className="tone-bad"><Icon name="alert" size={14} /></span>
      <span className="note-text" title={`${nodes}: ${plain(doubt.reason)}`}>
        {doubt.nodes.length === 1 ? nodes : count(doubt.nodes.length, 'node')} may run <Link to={{ page: 'deployment', id: doubt.deployment }}><Hash commit={doubt.commit} /></Link>: {plain(doubt.reason)}. Deploy to make it certain.
      </span>
    </p>
  );
}

/** The badge tells of the last deployment; what stands above it is what still runs. */
function InVain({ card, last }: { card: CardModel; last: NonNullable<CardModel['inVain']> }) {
  const { shape, tone, word } = look(last.status);
  const reason = plain(last.row?.reason ?? '');
  const stays = card.environment.current ? `${shortCommit(card.environment.current.commit)} stays live` : 'nothing is live';
  return (
    <p className="card-note">
      <span className={`tone-${tone}`}><Icon name={shape} size={14} /></span>
      <span className="note-text" title={reason}>
        <Link to={{ page: 'deployment', id: last.deployment }}>{last.row ? <Hash commit={last.row.commit} /> : 'The last deployment'}</Link> {word.toLowerCase()}, {stays}{reason && `: ${reason}`}
      </span>
    </p>
  );
}

function NodeList({ card }: { card: CardModel }) {
  return (
    <ul className="card-nodes" aria-label="Nodes">
      {card.nodes.map((node) => {
        const { commit, current, or } = served(node, card.environment);
        return (
          <li key={node.name} title={node.health_detail && plain(node.health_detail)}>
            <i className={`pip pip-${node.health}`} aria-hidden="true" />
            <strong>{plain(node.name)}</strong>
            <span className="muted">{plain(node.address)}</span>
            <span className={current ? undefined : 'muted'} title={or && `or ${shortCommit(or)}`}>{commit ? <Hash commit={commit} /> : '–'}{or && '?'}</span>
            <span className="muted">{card.environment.current && healthWord(node)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** A lone environment has the room to show its nodes one by one. */
export function Card({ card, project, wide }: { card: CardModel; project: Project; wide: boolean }) {
  const [dialog, setDialog] = useState<'deploy' | 'rollback' | null>(null);
  const { environment } = card;
  const { current } = environment;
  return (
    <article className={wide ? 'card card-wide' : 'card'} data-testid={`card:${card.key}`} aria-label={`${plain(environment.project)} ${plain(environment.name)}`}>
      <div className="card-main">
        <header>
          <h3><Link to={{ page: 'history', project: environment.project, environment: environment.name }}>{plain(environment.name)}</Link></h3>
          <Status status={card.status} />
        </header>
        {current ? (
          <div className="card-live">
            <Link to={{ page: 'deployment', id: current.deployment }} className="card-subject"><Subject commit={current.commit} message={current.message} /></Link>
            <p className="meta">
              <Hash commit={current.commit} />
              {current.author && <span className="author">{plain(current.author)}</span>}
              <span>live <Ago time={current.since} /></span>
            </p>
          </div>
        ) : (
          <div className="card-live">
            <p className="card-subject muted">Nothing deployed yet</p>
            <p className="meta">{environment.deploy_on ? <>deploys on <code>{plain(environment.deploy_on)}</code></> : 'deploys by hand'}</p>
          </div>
        )}
        <Running card={card} />
        {card.inVain && <InVain card={card} last={card.inVain} />}
        {environment.doubt && <InDoubt doubt={environment.doubt} />}
        {environment.quarantine.slice(0, 2).map((row) => <Quarantine key={row.commit} card={card} row={row} />)}
        <div className="card-facts">
          <Health nodes={card.nodes} up={card.up} down={card.down.length} live={current !== undefined} />
          <Ticks environment={environment} />
        </div>
        <footer>
          <Button onClick={() => setDialog('deploy')} data-testid="deploy"><Icon name="rocket" size={14} />Deploy</Button>
          <Button disabled={!environment.previous} title={environment.previous ? `Back to ${shortCommit(environment.previous.commit)}` : 'There is no earlier release'} onClick={() => setDialog('rollback')} data-testid="rollback">
            <Icon name="undo" size={14} />Roll back
          </Button>
          {environment.deploy_on && current && <span className="deploy-on" title="Deploys automatically"><Icon name="branch" size={14} /><span className="subject">{plain(environment.deploy_on)}</span></span>}
        </footer>
      </div>
      {wide && card.nodes.length > 0 && <NodeList card={card} />}
      {dialog === 'deploy' && <DeployDialog environment={environment} branch={likelyRef(environment, project)} onClose={() => setDialog(null)} />}
      {dialog === 'rollback' && <RollbackDialog environment={environment} onClose={() => setDialog(null)} />}
    </article>
  );
}
