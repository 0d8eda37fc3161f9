// What the board shows: search, filters, grouping, order and view; all of it stands in the address.
import { memo, useEffect, useRef, useState, type ChangeEvent } from 'react';
import { go } from '../live/navigation';
import { groupingOf, groupings, isNarrowed, sortingOf, sortings, stateOf, viewOf, views, widened, type Filter } from '../model/arrange';
import { plain } from '../model/plain';
import { allStatuses, look } from '../model/status';
import { words } from '../words';
import { Button } from './Button';
import { Choice, Segments } from './Choice';
import { Icon } from './Icon';

const said = words.board.tools;

type Key = Exclude<keyof Filter, 'page'>;

/** Typed letters show at once; the board follows when the browser has time for it. */
function Search({ filter }: { filter: Filter }) {
  const [text, setText] = useState(filter.q ?? '');
  const written = useRef(text);
  useEffect(() => {
    if ((filter.q ?? '') !== written.current) setText(filter.q ?? ''); // cleared, or another address
    written.current = filter.q ?? '';
  }, [filter.q]);
  const change = (event: ChangeEvent<HTMLInputElement>): void => {
    setText(event.target.value);
    written.current = event.target.value;
    go({ ...filter, q: event.target.value || undefined }, 'replace');
  };
  return (
    <label className="search">
      <Icon name="search" size={14} />
      <input type="search" value={text} onChange={change} placeholder={said.searchHint} aria-label={said.search} data-search spellCheck={false} autoComplete="off"
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (text) go({ ...filter, q: undefined }, 'replace');
          else event.currentTarget.blur();
        }} />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}

export function Views({ filter }: { filter: Filter }) {
  const view = viewOf(filter);
  return <Segments label={said.views} segments={views.map((each) => ({ to: { ...filter, view: each === 'cards' ? undefined : each }, name: said.view[each], icon: <Icon name={each} />, current: view === each }))} />;
}

interface Props { filter: Filter; projects: readonly string[]; environments: readonly string[]; shown: number; all: number }

const same = (a: readonly string[], b: readonly string[]): boolean => a === b || (a.length === b.length && a.every((each, index) => each === b[index]));

export const BoardTools = memo(function BoardTools({ filter, projects, environments, shown, all }: Props) {
  const [open, setOpen] = useState(false); // the filters, where there is no room for all of them
  const choose = (key: Key) => (value: string) => go({ ...filter, [key]: value || undefined }, 'replace');
  const view = viewOf(filter);
  return (
    <div className="tools" role="search" aria-label={said.label} data-testid="tools">
      <Search filter={filter} />
      <Button className="tools-more" aria-expanded={open} onClick={() => setOpen(!open)}><Icon name="sliders" />{said.filters}</Button>
      <div className={open ? 'tools-choices tools-open' : 'tools-choices'}>
        <Choice label={said.project} value={filter.project} all={said.any} options={projects.map((name) => [name, plain(name)] as const)} onChoose={choose('project')} testid="filter-project" />
        <Choice label={said.environment} value={filter.environment} all={said.any} options={environments.map((name) => [name, plain(name)] as const)} onChoose={choose('environment')} testid="filter-environment" />
        <Choice label={said.state} value={stateOf(filter)} all={said.any} onChoose={choose('state')} testid="filter-state"
          options={[['trouble', said.trouble], ['active', said.active], ...allStatuses.map((status) => [status, look(status).word] as const), ['none', look(undefined).word]]} />
        {view === 'cards' && <Choice label={said.group} value={groupingOf(filter)} options={groupings.map((each) => [each, said.groups[each]] as const)}  usual="project" onChoose={(value) => choose('group')(value === 'project' ? '' : value)} testid="group" />}
        {view !== 'wall' && <Choice label={said.sort} value={sortingOf(filter)} options={sortings.map((each) => [each, said.sorts[each]] as const)}  usual="name" onChoose={(value) => choose('sort')(value === 'name' ? '' : value)} testid="sort" />}
      </div>
      {isNarrowed(filter) && (
        <span className="tools-found" role="status">
          {said.shown(shown, all)}
          <Button kind="ghost" onClick={() => go(widened(filter), 'replace')} data-testid="clear"><Icon name="close" size={14} />{said.clear}</Button>
        </span>
      )}
    </div>
  );
}, (a, b) => a.filter === b.filter && a.shown === b.shown && a.all === b.all && same(a.projects, b.projects) && same(a.environments, b.environments));
