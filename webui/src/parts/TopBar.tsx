// The frame's head: where one is, whether the page is live, the palette, and how it looks.
import { useEffect, useState } from 'react';
import { openOverlay } from '../live/overlay';
import { menu, sectionOf } from '../model/menu';
import type { Route } from '../model/route';
import { words } from '../words';
import { Brand } from './Brand';
import { Button, Link } from './Button';
import { Connection } from './Connection';
import { Display } from './Display';
import { Icon } from './Icon';
import { Share } from './Share';

const said = words.shell;

export function TopBar({ route }: { route: Route }) {
  const [open, setOpen] = useState(false); // the pages, where there is no room for all of them
  useEffect(() => setOpen(false), [route]);
  return (
    <header className="top" onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}>
      <Button kind="ghost" className="square top-menu" aria-expanded={open} aria-controls="pages" aria-label={said.menu} onClick={() => setOpen(!open)}><Icon name={open ? 'close' : 'menu'} /></Button>
      <Link to={{ page: 'board' }} className="brand" label={said.toBoard}>
        <Brand size={22} />
        <span>{said.name}</span>
      </Link>
      <nav id="pages" aria-label={said.pagesLabel} className={open ? 'top-open' : undefined}>
        {menu.map(({ page, name }) => <Link key={page} to={{ page }} current={sectionOf(route.page) === page}>{name}</Link>)}
      </nav>
      <div className="top-end">
        <Connection />
        <button type="button" className="palette-button" onClick={() => openOverlay({ kind: 'palette' })} aria-keyshortcuts="Control+K" title={said.palette.open} data-testid="open-palette">
          <Icon name="search" size={14} /><span>{said.palette.short}</span><kbd>{said.palette.keys}</kbd>
        </button>
        <Share />
        <Display />
      </div>
    </header>
  );
}
