// "3/4 nodes healthy" with one mark per node.
import { plain } from '../model/plain';
import type { Node } from '../wire/types';

const words = { up: 'healthy', down: 'down', unknown: 'not checked yet' } as const;

export const healthWord = (node: Node): string => words[node.health] ?? node.health;

export function Health({ nodes, up }: { nodes: readonly Node[]; up: number }) {
  if (nodes.length === 0) return <span className="health muted">No nodes</span>;
  const tone = up === nodes.length ? 'good' : nodes.some((node) => node.health === 'down') ? 'bad' : 'quiet';
  const tip = nodes.map((node) => `${plain(node.name)}: ${healthWord(node)}${node.health_detail ? ` (${plain(node.health_detail)})` : ''}`).join('\n');
  return (
    <span className="health" title={tip}>
      <span className="pips" aria-hidden="true">
        {nodes.slice(0, 12).map((node) => <i key={node.name} className={`pip pip-${node.health}`} />)}
      </span>
      <span><span className={`number ${tone === 'bad' ? 'tone-bad' : ''}`}>{up}/{nodes.length}</span> healthy</span>
    </span>
  );
}
