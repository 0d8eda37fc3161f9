// The command palette: every page, environment, deployment and action by a few letters. The platform's dialog keeps the
// focus inside and gives it back.
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useOffered } from '../live/commands';
import { entries, type Run } from '../live/entries';
import { board } from '../live/feed';
import { closeOverlay } from '../live/overlay';
import { useStore } from '../live/store';
import { marked, search, type Found } from '../model/palette';
import { words } from '../words';
import { Icon } from '../parts/Icon';
import { Keys } from '../parts/Keys';
import { useModal } from '../parts/Dialog';

const said = words.shell.palette;
const most = 40;

function Option({ found, id, active, onRun, onPoint }: { found: Found<Run>; id: string; active: boolean; onRun: () => void; onPoint: () => void }) {
  const { entry, marks } = found;
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) place.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <li ref={place} id={id} role="option" aria-selected={active} className="palette-option" onClick={onRun} onPointerMove={onPoint}>
      <span className="palette-title">{marked(entry.title, marks).map(({ text, mark }, index) => (mark ? <mark key={index}>{text}</mark> : text))}{entry.detail && <small>{entry.detail}</small>}</span>
      {entry.keys ? <Keys keys={entry.keys} /> : <small>{said.kinds[entry.kind]}</small>}
    </li>
  );
}

export function Palette() {
  const modal = useModal(closeOverlay);
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const value = useStore(board);
  const offered = useOffered();
  const [all] = useState(() => entries(value, offered)); // as it was when it was opened: nothing moves under the finger
  const query = useDeferredValue(text);
  const found = useMemo(() => search(all, query, most), [all, query]);
  const active = Math.min(at, found.length - 1);

  const run = (one: Found<Run> | undefined): void => {
    if (!one) return;
    closeOverlay();
    one.entry.run();
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (event.key === 'Enter') run((query === text ? found : search(all, text, most))[at]); // what is drawn may lag behind quick fingers
    else if (step && found.length > 0) setAt(Math.abs(step) === 1 ? (active + step + found.length) % found.length : Math.max(0, Math.min(found.length - 1, active + step)));
    else return;
    event.preventDefault();
  };

  return (
    <dialog {...modal} className="dialog palette" aria-label={said.title} data-testid="palette">
      <div className="palette-body">
        <label className="palette-search">
          <Icon name="search" />
          <input data-first type="text" role="combobox" aria-expanded aria-controls={`${id}list`} aria-autocomplete="list" aria-activedescendant={found[active] ? `${id}${active}` : undefined}
            aria-label={said.title} placeholder={said.hint} value={text} spellCheck={false} autoComplete="off" onKeyDown={press}
            onChange={(event) => { setText(event.target.value); setAt(0); }} />
        </label>
        <ul id={`${id}list`} role="listbox" aria-label={said.results} className="palette-list">
          {found.map((each, index) => <Option key={each.entry.id} found={each} id={`${id}${index}`} active={index === active} onRun={() => run(each)} onPoint={() => setAt(index)} />)}
        </ul>
        {found.length === 0 && <p className="palette-none muted" role="status">{said.none}</p>}
      </div>
    </dialog>
  );
}
