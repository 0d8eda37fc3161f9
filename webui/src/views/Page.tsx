// The frame: which view an address shows, and the sign-in page while nobody is signed in.
import { useEffect } from 'react';
import { useKeyboard } from '../live/keys';
import { feed, live } from '../live/feed';
import { useRoute } from '../live/navigation';
import { useStore } from '../live/store';
import type { Route } from '../model/route';
import { words } from '../words';
import { Toasts } from '../parts/Toasts';
import { StaleNote } from '../parts/Connection';
import { TopBar } from '../parts/TopBar';
import { Audit } from './Audit';
import { Board } from './Board';
import { Deployment } from './Deployment';
import { History } from './History';
import { Metrics } from './Metrics';
import { Nodes } from './Nodes';
import { NotFound } from './NotFound';
import { Overlays } from './Overlays';
import { Past } from './Past';
import { Projects } from './Projects';
import { SignIn } from './SignIn';

function View({ route }: { route: Exclude<Route, { page: 'sign_in' }> }) {
  switch (route.page) {
    case 'board': return route.at ? <Past filter={route} at={route.at} /> : <Board filter={route} />;
    case 'history': return <History filter={route} />;
    case 'audit': return <Audit filter={route} />;
    case 'metrics': return <Metrics filter={route} />;
    case 'deployment': return <Deployment key={route.id} id={route.id} step={route.step} />;
    case 'projects': return <Projects />;
    case 'nodes': return <Nodes />;
    case 'lost': return <NotFound path={route.path} />;
  }
}

export function Page() {
  const route = useRoute();
  const { connection } = useStore(live);
  const wall = route.page === 'board' && route.view === 'wall'; // a screen on the wall shows no frame
  useKeyboard();
  const linked = route.page === 'sign_in';

  useEffect(() => {
    if (!linked) feed.start(); // signing in starts it otherwise
  }, []);

  if (linked || connection === 'signed_out') return <><SignIn linked={linked} /><Toasts /></>;
  return (
    <>
      {!wall && <a className="skip-link" href="#content">{words.shell.skip}</a>}
      {!wall && <TopBar route={route} />}
      <StaleNote />
      <div id="content" tabIndex={-1}><View route={route} /></div>
      <Overlays />
      <Toasts />
    </>
  );
}
