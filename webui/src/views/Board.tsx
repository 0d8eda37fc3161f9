// The board: every project and environment at a glance, and what happened last.
import { board } from '../live/feed';
import { useTitle } from '../live/clock';
import { useStore } from '../live/store';
import { groups, healthWords, summary, tabTitle, type Group, type Summary } from '../model/cards';
import { plain, safeLink, count } from '../model/plain';
import { Link } from '../parts/Button';
import { Card } from '../parts/Card';
import { Empty, Skeleton } from '../parts/Empty';
import { Icon } from '../parts/Icon';
import { NextSteps, WebhookStep } from '../parts/NextSteps';
import { Rows } from '../parts/Rows';

const recent = 12;

function Repository({ address }: { address: string }) {
  const link = safeLink(address);
  const text = plain(address.replace(/^https?:\/\//, '').replace(/\.git$/, ''));
  return link ? <a className="repository" href={link} target="_blank" rel="noreferrer">{text}</a> : <span className="repository">{text}</span>;
}

function Facts({ facts }: { facts: Summary }) {
  return (
    <p className="facts">
      <span>{count(facts.environments, 'environment')}</span>
      {facts.active > 0 && <span className="tone-busy">{facts.active} deploying</span>}
      {facts.attention > 0 && <span className="tone-bad">{facts.attention} to look at</span>}
      <span className={facts.nodesDown > 0 ? 'tone-bad' : undefined}>{facts.nodesUp + facts.nodesDown === 0 ? count(facts.nodes, 'node') : `nodes ${healthWords(facts.nodesUp, facts.nodesDown, facts.nodes)}`}</span>
    </p>
  );
}

function ProjectGroup({ group }: { group: Group }) {
  const { project, cards } = group;
  return (
    <section className="group">
      <header>
        <h2>{plain(project.name)}</h2>
        <Repository address={project.url_seen ?? project.repository} />
      </header>
      {!project.repository_bound && cards.every((card) => card.environment.outcomes.length === 0) && (
        <div className="callout tone-quiet"><Icon name="branch" /><div><strong>No signed push has come from this repository yet</strong><WebhookStep /></div></div>
      )}
      <div className="cards">{cards.map((card) => <Card key={card.key} card={card} project={project} wide={cards.length === 1 && card.nodes.length <= 8} />)}</div>
    </section>
  );
}

export function Board() {
  const value = useStore(board);
  useTitle(tabTitle('Board', value));
  if (!value) return <main className="page"><Skeleton rows={3} tall /></main>;
  const all = groups(value);
  return (
    <main className="page" data-testid="board">
      <header className="page-head"><h1>Board</h1>{all.length > 0 && <Facts facts={summary(value)} />}</header>
      {all.length === 0 ? <Empty title="From here to the first deployment"><NextSteps /></Empty> : all.map((group) => <ProjectGroup key={group.project.name} group={group} />)}
      {value.deployments.length > 0 && (
        <section className="recent">
          <header><h2>Recent deployments</h2><Link to={{ page: 'history' }}>All</Link></header>
          <Rows rows={value.deployments.slice(0, recent)} testid="recent" />
        </section>
      )}
    </main>
  );
}
