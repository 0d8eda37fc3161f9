// "3/4 nodes healthy" with one mark per node.
import { healthWords } from '../model/cards';
import { plain } from '../model/plain';
import type { Node } from '../wire/types';
import { words } from '../words';

export const healthWord = (node: Node): string => words.status.health[node.health] ?? node.health;

/** `live`: something runs there that could be healthy. */
export function Health({ nodes, up, down, live }: { nodes: readonly Node[]; up: number; down: number; live: boolean }) {
  if (nodes.length === 0) return <span className="health muted">{words.board.health.noNodes}</span>;
  if (!live) return <span className="health muted">{words.board.nodes(nodes.length)}</span>;
  const tip = nodes.map((node) => `${plain(node.name)}: ${healthWord(node)}${node.health_detail ? ` (${plain(node.health_detail)})` : ''}`).join('\n');
  return (
    <span className="health" title={tip}>
      <span className="pips" aria-hidden="true">
        {nodes.slice(0, 12).map((node) => <i key={node.name} className={`pip pip-${node.health}`} />)}
      </span>
      <span className={down > 0 ? 'number tone-bad' : 'number'}>{healthWords(up, down, nodes.length)}</span>
    </span>
  );
}
