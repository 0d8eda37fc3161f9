// The applied projects: what each deploys, where to, how it is connected, what happened last.
import { board } from '../live/feed';
import { useTitle } from '../live/clock';
import { useStore } from '../live/store';
import { groups, tabTitle, type Card, type Group } from '../model/cards';
import { plain, safeLink } from '../model/plain';
import { newestFirst } from '../model/fold';
import type { Board } from '../wire/types';
import { words } from '../words';
import { Link } from '../parts/Button';
import { Hash } from '../parts/Commit';
import { Empty, Skeleton } from '../parts/Empty';
import { Icon } from '../parts/Icon';
import { NextSteps } from '../parts/NextSteps';
import { Status } from '../parts/Status';
import { Ago } from '../parts/Time';

const said = words.projects;

function AddProject() {
  return <Link to={{ page: 'project' }} className="button button-primary"><Icon name="plus" size={14} />{said.add}</Link>;
}

function Place({ card }: { card: Card }) {
  const { environment } = card;
  return (
    <li className="project-place">
      <Link to={{ page: 'history', project: environment.project, environment: environment.name }}><strong>{plain(environment.name)}</strong></Link>
      <span className="muted subject">{environment.deploy_on ? said.deploysOn(plain(environment.deploy_on)) : said.byHand}</span>
      <span className="muted">{said.nodesOf(environment.nodes.length)}</span>
      <span>{environment.current ? <Hash commit={environment.current.commit} /> : <span className="muted">–</span>}</span>
      <Status status={card.status} quiet />
    </li>
  );
}

function Row({ group, value }: { group: Group; value: Board }) {
  const { project, cards } = group;
  const address = project.url_seen ?? project.repository;
  const link = safeLink(address);
  const last = value.deployments.filter((row) => row.project === project.name).sort(newestFirst)[0];
  return (
    <li className="panel project" data-testid={`project:${project.name}`}>
      <header>
        <div className="project-name">
          <h2>{plain(project.name)}</h2>
          <p className="muted">{link ? <a href={link} target="_blank" rel="noreferrer">{plain(address)}</a> : <code>{plain(address)}</code>}{project.default_branch && <> · <Icon name="branch" size={12} /> {plain(project.default_branch)}</>}</p>
        </div>
        <Link to={{ page: 'project', name: project.name }} className="button button-plain">{said.edit}</Link>
      </header>
      <ul className="project-places" aria-label={said.environments}>{cards.map((card) => <Place key={card.key} card={card} />)}</ul>
      <p className="project-facts">
        {project.repository_bound
          ? <span className="tone-good"><Icon name="check" size={14} /><span className="muted">{said.bound}</span></span>
          : <span className="tone-warn"><Icon name="alert" size={14} /><span>{said.unbound}</span> <Link to={{ page: 'setup' }} className="underlined">{said.connect}</Link></span>}
        <span className="muted">{said.lastDeployment}: {last ? <Link to={{ page: 'deployment', id: last.id }} className="underlined"><Ago time={last.requested_at} /></Link> : said.never}</span>
        <span className="muted">{said.applied} <Ago time={project.applied_at} /></span>
      </p>
    </li>
  );
}

export function Projects() {
  const value = useStore(board);
  useTitle(tabTitle(said.title, value));
  return (
    <main className="page" data-testid="projects">
      <header className="page-head">
        <h1>{said.title}</h1>
        <div className="page-actions">
          <Link to={{ page: 'setup' }} className="button button-plain">{said.firstSteps}</Link>
          <AddProject />
        </div>
      </header>
      {!value ? <Skeleton rows={3} tall /> : value.projects.length === 0
        ? <Empty title={said.empty}><p>{said.emptyText}</p><AddProject /><NextSteps /></Empty>
        : <ul className="panels">{groups(value).map((group) => <Row key={group.project.name} group={group} value={value} />)}</ul>}
    </main>
  );
}
