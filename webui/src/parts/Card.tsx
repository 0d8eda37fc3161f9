// One environment on the board: what runs, how it is, what comes next. Every card is as high as the others, whatever it has to say.
import { memo, useState } from 'react';
import { likelyRef, type Card as CardModel } from '../model/cards';
import { plain, shortCommit } from '../model/plain';
import { words } from '../words';
import { Button, Link } from './Button';
import { CardNotes } from './CardNotes';
import { Hash, Subject } from './Commit';
import { DeployDialog } from './DeployDialog';
import { EnvironmentName } from './EnvironmentName';
import { Follow } from './Follow';
import { Health } from './Health';
import { Icon } from './Icon';
import { GroupMeters } from './Meters';
import { NodeList } from './NodeList';
import { Pop } from './Pop';
import { RollbackDialog } from './RollbackDialog';
import { Status } from './Status';
import { Ticks } from './Ticks';
import { Ago } from './Time';

const said = words.board.card;

function Live({ card: { environment, ref } }: { card: CardModel }) {
  const { current } = environment;
  if (!current) {
    return (
      <div className="card-live">
        <p className="card-subject muted">{said.nothingDeployed}</p>
        <p className="meta">{said.firstDeploy}</p>
      </div>
    );
  }
  return (
    <div className="card-live">
      <Link to={{ page: 'deployment', id: current.deployment }} className="card-subject"><Subject commit={current.commit} message={current.message} /></Link>
      <p className="meta">
        <Hash commit={current.commit} />
        {current.author && <span className="author" title={plain(ref ?? '')}>{plain(current.author)}</span>}
        <span>{said.live} <Ago time={current.since} /></span>
      </p>
    </div>
  );
}

interface Props { card: CardModel; wide?: boolean; whole?: boolean; readOnly?: boolean }

/** `wide`: there is room to show its nodes one by one; `whole`: its heading does not say the project; `readOnly`: what is shown is past. */
export const Card = memo(function Card({ card, wide = false, whole = false, readOnly = false }: Props) {
  const [dialog, setDialog] = useState<'deploy' | 'rollback' | null>(null);
  const { environment, project } = card;
  const { current } = environment;
  const label = said.label(plain(environment.project), plain(environment.name));
  return (
    <article className={wide ? 'card card-wide' : 'card'} data-testid={`card:${card.key}`} aria-label={label} data-card>
      <div className="card-main">
        <header>
          <h3>
            <Link to={{ page: 'history', project: environment.project, environment: environment.name }}>
              {whole && <span className="muted">{plain(environment.project)} / </span>}<EnvironmentName name={environment.name} />
            </Link>
          </h3>
          <Follow id={card.key} name={`${plain(environment.project)} / ${plain(environment.name)}`} />
          <Status status={card.status} />
        </header>
        <Live card={card} />
        <CardNotes card={card} />
        <div className="card-facts">
          <Pop className="health-button" trigger={<Health nodes={card.nodes} up={card.up} down={card.down.length} live={current !== undefined} />} heading={said.nodes} width={460} testid="nodes">
            {() => <NodeList card={card} figures />}
          </Pop>
          <GroupMeters nodes={card.nodes} />
          <Ticks environment={environment} />
        </div>
        <footer>
          <Button disabled={readOnly} title={readOnly ? words.past.reason : undefined} onClick={() => setDialog('deploy')} data-testid="deploy"><Icon name="rocket" size={14} />{said.deploy}</Button>
          <Button disabled={readOnly || !environment.previous} title={readOnly ? words.past.reason : environment.previous ? said.backTo(shortCommit(environment.previous.commit)) : said.noEarlier} onClick={() => setDialog('rollback')} data-testid="rollback">
            <Icon name="undo" size={14} />{said.rollBack}
          </Button>
        </footer>
      </div>
      {wide && card.nodes.length > 0 && <NodeList card={card} />}
      {dialog === 'deploy' && <DeployDialog environment={environment} branch={likelyRef(environment, project)} onClose={() => setDialog(null)} />}
      {dialog === 'rollback' && <RollbackDialog environment={environment} onClose={() => setDialog(null)} />}
    </article>
  );
});
