// The live log. Only the rows in sight are in the page, so a hundred thousand lines scroll like a hundred.
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useCommands } from '../live/commands';
import { go, href } from '../live/navigation';
import { complain, tell } from '../live/notices';
import { saveLog, useLog } from '../live/log';
import { usePhone } from '../live/media';
import { usePreference } from '../live/preference';
import { useZone } from '../live/times';
import { useSearch } from '../live/search';
import { bare, widest } from '../model/ansi';
import { formatLines, parseLines, picked } from '../model/line_link';
import { listing as listed, numberOf, type Listing, type Row } from '../model/listing';
import type { Query } from '../model/matcher';
import { frozen, type Section } from '../model/logbook';
import { plain, shortId } from '../model/plain';
import type { RouteOf } from '../model/route';
import { instantOf, stampOf } from '../model/stamp';
import { words } from '../words';
import { ProblemBox, Skeleton } from './Empty';
import { Icon } from './Icon';
import { LogLine } from './LogLine';
import { putLine, putWrap, useLook, wrapsBy } from './log_address';
import { useHits } from './log_hits';
import { LogSearch, LogTools, type Shown } from './LogTools';
import { useWindow } from './log_window';

const say = words.deployment.log;
const copyable = 50_000; // lines
const timeLetters = 14; // that a time takes beside a line, as in log.css
type Line = Row & { kind: 'line' };

/** A moment that a reader pointed at in the timeline: `share` says where in the attempt it lies. */
export interface Moment { step: string; attempt: number; at: number; share: number }

interface Props { route: RouteOf<'deployment'>; over: boolean; order: readonly string[]; moment: Moment | null }

const idOf = (row: Row): string => `${row.section.key}\n${row.kind === 'line' ? numberOf(row) : row.kind === 'gap' ? `gap${row.from}` : ''}`;

/** Rows far apart share a key, so that scrolling fills the elements there are with other text instead of making new ones. */
const keyOf = (row: Row): string => (row.kind === 'line' ? `${row.section.key}\n${numberOf(row) % 256}` : idOf(row));

/** The row of a moment: by when the lines were stored or the times they begin with, else by how far into the attempt it lies. */
function rowAt(list: Listing, moment: Moment): number | undefined {
  const blocks = list.blocks.filter((block) => block.section.step === moment.step && block.section.attempt === moment.attempt);
  const first = blocks[0];
  const end = blocks.at(-1);
  if (!first || !end) return undefined;
  const from = Math.min(first.start + 1, end.start + end.length - 1); // behind its heading
  const to = end.start + end.length - 1;
  let low = from;
  let high = to;
  let timed = false;
  while (low < high) {
    const middle = (low + high) >>> 1;
    let at: number | null = null;
    for (let row = middle; row <= Math.min(high, middle + 20) && at === null; ++row) {
      const line = list.row(row);
      if (line?.kind === 'line') at = line.section.times.of(numberOf(line)) ?? instantOf(line.chunk.texts[line.index] ?? '');
    }
    if (at === null) break;
    timed = true;
    if (at < moment.at) low = middle + 1;
    else high = middle;
  }
  return timed ? low : Math.round(from + (to - from) * Math.min(1, Math.max(0, moment.share)));
}

export function LogView({ route, over, order, moment }: Props) {
  const { id, step } = route;
  const { book, version, problem, loaded, complete, again } = useLog(id, over);
  const [look, setLook] = useLook(route);
  const { query, only: filter } = look;
  const zone = useZone();
  const [following, setFollowing] = useState(route.line === undefined && query.text === '');
  const [paused, setPaused] = useState<readonly Section[] | null>(null);
  const [limits, setLimits] = useState<ReadonlyMap<string, number>>(new Map());
  const phone = usePhone();
  const [ownWrap, setWrap] = usePreference('log-wrap', phone); // there, reading would mean scrolling sideways line by line
  const wrap = wrapsBy(route, ownWrap);
  const [dark, setDark] = usePreference('log-dark', false);
  const [stamps, setStamps] = usePreference('log-times', !phone); // they would leave little room there
  const [full, setFull] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const wanted = useDeferredValue(query);

  // version stands for the content of the book, which changes in place
  const newest = useMemo(() => book.ordered(order).filter((section) => !step || section.step === step), [book, version, order, step]);
  const sections = paused ?? newest;
  const search = useSearch(wanted, sections, version);
  const list = useMemo(() => listed(sections, search.finder, search.finder ? filter : 'all'), [sections, search.finder, search.found, filter]);
  const timed = stamps && sections.some((section) => section.times.any);
  const { box, first, last, places, scrolled, scrollTo } = useWindow(list, wrap, widest, timed ? timeLetters : 0, following && !paused, setFollowing);
  const since = paused ? newest.reduce((sum, each) => sum + each.lines, 0) - paused.reduce((sum, each) => sum + each.lines, 0) : null;
  const hits = useHits({
    list, on: search.finder !== null && wanted === query,
    awaited: ({ gone }) => (gone ? !complete && problem === null : search.problem !== 'gave_up'),
    top: () => (following ? 0 : places.at(box.current?.scrollTop ?? 0)),
    goTo: (row) => {
      setFollowing(false);
      scrollTo(row);
    },
  });

  // A link to a search begins with its first hit, as one that is typed does.
  useEffect(() => {
    if (query.text !== '' && route.line === undefined) hits.begin();
  }, []);

  const lines = parseLines(route.line);
  const attempt = Number(route.attempt ?? 1);
  const chosen = (row: Row): boolean => lines !== null && row.kind === 'line' && row.section.step === step && row.section.attempt === attempt && numberOf(row) >= lines.from && numberOf(row) <= lines.to;

  // A link to a line goes there once, as soon as the line is here.
  const jumped = useRef('');
  useEffect(() => {
    const goal = lines && step ? `${step} ${attempt} ${lines.from}` : '';
    if (goal === '' || goal === jumped.current || !lines || !step || !book.holds(step, attempt, lines.from)) return;
    const row = list.find(step, attempt, lines.from);
    if (row === undefined) return;
    jumped.current = goal;
    setFollowing(false);
    scrollTo(row);
  });
  const seen = useRef<Moment | null>(moment);
  useEffect(() => {
    if (!moment || seen.current === moment || moment.step !== step) return;
    const row = rowAt(list, moment);
    seen.current = moment;
    if (row === undefined) return;
    setFollowing(false);
    scrollTo(row);
    const line = list.row(row);
    if (moment.at === 0 || line?.kind !== 'line') return; // a whole attempt is no line
    jumped.current = `${moment.step} ${moment.attempt} ${numberOf(line)}`;
    putLine(id, { step: moment.step, ...(moment.attempt > 1 && { attempt: String(moment.attempt) }), line: String(numberOf(line)) });
  });

  const { step: _step, attempt: _attempt, line: _line, ...whole } = route;
  const linkTo = useCallback((row: Line): Omit<RouteOf<'deployment'>, 'line'> => {
    const { line: _, attempt: __, ...rest } = route;
    return { ...rest, step: row.section.step, ...(row.section.attempt > 1 ? { attempt: String(row.section.attempt) } : {}) };
  }, [route]);
  const link = useCallback((row: Line): string => href({ ...linkTo(row), line: String(numberOf(row)) }), [linkTo]);
  const onNumber = useCallback((row: Line, extend: boolean): void => {
    const same = row.section.step === step && row.section.attempt === attempt;
    const range = picked(same ? parseLines(route.line) : null, numberOf(row), extend);
    jumped.current = `${row.section.step} ${row.section.attempt} ${range.from}`;
    setFollowing(false);
    go({ ...linkTo(row), line: formatLines(range) }, 'replace');
  }, [linkTo, route.line, step, attempt]);
  const onMore = useCallback((row: Line): void => setLimits((old) => new Map(old).set(idOf(row), (old.get(idOf(row)) ?? widest) * 4)), []);

  useCommands([
    { id: 'log-search', title: say.search, run: () => input.current?.focus() },
    ...(query.text === '' ? [] : [{ id: 'log-next', title: say.next, key: 'n', run: () => hits.move(1) }, { id: 'log-previous', title: say.previous, key: 'N', run: () => hits.move(-1) }]),
  ]);

  const copy = async (): Promise<void> => {
    const texts: string[] = [];
    if (!lines && list.lines > copyable) return complain({ title: say.tooMuch, status: 0, detail: say.tooMuchNext });
    for (let at = 0; at < list.length; ++at) {
      const row = list.row(at);
      if (row?.kind === 'line' && (!lines || chosen(row))) texts.push(bare(row.chunk.texts[row.index] ?? ''));
    }
    try {
      await navigator.clipboard.writeText(`${texts.join('\n')}\n`);
      tell(say.copied(texts.length));
    } catch {
      complain({ title: say.notCopied, status: 0 });
    }
  };

  const save = async (): Promise<void> => {
    const saved = await saveLog(id, step, `${shortId(id).replace('…', '-')}${step ? `-${step.replace(/[^\w.-]+/g, '-')}` : ''}.log`);
    if (!saved.ok) complain(saved.problem);
  };

  const typed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && full) setFull(false);
    else if (event.key === 'F3' && query.text !== '') hits.move(event.shiftKey ? -1 : 1);
    else if (event.target !== box.current || event.metaKey || event.ctrlKey || event.altKey) return;
    else if (event.key === '/') input.current?.focus();
    else if (event.key === 'n') hits.move(1);
    else if (event.key === 'N') hits.move(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const change = (next: Partial<Shown>): void => {
    if (next.wrap !== undefined) {
      setWrap(next.wrap);
      putWrap(id, next.wrap);
    }
    if (next.dark !== undefined) setDark(next.dark);
    if (next.stamps !== undefined) setStamps(next.stamps);
    if (next.full !== undefined) setFull(next.full);
  };
  const ask = (next: Query): void => {
    setLook({ query: next, only: next.text === '' ? 'all' : filter });
    hits.begin();
  };
  const follow = (next: boolean): void => {
    if (next) setPaused(null);
    hits.stay();
    setFollowing(next);
    if (next && box.current) box.current.scrollTop = box.current.scrollHeight;
  };

  const rows = [];
  let hasStamps = sections.some((section) => section.times.any);
  for (let at = first; at < last; ++at) {
    const row = list.row(at);
    if (!row) continue;
    hasStamps ||= row.kind === 'line' && stampOf(row.chunk.texts[row.index] ?? '') !== null;
    rows.push(row);
  }
  const key = hits.row === undefined ? null : list.row(hits.row);
  const empty = search.finder && filter !== 'all' ? (search.searching ? say.searching : filter === 'hits' ? say.notFound : say.onlyOthers) : over ? (step ? say.emptyStep : say.empty) : say.waiting;

  return (
    <section className={full ? 'log log-full' : 'log'} aria-label={say.title} data-testid="log" data-lines={book.lines} data-complete={complete} onKeyDown={typed}>
      <header>
        {step && <button type="button" className="chip" onClick={() => go(whole, 'replace')} aria-label={say.only(plain(step))}><span>{plain(step)}</span><Icon name="close" size={12} /></button>}
        <LogSearch input={input} query={query} search={search} filter={filter} at={hits.row === undefined ? 0 : list.hitsBefore(hits.row) + 1} all={list.hits} onQuery={ask} onFilter={(only) => setLook({ query, only })} onMove={hits.move} />
        <span className="muted number log-count">{say.count(list.lines)}</span>
        <LogTools shown={{ wrap, dark, stamps, full }} onShown={change} hasStamps={hasStamps} over={over} following={following && !paused} onFollow={follow}
          paused={since} onPause={(pause) => setPaused(pause ? frozen(newest) : null)}
          chosen={lines !== null} onCopy={() => void copy()} onDownload={() => void save()} />
      </header>
      {problem && loaded && <ProblemBox problem={problem} retry={again} />}
      <div className={wrap ? 'log-box log-wrap' : 'log-box'} data-ground={dark ? 'dark' : undefined} ref={box} onScroll={scrolled} onWheel={hits.stay} onTouchMove={hits.stay} tabIndex={0} role="log" aria-live="off" aria-label={say.lines}>
        {list.length === 0 && (loaded ? <p className="log-empty">{problem ? '' : empty}</p> : <Skeleton rows={6} />)}
        <div className="log-lines" style={{ height: places.height }}>
          <div className="log-rows" style={{ transform: `translateY(${places.top(first)}px)` }}>
            {rows.map((row) => (
              <LogLine key={keyOf(row)} row={row} version={row.section.epoch} chosen={chosen(row)} current={key?.kind === 'line' && row.kind === 'line' && key.chunk === row.chunk && key.index === row.index} limit={limits.get(idOf(row)) ?? widest}
                stamps={hasStamps ? stamps : null} zone={zone} matcher={search.finder && filter !== 'others' ? search.finder.matcher : null} loading={!complete} link={link} onNumber={onNumber} onMore={onMore} />
            ))}
          </div>
        </div>
      </div>
    </section>
  );
}
