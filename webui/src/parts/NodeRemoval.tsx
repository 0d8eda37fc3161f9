// Taking a node away: what rests on it, and its name typed.
import { useState } from 'react';
import { actions } from '../live/actions';
import { useAsk } from '../live/run';
import { restsOn } from '../model/nodes';
import { plain } from '../model/plain';
import type { Environment, Node } from '../wire/types';
import { words } from '../words';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { ProblemBox } from './Empty';
import { Icon } from './Icon';
import { isTyped, TypedName } from './TypedName';

const said = words.nodes.removal;

export function NodeRemoval({ node, environments, onClose }: { node: Node; environments: readonly Environment[]; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [force, setForce] = useState(false);
  const { busy, problem, ask } = useAsk('here');
  const { live, alone } = restsOn(node, environments);
  const ready = isTyped(typed, node.name) && (alone.length === 0 || force);
  const remove = async (): Promise<void> => {
    if (!ready || busy) return;
    if (await ask(actions.removeNode(node.name, force), said.done(plain(node.name)))) onClose();
  };
  return (
    <Dialog
      title={said.title}
      subtitle={<strong>{plain(node.name)}</strong>}
      busy={busy}
      onClose={onClose}
      footer={
        <>
          <Button busy={busy} onClick={onClose}>{said.cancel}</Button>
          <Button kind="danger" busy={busy} disabled={!ready} onClick={() => void remove()} data-testid="confirm">{said.submit}</Button>
        </>
      }
    >
      <p>{said.text}</p>
      {live.length > 0 && <p className="minds-one tone-warn"><Icon name="alert" size={14} /><span>{said.live(live.map(plain).join(', '))}</span></p>}
      {alone.length > 0 && (
        <>
          <p className="minds-one tone-bad"><Icon name="alert" size={14} /><span>{said.alone(alone.map(plain).join(', '))}</span></p>
          <label className="tick-box"><input type="checkbox" checked={force} onChange={(event) => setForce(event.target.checked)} />{said.force}</label>
        </>
      )}
      <TypedName name={node.name} reasons={[]} value={typed} onValue={setTyped} />
      {problem && <ProblemBox problem={problem} />}
    </Dialog>
  );
}
