// The registered nodes: how each is, since when, and what it serves.
import { board } from '../live/feed';
import { useTitle } from '../live/clock';
import { useStore } from '../live/store';
import { tabTitle } from '../model/cards';
import { plain, shortId } from '../model/plain';
import type { Environment, Node } from '../wire/types';
import { CopyField } from '../parts/CopyField';
import { Hash } from '../parts/Commit';
import { Empty, Skeleton } from '../parts/Empty';
import { healthWord } from '../parts/Health';
import { Icon } from '../parts/Icon';
import { Ago } from '../parts/Time';

const marks = { up: ['check', 'good'], down: ['cross', 'bad'], unknown: ['empty', 'quiet'] } as const;

/** A release by its commit where the board knows it. */
function Serving({ release, environments }: { release: string; environments: readonly Environment[] }) {
  const known = environments.flatMap((row) => [row.current, row.previous]).find((row) => row?.release === release);
  return known ? <Hash commit={known.commit} /> : <code className="hash">{shortId(release)}</code>;
}

function Row({ node, environments }: { node: Node; environments: readonly Environment[] }) {
  const [shape, tone] = marks[node.health] ?? marks.unknown;
  return (
    <li className="node-row">
      <span className={`status tone-${tone}`}><Icon name={shape} /><span className="status-word">{healthWord(node)}</span></span>
      <span className="node-name"><strong>{plain(node.name)}</strong><span className="muted">{plain(node.address)}</span></span>
      <span className="muted">{node.kind}{node.groups.length > 0 && ` · ${node.groups.map(plain).join(', ')}`}</span>
      <span className="node-live">{Object.entries(node.live).map(([name, release]) => <span key={name}><span className="muted">{plain(name)}</span> <Serving release={release} environments={environments} /></span>)}</span>
      <span className="muted row-when"><Ago time={node.health_since} /></span>
      {node.health_detail && node.health !== 'up' && <p className="step-reason">{plain(node.health_detail)}</p>}
    </li>
  );
}

export function Nodes() {
  const value = useStore(board);
  useTitle(tabTitle('Nodes', value));
  return (
    <main className="page">
      <header className="page-head"><h1>Nodes</h1></header>
      {!value ? <Skeleton rows={4} /> : value.nodes.length === 0 ? (
        <Empty title="No node yet"><p>A node is a machine that releases are deployed to.</p><CopyField text="eeveon nodes add NAME --address HOST" label="the command" /></Empty>
      ) : <ul className="rows node-rows">{value.nodes.map((node) => <Row key={node.name} node={node} environments={value.environments} />)}</ul>}
    </main>
  );
}
