// The live log: only the rows in sight are in the page, so ten thousand lines scroll like ten.
import { useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { rawLog } from '../live/api';
import { useLog } from '../live/log';
import { listing } from '../model/logbook';
import { count, plain } from '../model/plain';
import { Button } from './Button';
import { Skeleton } from './Empty';
import { Icon } from './Icon';
import { LogLine } from './LogLine';

const rowHeight = 20; // px, as in log.css
const spare = 12; // rows above and below what is in sight

interface Props { id: string; over: boolean; order: readonly string[]; step: string | undefined; onAll: () => void }

export function LogView({ id, over, order, step, onAll }: Props) {
  const { book, version, problem, loaded } = useLog(id, over);
  const [search, setSearch] = useState('');
  const [following, setFollowing] = useState(!over);
  const [view, setView] = useState({ top: 0, height: 600 });
  const box = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const wanted = useDeferredValue(search);

  // version stands for the content of the book, which changes in place
  const rows = useMemo(
    () => listing(book.ordered(order).filter((section) => !step || section.step === step), wanted),
    [book, version, order, step, wanted],
  );

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void => setView((old) => ({ ...old, height: element.clientHeight }));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !following) return;
    element.scrollTop = element.scrollHeight;
    lastTop.current = element.scrollTop;
  }, [rows, following]);

  const scrolled = (): void => {
    const element = box.current;
    if (!element) return;
    const top = element.scrollTop;
    const atEnd = element.scrollHeight - top - element.clientHeight < rowHeight;
    if (top < lastTop.current - 2 && !atEnd) setFollowing(false);
    else if (atEnd && !over) setFollowing(true);
    lastTop.current = top;
    setView({ top, height: element.clientHeight });
  };

  const first = Math.max(0, Math.floor(view.top / rowHeight) - spare);
  const last = Math.min(rows.length, Math.ceil((view.top + view.height) / rowHeight) + spare);
  const visible = [];
  for (let at = first; at < last; ++at) {
    const row = rows.row(at);
    if (row) visible.push(<LogLine key={at} row={row} top={at * rowHeight} version={version} />);
  }

  return (
    <section className="log" aria-label="Log" data-testid="log">
      <header>
        <h2>Log</h2>
        {step && <button type="button" className="chip" onClick={onAll} aria-label={`Only ${plain(step)}: show all steps`}>{plain(step)}<Icon name="close" size={12} /></button>}
        <label className="log-search">
          <Icon name="search" size={14} />
          <input type="search" placeholder="Filter lines" aria-label="Filter lines" value={search} onChange={(event) => setSearch(event.target.value)} />
        </label>
        <span className="muted number log-count">{count(book.lines, 'line')}</span>
        <a className="button button-ghost" href={rawLog(id)} target="_blank" rel="noreferrer" title="The whole log as text">Raw</a>
        {!over && (
          <Button kind={following ? 'plain' : 'ghost'} aria-pressed={following} onClick={() => setFollowing(!following)}>
            <Icon name="down" size={14} />Follow
          </Button>
        )}
      </header>
      <div className="log-box" ref={box} onScroll={scrolled} tabIndex={0} role="log" aria-live="off" aria-label="Log lines">
        {rows.length === 0 && (loaded ? (
          <p className="log-empty">{problem ? problem.title : wanted ? 'No line holds this.' : over ? 'This deployment wrote no log.' : 'Waiting for the first line…'}</p>
        ) : <Skeleton rows={6} />)}
        <div className="log-lines" style={{ height: rows.length * rowHeight }}>{visible}</div>
      </div>
    </section>
  );
}
