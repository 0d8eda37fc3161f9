// The registered nodes: how each is and where, what it serves, how loaded it is.
import { useState } from 'react';
import { board } from '../live/feed';
import { useTitle } from '../live/clock';
import { useStore } from '../live/store';
import { tabTitle } from '../model/cards';
import { groupsInUse, worstFirst } from '../model/nodes';
import { plain } from '../model/plain';
import type { Board } from '../wire/types';
import { words } from '../words';
import { Link } from '../parts/Button';
import { Choice } from '../parts/Choice';
import { CopyField } from '../parts/CopyField';
import { Empty, Skeleton } from '../parts/Empty';
import { Icon } from '../parts/Icon';
import { NodeRow } from '../parts/NodeRow';

const said = words.nodes;
const many = 6; // nodes from which on a search helps

function AddNode() {
  return <Link to={{ page: 'node' }} className="button button-primary"><Icon name="plus" size={14} />{said.add}</Link>;
}

function List({ value, check }: { value: Board; check: string | undefined }) {
  const [text, setText] = useState('');
  const [group, setGroup] = useState('');
  const wanted = text.trim().toLowerCase();
  const shown = worstFirst(value.nodes).filter((node) => (!group || node.groups.includes(group)) && (!wanted || `${node.name} ${node.address}`.toLowerCase().includes(wanted)));
  return (
    <>
      {value.nodes.length >= many && (
        <div className="choices choices-left">
          <label className="choice choice-search"><Icon name="search" size={14} /><input type="search" value={text} placeholder={said.search} aria-label={said.search} onChange={(event) => setText(event.target.value)} /></label>
          <Choice label={said.group} value={group} all={said.all} options={groupsInUse(value.nodes).map((name) => [name, plain(name)])} onChoose={setGroup} />
        </div>
      )}
      {shown.length === 0 ? <Empty title={said.noMatch} /> : (
        <ul className="nodes" data-testid="nodes">
          {shown.map((node) => <NodeRow key={node.name} node={node} environments={value.environments} checkNow={node.name === check} />)}
        </ul>
      )}
    </>
  );
}

/** `check`: the node that a worker looks at as soon as it is shown. */
export function Nodes({ check }: { check: string | undefined }) {
  const value = useStore(board);
  useTitle(tabTitle(said.title, value));
  const down = value?.nodes.filter((node) => node.health === 'down').length ?? 0;
  return (
    <main className="page">
      <header className="page-head">
        <h1>{said.title}</h1>
        {value && value.nodes.length > 0 && <p className={down > 0 ? 'tone-bad' : 'muted'}>{said.facts(value.nodes.length, down)}</p>}
        <div className="page-actions"><AddNode /></div>
      </header>
      {!value ? <Skeleton rows={4} /> : value.nodes.length === 0 ? (
        <Empty title={said.empty}>
          <p>{said.emptyText}</p>
          <AddNode />
          <p className="muted">{said.orCommand}</p>
          <CopyField text={words.setup.nodeCommand} label={said.command} />
        </Empty>
      ) : <List value={value} check={check} />}
    </main>
  );
}
