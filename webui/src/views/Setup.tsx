// The first steps on a page of their own, so that they can be found again.
import { useTitle } from '../live/clock';
import { board } from '../live/feed';
import { useStore } from '../live/store';
import { tabTitle } from '../model/cards';
import { words } from '../words';
import { Link } from '../parts/Button';
import { Checklist } from '../parts/Checklist';

export function Setup() {
  useTitle(tabTitle(words.setup.title, useStore(board)));
  return (
    <main className="page page-narrow" data-testid="setup">
      <header className="page-head page-head-stack">
        <p className="crumbs"><Link to={{ page: 'projects' }}>{words.projects.title}</Link></p>
        <h1>{words.setup.title}</h1>
        <p className="muted">{words.setup.lead}</p>
      </header>
      <Checklist />
    </main>
  );
}
