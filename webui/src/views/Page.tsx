// The frame: which view an address shows, and the sign-in page while nobody is signed in.
import { Suspense, useEffect } from 'react';
import { useKeyboard } from '../live/keys';
import { live } from '../live/feed';
import { somethingUnsaved } from '../live/guard';
import { href, useRoute } from '../live/navigation';
import { useStore } from '../live/store';
import type { Route } from '../model/route';
import { words } from '../words';
import { Boundary } from '../parts/Boundary';
import { Skeleton } from '../parts/Empty';
import { fetchLater, later } from '../parts/Later';
import { Toasts } from '../parts/Toasts';
import { StaleNote } from '../parts/Connection';
import { TopBar } from '../parts/TopBar';
import { Board } from './Board';
import { NotFound } from './NotFound';
import { Overlays } from './Overlays';
import { SignIn } from './SignIn';

// The board is what people open; the others come in files of their own.
const Audit = later(() => import('./Audit').then(({ Audit: view }) => view));
const Deliveries = later(() => import('./Deliveries').then(({ Deliveries: view }) => view));
const Delivery = later(() => import('./Delivery').then(({ Delivery: view }) => view));
const Deployment = later(() => import('./Deployment').then(({ Deployment: view }) => view));
const History = later(() => import('./History').then(({ History: view }) => view));
const Metrics = later(() => import('./Metrics').then(({ Metrics: view }) => view));
const NodeEdit = later(() => import('./NodeEdit').then(({ NodeEdit: view }) => view));
const Nodes = later(() => import('./Nodes').then(({ Nodes: view }) => view));
const Past = later(() => import('./Past').then(({ Past: view }) => view));
const ProjectEdit = later(() => import('./ProjectEdit').then(({ ProjectEdit: view }) => view));
const Projects = later(() => import('./Projects').then(({ Projects: view }) => view));
const Setup = later(() => import('./Setup').then(({ Setup: view }) => view));

function View({ route }: { route: Exclude<Route, { page: 'sign_in' }> }) {
  switch (route.page) {
    case 'board': return route.at ? <Past filter={route} at={route.at} /> : <Board filter={route} />;
    case 'history': return <History filter={route} />;
    case 'audit': return <Audit filter={route} />;
    case 'insights': return <Metrics filter={route} />;
    case 'deployment': return <Deployment key={route.id} route={route} />;
    case 'projects': return <Projects />;
    case 'project': return <ProjectEdit name={route.name} />;
    case 'nodes': return <Nodes check={route.check} />;
    case 'node': return <NodeEdit name={route.name} />;
    case 'deliveries': return <Deliveries filter={route} />;
    case 'delivery': return <Delivery source={route.source ?? ''} id={route.key ?? ''} />;
    case 'setup': return <Setup />;
    case 'lost': return <NotFound path={route.path} />;
  }
}

export function Page() {
  const route = useRoute();
  const { connection } = useStore(live);
  const typing = useStore(somethingUnsaved);
  const wall = route.page === 'board' && route.view === 'wall' && !route.at; // a screen on the wall shows no frame
  useKeyboard();
  const out = connection === 'signed_out';

  useEffect(() => {
    void fetchLater();
  }, []);

  if (route.page === 'sign_in') return <><SignIn linked /><Toasts /></>;
  // A session that ends under a form takes nothing of it away: it waits, unseen, until somebody has signed in again.
  return (
    <>
      {out && <SignIn linked={false} />}
      {!out && !wall && <a className="skip-link" href="#content">{words.shell.skip}</a>}
      {!out && !wall && <TopBar route={route} />}
      {!out && <StaleNote />}
      {(!out || typing) && (
        <div id="content" tabIndex={-1} hidden={out}>
          <Boundary at={href(route)}>
            <Suspense fallback={<main className="page"><Skeleton rows={8} /></main>}><View route={route} /></Suspense>
          </Boundary>
        </div>
      )}
      {!out && <Overlays />}
      <Toasts />
    </>
  );
}
