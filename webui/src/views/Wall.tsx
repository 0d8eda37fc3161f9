// The board for a screen on the wall: no frame, the worst first, as large as fits; Escape leaves it.
import { memo, useEffect, useRef, useState } from 'react';
import { useTold } from '../live/clock';
import { useCommands } from '../live/commands';
import { go } from '../live/navigation';
import { useAwake } from '../live/wakelock';
import { useZone } from '../live/times';
import { worstFirst, type Filter } from '../model/arrange';
import { healthWords, troubled, type Card } from '../model/cards';
import { plain } from '../model/plain';
import { look, type Shape, type Tone } from '../model/status';
import { shortClock } from '../model/time';
import { fit } from '../model/wall';
import { words } from '../words';
import { Button, Link } from '../parts/Button';
import { Hash, Subject } from '../parts/Commit';
import { Connection } from '../parts/Connection';
import { Empty } from '../parts/Empty';
import { EnvironmentName } from '../parts/EnvironmentName';
import { Icon } from '../parts/Icon';
import { NextSteps } from '../parts/NextSteps';
import { NothingFound } from '../parts/NothingFound';
import { Ago, Took } from '../parts/Time';

const said = words.board.wall;

const Tile = memo(function Tile({ card }: { card: Card }) {
  const { environment, status, running, up, down, nodes } = card;
  const { shape, tone, word } = look(status);
  const version = running ?? environment.current;
  const ill = down.length > 0;
  const to = running?.id ?? environment.current?.deployment ?? environment.last_deployment;
  return (
    <li className={`tile tone-${ill && tone === 'good' ? 'bad' : tone}`} data-card data-status={status ?? 'none'}>
      <p className="tile-where">{plain(environment.project)}</p>
      <h2><Link to={to ? { page: 'deployment', id: to } : { page: 'history', project: environment.project, environment: environment.name }}><EnvironmentName name={environment.name} /></Link></h2>
      <p className="tile-state"><Icon name={shape} /><span>{word}</span>{running && <Took from={environment.lock?.since} to={undefined} />}</p>
      <p className="tile-what">{version ? <><Hash commit={version.commit} /><Subject commit={version.commit} message={version.message} /></> : said.nothing}</p>
      <p className="tile-end">
        <span className={ill ? 'tile-ill' : undefined}>{environment.current && nodes.length > 0 ? healthWords(up, down.length, nodes.length) : ''}</span>
        {!running && environment.current && <Ago time={environment.current.since} />}
      </p>
    </li>
  );
});

const toggleFull = (): void => void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => undefined); // a browser may forbid it

function useSize(): readonly [React.RefObject<HTMLUListElement | null>, { width: number; height: number }] {
  const element = useRef<HTMLUListElement>(null);
  const [size, setSize] = useState({ width: innerWidth, height: innerHeight });
  useEffect(() => {
    if (!element.current) return;
    const watch = new ResizeObserver(([entry]) => entry && setSize({ width: entry.contentRect.width, height: entry.contentRect.height }));
    watch.observe(element.current);
    return () => watch.disconnect();
  }, []);
  return [element, size];
}

interface Verdict { tone: Tone; shape: Shape; text: string }

/** What stands above all: green only where there is something, and nothing on it says otherwise. */
function verdict(cards: readonly Card[]): Verdict {
  const bad = cards.filter(troubled).length;
  const noted = cards.filter(({ status }) => look(status).tone === 'warn').length;
  if (cards.length === 0) return { tone: 'quiet', shape: 'empty', text: said.empty };
  if (bad > 0) return { tone: 'bad', shape: 'alert', text: words.board.toLookAt(bad) };
  if (noted > 0) return { tone: 'warn', shape: 'alert', text: said.noted(noted) };
  return { tone: 'good', shape: 'check', text: said.allWell };
}

export function Wall({ cards, filter, all }: { cards: readonly Card[]; filter: Filter; all: number }) {
  const [element, { width, height }] = useSize();
  const zone = useZone();
  const time = useTold((now) => shortClock(now, zone));
  useAwake();
  useCommands([{ id: 'full', title: said.full, key: 'f', run: toggleFull }]);
  const leave = (): void => go({ ...filter, view: undefined });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) leave();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  });

  const { columns, rows, shown } = fit(cards.length, width, height);
  const sorted = worstFirst(cards);
  const rest = sorted.slice(shown);
  const { tone, shape, text } = verdict(cards);
  return (
    <main className="wall" data-testid="wall">
      <header>
        <h1 className={`tone-${tone}`}><Icon name={shape} />{text}</h1>
        <span className="muted">{words.board.environments(cards.length)}</span>
        <Connection />
        <time className="wall-clock">{time}</time>
        <span className="wall-tools">
          {document.fullscreenEnabled && <Button kind="ghost" className="square" onClick={toggleFull} aria-label={said.full} title={`${said.full} (f)`}><Icon name="expand" /></Button>}
          <Button kind="ghost" className="square" onClick={leave} aria-label={said.leave} title={said.leave} data-testid="leave"><Icon name="close" /></Button>
        </span>
      </header>
      {cards.length === 0 && (all > 0 ? <NothingFound filter={filter} /> : <Empty title={words.board.empty}><NextSteps /></Empty>)}
      <ul ref={element} className="wall-tiles" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))` }}>
        {sorted.slice(0, shown).map((card) => <Tile key={card.key} card={card} />)}
        {rest.length > 0 && <li className="tile tile-rest"><h2>{said.more(rest.length)}</h2><p className="tile-state">{said.rest(rest.filter(troubled).length)}</p></li>}
      </ul>
    </main>
  );
}
