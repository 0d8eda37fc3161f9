// Views of a list by name: one press brings filters, order and columns back.
import { useState, type FormEvent } from 'react';
import { go } from '../live/navigation';
import { tell } from '../live/notices';
import { keepView, removeView, routeOfView, savedViews, type SavedView } from '../live/saved_views';
import { useStore } from '../live/store';
import { plain } from '../model/plain';
import { formatRoute, type PageName, type Route } from '../model/route';
import { words } from '../words';
import { Button } from './Button';
import { Icon } from './Icon';
import { Pop } from './Pop';

const said = words.table;
const longest = 60; // signs of a name

function List({ page, route }: { page: PageName; route: Route }) {
  const views = useStore(savedViews(page));
  const [name, setName] = useState('');
  const here = formatRoute(route);
  const keep = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    keepView(page, name.trim(), route);
    tell(said.kept(plain(name.trim())));
    setName('');
  };
  const remove = (view: SavedView): void => {
    removeView(page, view.name);
    tell(said.removed(plain(view.name)), undefined, { label: said.undo, run: () => keepView(page, view.name, routeOfView(view)) });
  };
  return (
    <div className="views">
      {views.length === 0 ? <p className="muted">{said.noViews}</p> : (
        <ul>
          {views.map((view) => (
            <li key={view.name}>
              <button type="button" className="view-name" aria-current={view.address === here || undefined} onClick={(event) => { event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover(); go(routeOfView(view)); }}>{plain(view.name)}</button>
              <Button kind="ghost" className="square" aria-label={said.remove(plain(view.name))} onClick={() => remove(view)}><Icon name="trash" size={14} /></Button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={keep}>
        <input type="text" value={name} maxLength={longest} placeholder={said.namePlaceholder} aria-label={said.name} autoComplete="off" onChange={(event) => setName(event.target.value)} data-testid="view-name" />
        <Button type="submit" disabled={name.trim() === ''} data-testid="view-keep">{said.keep}</Button>
      </form>
    </div>
  );
}

/** `route`: where the reader is, filters and all. */
export function Views({ page, route }: { page: PageName; route: Route }) {
  return (
    <Pop className="button button-plain" title={said.viewsTip} trigger={<><Icon name="tag" size={14} />{said.views}</>} heading={said.views} width={320} testid="views">
      {() => <List page={page} route={route} />}
    </Pop>
  );
}
