// The frame's head: where one is, whether the page is live, and how it looks.
import { useNow } from '../live/clock';
import { api } from '../live/api';
import { feed, live } from '../live/feed';
import { useStore } from '../live/store';
import { nextTheme, useTheme } from '../live/theme';
import { clock } from '../model/time';
import type { Route } from '../model/route';
import { Button, Link } from './Button';
import { Icon } from './Icon';

const pages: { route: Route; name: string }[] = [
  { route: { page: 'board' }, name: 'Board' },
  { route: { page: 'history' }, name: 'History' },
  { route: { page: 'projects' }, name: 'Projects' },
  { route: { page: 'nodes' }, name: 'Nodes' },
];

const words = { connecting: 'Connecting', live: 'Live', reconnecting: 'Reconnecting', polling: 'Polling', signed_out: 'Signed out' } as const;

function Connection() {
  const { connection, contact } = useStore(live);
  const now = useNow();
  const stale = connection !== 'live' && contact !== null && now - contact > 2_000;
  const detail = stale && connection === 'reconnecting' ? ` · as of ${clock(contact)}` : '';
  return (
    <span className={`connection connection-${connection}`} role="status" data-testid="connection" data-connection={connection}>
      <i aria-hidden="true" />
      <span>{words[connection]}{detail}</span>
    </span>
  );
}

export function TopBar({ route }: { route: Route }) {
  const theme = useTheme();
  const signOut = async (): Promise<void> => {
    await api.signOut();
    feed.signedOut();
  };
  return (
    <header className="top">
      <Link to={{ page: 'board' }} className="brand" label="Eeveon, to the board">
        <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true"><rect width="32" height="32" rx="8" className="brand-back" /><path d="M9 10.5h9M9 16h14M9 21.5h9" className="brand-line" /><circle cx="23" cy="10.5" r="2" className="brand-dot" /><circle cx="23" cy="21.5" r="2" className="brand-dot" /></svg>
        <span>Eeveon</span>
      </Link>
      <nav aria-label="Pages">
        {pages.map(({ route: to, name }) => <Link key={name} to={to} current={route.page === to.page}>{name}</Link>)}
      </nav>
      <div className="top-end">
        <Connection />
        <Button kind="ghost" className="square" onClick={nextTheme} title={`Theme: ${theme}`} aria-label={`Theme: ${theme}. Change`}><Icon name={theme === 'dark' ? 'moon' : theme === 'light' ? 'sun' : 'system'} /></Button>
        <Button kind="ghost" className="square" onClick={() => void signOut()} title="Sign out" aria-label="Sign out"><Icon name="out" /></Button>
      </div>
    </header>
  );
}
