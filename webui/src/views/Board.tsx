// The board: every project and environment at a glance, and what happened last.
import { memo, startTransition, Suspense, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { board as liveBoard } from '../live/feed';
import { useTitle } from '../live/clock';
import { useCommands } from '../live/commands';
import { go } from '../live/navigation';
import { newestMoment } from '../live/past';
import { useStore } from '../live/store';
import { arrange, narrowed, viewOf, type Filter, type Section } from '../model/arrange';
import { cardBook, cardsOf, healthWords, summary, tabTitle, type Card as CardModel, type Summary } from '../model/cards';
import { plain, safeLink } from '../model/plain';
import type { Board as BoardState } from '../wire/types';
import { words } from '../words';
import { BoardTools, Views } from '../parts/BoardTools';
import { Button, Link } from '../parts/Button';
import { Empty, Skeleton } from '../parts/Empty';
import { EnvironmentName } from '../parts/EnvironmentName';
import { Icon } from '../parts/Icon';
import { later } from '../parts/Later';
import { NearCards } from '../parts/Near';
import { NextSteps, WebhookStep } from '../parts/NextSteps';
import { NothingFound } from '../parts/NothingFound';
import { Recent } from '../parts/Recent';

const Matrix = later(() => import('./Matrix').then(({ Matrix: view }) => view));
const Wall = later(() => import('./Wall').then(({ Wall: view }) => view));

const said = words.board;
const recent = 14;
const firstCards = 12; // drawn at once, without waiting to be seen
const sectionHeight = 280; // px at least, so that those of the first window are known; the rest follows when these stand
const roomy = 6; // up to so many environments, a lone one of its project gets the whole width

function Repository({ address }: { address: string }) {
  const link = safeLink(address);
  const text = plain(address.replace(/^https?:\/\//, '').replace(/\.git$/, ''));
  return link ? <a className="repository" href={link} target="_blank" rel="noreferrer">{text}</a> : <span className="repository">{text}</span>;
}

/** Figures that are links to what they count. */
function Facts({ facts, filter }: { facts: Summary; filter: Filter }) {
  return (
    <p className="facts">
      <span>{said.environments(facts.environments)}</span>
      {facts.active > 0 && <Link className="tone-busy" to={{ ...filter, state: 'active' }}>{said.deploying(facts.active)}</Link>}
      {facts.attention > 0 && <Link className="tone-bad" to={{ ...filter, state: 'trouble' }}>{said.toLookAt(facts.attention)}</Link>}
      <Link className={facts.nodesDown > 0 ? 'tone-bad' : undefined} to={{ page: 'nodes' }}>{facts.nodesUp + facts.nodesDown === 0 ? said.nodes(facts.nodes) : said.nodesHealthy(healthWords(facts.nodesUp, facts.nodesDown, facts.nodes))}</Link>
    </p>
  );
}

interface GroupProps { section: Section; first: boolean; whole: boolean; wide: boolean; readOnly: boolean }

const sameSection = (a: Section, b: Section | undefined): boolean => a.key === b?.key && a.project === b.project && a.title === b.title && a.cards.length === b.cards.length && a.cards.every((card, index) => card === b.cards[index]);

/** Drawn again only when one of its cards has changed. */
const Group = memo(function Group({ section, first, whole, wide, readOnly }: GroupProps) {
  const { title, project, environment, cards } = section;
  const unbound = project && !project.repository_bound && cards.every((card) => card.environment.outcomes.length === 0);
  return (
    <section className="group" data-testid={`group:${section.key}`}>
      <header>
        <h2>{environment === undefined ? title : <EnvironmentName name={environment} />}</h2>
        {project ? <Repository address={project.url_seen ?? project.repository} /> : <span className="muted number">{cards.length}</span>}
      </header>
      {unbound && <div className="callout tone-quiet"><Icon name="branch" /><div><strong>{said.unbound}</strong><WebhookStep /></div></div>}
      {cards.length === 0 ? <p className="muted">{said.noEnvironments}</p> : blocks(cards).map((block, index) => (
        <NearCards key={index} cards={block} first={first && index === 0} whole={whole} wide={wide && cards.length === 1 && (cards[0]?.nodes.length ?? 0) <= 8} readOnly={readOnly} />
      ))}
    </section>
  );
}, (a, b) => sameSection(a.section, b.section) && a.first === b.first && a.whole === b.whole && a.wide === b.wide && a.readOnly === b.readOnly);

const noNames: readonly string[] = [];
const partSize = 16; // sections

const parts = (sections: readonly Section[]): Section[][] => Array.from({ length: Math.ceil(sections.length / partSize) }, (_, index) => sections.slice(index * partSize, (index + 1) * partSize));

/** A stretch of the board: away from the window neither this page nor the browser does anything for it. */
const Part = memo(function Part({ sections, first, wide, readOnly }: { sections: readonly Section[]; first: boolean; wide: boolean; readOnly: boolean }) {
  let drawn = 0;
  return (
    <div className="board-part" style={{ containIntrinsicHeight: `auto ${sections.length * sectionHeight}px` }}>
      {sections.map((section) => {
        const soon = first && drawn < firstCards;
        drawn += section.cards.length;
        return <Group key={section.key} section={section} first={soon} whole={section.project === undefined} wide={wide} readOnly={readOnly} />;
      })}
    </div>
  );
}, (a, b) => a.sections.length === b.sections.length && a.sections.every((section, index) => sameSection(section, b.sections[index])) && a.first === b.first && a.wide === b.wide && a.readOnly === b.readOnly);

const blockSize = 12; // whole rows in two, three, four and six columns

const blocks = (cards: readonly CardModel[]): CardModel[][] => Array.from({ length: Math.ceil(cards.length / blockSize) }, (_, index) => cards.slice(index * blockSize, (index + 1) * blockSize));

/** The first paint does not wait for what is below the window. */
function useAll(): boolean {
  const [all, setAll] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setTimeout(() => startTransition(() => setAll(true))));
    return () => cancelAnimationFrame(frame);
  }, []);
  return all;
}

/** A board of any time; `readOnly` when it is past, because nothing can be done there. */
export function BoardView({ value, filter: asked, readOnly = false }: { value: BoardState; filter: Filter; readOnly?: boolean }) {
  const [past] = useState(cardBook);
  const book = readOnly ? past : cardsOf;
  const all = useAll();
  const filter = useDeferredValue(asked);
  const cards = useMemo(() => book(value), [book, value]);
  const projects = useMemo(() => value.projects.map(({ name }) => name), [value.projects]);
  const names = useMemo(() => [...new Set(cards.filter((card) => !asked.project || card.environment.project === asked.project).map((card) => card.environment.name))].sort(), [cards, asked.project]);
  const view = viewOf(filter);
  const shown = useMemo(() => narrowed(cards, filter), [cards, filter]);
  const sections = useMemo(() => (view === 'cards' ? arrange(shown, value.projects, filter) : []), [shown, value.projects, filter, view]);
  if (view === 'wall') return <Suspense fallback={null}><Wall cards={shown} filter={asked} all={cards.length} /></Suspense>;
  const none = value.projects.length === 0;
  return (
    <main className="page page-board" data-testid="board" data-position={value.position}>
      <header className="page-head"><h1>{said.title}</h1>{!none && <Facts facts={summary(value)} filter={filter} />}{!none && <Views filter={asked} />}{!none && !readOnly && <Button className="past-open" onClick={() => travel(asked)} aria-label={words.past.open} title={`${words.past.openTip} (t)`} data-testid="time-travel"><Icon name="rewind" size={14} /><span>{words.past.open}</span></Button>}</header>
      {none ? <Empty title={said.empty}><NextSteps /></Empty> : (
        <>
          <BoardTools filter={asked} projects={all ? projects : noNames} environments={all ? names : noNames} shown={shown.length} all={cards.length} />
          <div className={view === 'cards' && value.deployments.length > 0 ? 'board-columns' : undefined}>
            <div className="board-groups">
              {view === 'matrix' && <Suspense fallback={<Skeleton rows={8} />}><Matrix cards={shown} filter={filter} /></Suspense>}
              {parts(all ? sections : sections.slice(0, Math.ceil(innerHeight / sectionHeight))).map((part, index) => <Part key={part[0]?.key} sections={part} first={index === 0} wide={cards.length <= roomy} readOnly={readOnly} />)}
              {shown.length === 0 && sections.length === 0 && <NothingFound filter={filter} />}
            </div>
            {view === 'cards' && value.deployments.length > 0 && <Recent rows={value.deployments.slice(0, recent)} />}
          </div>
        </>
      )}
    </main>
  );
}

/** To the newest moment of the past: from there the slider goes back. */
const travel = (filter: Filter): void => go({ ...filter, at: newestMoment() });

export function Board({ filter }: { filter: Filter }) {
  const value = useStore(liveBoard);
  useTitle(tabTitle(said.title, value));
  useCommands([{ id: 'past', title: words.past.open, detail: words.past.openTip, key: 't', run: () => travel(filter) }]);
  return value ? <BoardView value={value} filter={filter} /> : <main className="page page-board"><Skeleton rows={6} tall /></main>;
}
