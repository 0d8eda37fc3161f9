// One node of the list: how it is and where, what it serves and what can be done with it.
import { useEffect, useState } from 'react';
import { actions } from '../live/actions';
import { go } from '../live/navigation';
import { useAsk } from '../live/run';
import { wantsKey } from '../model/findings';
import { places, type NodePlace } from '../model/nodes';
import { plain, shortId } from '../model/plain';
import type { NodeTest } from '../wire/action_types';
import type { Environment, Node, Problem } from '../wire/types';
import { words } from '../words';
import { Button, Link } from './Button';
import { Hash } from './Commit';
import { ProblemBox } from './Empty';
import { Findings } from './Findings';
import { healthWord } from './Health';
import { Icon } from './Icon';
import { LoginHelp } from './LoginHelp';
import { NodeMeters } from './Meters';
import { NodeRemoval } from './NodeRemoval';
import { Ago } from './Time';

const said = words.nodes;
const marks = { up: ['check', 'good'], down: ['cross', 'bad'], unknown: ['empty', 'quiet'] } as const;

/** A release by its commit where the board knows it. */
function Serving({ release, environments }: { release: string; environments: readonly Environment[] }) {
  const known = environments.flatMap((row) => [row.current, row.previous]).find((row) => row?.release === release);
  return known ? <Hash commit={known.commit} /> : <code className="hash" title={release}>{shortId(release)}</code>;
}

function Place({ place, environments }: { place: NodePlace; environments: readonly Environment[] }) {
  const down = place.health === 'down';
  return (
    <li className={down ? 'place place-down' : 'place'}>
      <i className={`pip pip-${place.health}`} aria-hidden="true" />
      <Link to={{ page: 'history', project: place.project, environment: place.environment }}>{plain(place.project)} / {plain(place.environment)}</Link>
      {place.release ? <Serving release={place.release} environments={environments} /> : <span className="muted">{said.nothingLive}</span>}
      {down && <span className="tone-bad place-word">{said.downIn}</span>}
      {place.detail && <p className="place-why">{plain(place.detail)}</p>}
    </li>
  );
}

const unreachable: Problem = { title: said.findings.unreachable, status: 0 };

/** A worker goes there now. `atOnce`: without being asked, for a node that was just registered. */
function useCheck(node: Node, atOnce: boolean): { busy: boolean; found: NodeTest | null; check: () => Promise<void> } {
  const [found, setFound] = useState<NodeTest | null>(null);
  const { busy, ask } = useAsk();
  const check = async (): Promise<void> => {
    setFound(null);
    setFound(await ask(actions.checkNode(node.name)));
  };
  useEffect(() => {
    if (!atOnce) return;
    go({ page: 'nodes' }, 'replace'); // once only
    void check();
  }, []);
  return { busy, found, check };
}

export function NodeRow({ node, environments, checkNow = false }: { node: Node; environments: readonly Environment[]; checkNow?: boolean }) {
  const { busy, found, check } = useCheck(node, checkNow);
  const [removing, setRemoving] = useState(false);
  const [shape, tone] = marks[node.health] ?? marks.unknown;
  const own = places(node, environments);
  return (
    <li className="node" data-testid={`node:${node.name}`}>
      <div className="node-head">
        <span className={`tone-${tone}`} title={healthWord(node)}><Icon name={shape} /></span>
        <h2>{plain(node.name)}</h2>
        <span className={`node-health tone-${tone}`}>{healthWord(node)}{node.health_since && <span className="muted"> · <Ago time={node.health_since} /></span>}</span>
        <p className="muted node-address"><code>{plain(node.address)}</code> · {said.kinds[node.kind] ?? plain(node.kind)} · {node.groups.length > 0 ? node.groups.map((group) => <span key={group} className="tag">{plain(group)}</span>) : said.noGroups}</p>
      </div>
      <NodeMeters node={node.name} wide />
      <ul className="places">
        {own.length === 0 ? <li className="muted">{said.nowhere}</li> : own.map((place) => <Place key={place.key} place={place} environments={environments} />)}
      </ul>
      <div className="node-actions">
        <Button busy={busy} onClick={() => void check()} data-testid={`check:${node.name}`}>{busy && <Icon name="ring" size={14} />}{busy ? said.checking : said.check}</Button>
        <Link to={{ page: 'node', name: node.name }} className="button button-plain">{said.edit}</Link>
        <Button kind="ghost" onClick={() => setRemoving(true)} data-testid={`remove:${node.name}`}>{said.remove}</Button>
      </div>
      {found && (
        <div className="node-found" role="status">
          {found.findings.length > 0 ? <><Findings findings={found.findings} />{wantsKey(found.findings) && <LoginHelp publicKey={found.public_key} />}</> : <ProblemBox problem={unreachable} />}
        </div>
      )}
      {removing && <NodeRemoval node={node} environments={environments} onClose={() => setRemoving(false)} />}
    </li>
  );
}
