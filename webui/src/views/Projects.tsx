// The applied projects: what each deploys and where it listens.
import { board } from '../live/feed';
import { useTitle } from '../live/clock';
import { useStore } from '../live/store';
import { tabTitle } from '../model/cards';
import { plain, safeLink } from '../model/plain';
import { Link } from '../parts/Button';
import { Empty, Skeleton } from '../parts/Empty';
import { NextSteps, WebhookStep } from '../parts/NextSteps';
import { Ago } from '../parts/Time';
import type { Project } from '../wire/types';

function Row({ project }: { project: Project }) {
  const address = project.url_seen ?? project.repository;
  const link = safeLink(address);
  return (
    <li className="panel">
      <header><h2>{plain(project.name)}</h2><span className="muted">applied <Ago time={project.applied_at} /></span></header>
      <dl className="pairs">
        <div><dt>Repository</dt><dd>{link ? <a href={link} target="_blank" rel="noreferrer">{plain(address)}</a> : <code>{plain(address)}</code>}</dd></div>
        {project.default_branch && <div><dt>Branch</dt><dd><code>{plain(project.default_branch)}</code></dd></div>}
        <div><dt>Environments</dt><dd>{project.environments.map((name) => <Link key={name} className="chip" to={{ page: 'history', project: project.name, environment: name }}>{plain(name)}</Link>)}</dd></div>
        <div><dt>Webhook</dt><dd>{project.repository_bound ? 'bound to the repository by its first signed push' : <WebhookStep />}</dd></div>
      </dl>
    </li>
  );
}

export function Projects() {
  const value = useStore(board);
  useTitle(tabTitle('Projects', value));
  return (
    <main className="page">
      <header className="page-head"><h1>Projects</h1></header>
      {!value ? <Skeleton rows={3} tall /> : value.projects.length === 0
        ? <Empty title="No project yet"><NextSteps /></Empty>
        : <ul className="panels">{value.projects.map((project) => <Row key={project.name} project={project} />)}</ul>}
    </main>
  );
}
