// The frame's head: where one is, whether the page is live, and how it looks.
import { useEffect, useState } from 'react';
import { useNow } from '../live/clock';
import { api } from '../live/api';
import { feed, live } from '../live/feed';
import { useStore } from '../live/store';
import { nextTheme, useTheme } from '../live/theme';
import { menu } from '../model/menu';
import { clock } from '../model/time';
import type { Route } from '../model/route';
import { words } from '../words';
import { Brand } from './Brand';
import { Button, Link } from './Button';
import { Icon } from './Icon';

const said = words.shell;

function Connection() {
  const { connection, contact } = useStore(live);
  const now = useNow();
  const stale = connection !== 'live' && contact !== null && now - contact > 2_000;
  const detail = stale && connection === 'reconnecting' ? said.connection.asOf(clock(contact)) : '';
  return (
    <span className={`connection connection-${connection}`} role="status" data-testid="connection" data-connection={connection}>
      <i aria-hidden="true" />
      <span>{said.connection[connection]}{detail}</span>
    </span>
  );
}

export function TopBar({ route }: { route: Route }) {
  const theme = useTheme();
  const [open, setOpen] = useState(false); // the pages, where there is no room for all of them
  useEffect(() => setOpen(false), [route]);
  const signOut = async (): Promise<void> => {
    await api.signOut();
    feed.signedOut();
  };
  return (
    <header className="top">
      <Button kind="ghost" className="square top-menu" aria-expanded={open} aria-controls="pages" aria-label={said.menu} onClick={() => setOpen(!open)}><Icon name={open ? 'close' : 'menu'} /></Button>
      <Link to={{ page: 'board' }} className="brand" label={said.toBoard}>
        <Brand size={22} />
        <span>{said.name}</span>
      </Link>
      <nav id="pages" aria-label={said.pagesLabel} className={open ? 'top-open' : undefined} onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}>
        {menu.map(({ page, name }) => <Link key={page} to={{ page }} current={route.page === page}>{name}</Link>)}
      </nav>
      <div className="top-end">
        <Connection />
        <Button kind="ghost" className="square" onClick={nextTheme} title={said.theme.tip(said.theme[theme])} aria-label={said.theme.label(said.theme[theme])}><Icon name={theme === 'dark' ? 'moon' : theme === 'light' ? 'sun' : 'system'} /></Button>
        <Button kind="ghost" className="square" onClick={() => void signOut()} title={said.signIn.out} aria-label={said.signIn.out}><Icon name="out" /></Button>
      </div>
    </header>
  );
}
