// The nodes of an environment one by one: how each is, what it serves, how busy it is.
import { served, type Card } from '../model/cards';
import { plain, shortCommit } from '../model/plain';
import { words } from '../words';
import { Hash } from './Commit';
import { healthWord } from './Health';
import { NodeFigures, NodeMeters } from './Meters';

/** `figures`: what the meters show is also said. */
export function NodeList({ card, figures = false }: { card: Card; figures?: boolean }) {
  return (
    <ul className="card-nodes" aria-label={words.board.card.nodes}>
      {card.nodes.map((node) => {
        const { commit, current, or } = served(node, card.environment);
        return (
          <li key={node.name} title={node.health_detail && plain(node.health_detail)}>
            <i className={`pip pip-${node.health}`} aria-hidden="true" />
            <strong>{plain(node.name)}</strong>
            <span className="muted card-node-address">{plain(node.address)}</span>
            <NodeMeters node={node.name} />
            <span className={current ? 'card-node-commit' : 'card-node-commit muted'} title={or && words.board.card.orCommit(shortCommit(or))}>{commit ? <Hash commit={commit} /> : '–'}{or && '?'}</span>
            <span className="muted card-node-health">{card.environment.current && healthWord(node)}</span>
            {figures && <NodeFigures node={node.name} />}
          </li>
        );
      })}
    </ul>
  );
}
