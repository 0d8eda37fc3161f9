// Everything that can be done with a log, in one bar: search and its matches on the left, how it is shown on the right.
import type { KeyboardEvent, RefObject } from 'react';
import type { Filter } from '../model/listing';
import type { Query } from '../model/matcher';
import type { Search } from '../live/search';
import { words } from '../words';
import { Button } from './Button';
import { Icon, type Sign } from './Icon';

const say = words.deployment.log;

interface ToggleProps { sign: Sign | 'clock'; label: string; on: boolean; onChange: (on: boolean) => void; testid?: string }

function Toggle({ sign, label, on, onChange, testid }: ToggleProps) {
  return <Button kind="ghost" className="square log-toggle" aria-pressed={on} aria-label={label} title={label} onClick={() => onChange(!on)} data-testid={testid}><Icon name={sign} size={14} /></Button>;
}

interface SearchProps {
  input: RefObject<HTMLInputElement | null>;
  query: Query;
  search: Search;
  filter: Filter;
  at: number; // which match, from 1; 0: none
  all: number;
  onQuery: (query: Query) => void;
  onFilter: (filter: Filter) => void;
  onMove: (by: 1 | -1) => void;
}

export function LogSearch({ input, query, search, filter, at, all, onQuery, onFilter, onMove }: SearchProps) {
  const problem = search.problem === 'none' ? null : { unreadable: say.unreadable, slow: say.slow, gave_up: say.gaveUp }[search.problem];
  const typed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') onMove(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && query.text !== '') onQuery({ ...query, text: '' });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="log-search" role="search">
      <label className={problem ? 'log-field log-field-bad' : 'log-field'} title={problem ?? undefined}>
        <Icon name="search" size={14} />
        <input ref={input} type="search" placeholder={say.search} aria-label={say.search} aria-invalid={problem !== null} value={query.text} spellCheck={false} autoComplete="off" autoCapitalize="none"
          onChange={(event) => onQuery({ ...query, text: event.target.value })} onKeyDown={typed} data-testid="log-search" />
      </label>
      <button type="button" className="log-letter" aria-pressed={query.regex} title={say.regex} aria-label={say.regex} onClick={() => onQuery({ ...query, regex: !query.regex })}>{say.regexSign}</button>
      <button type="button" className="log-letter" aria-pressed={query.matchCase} title={say.matchCase} aria-label={say.matchCase} onClick={() => onQuery({ ...query, matchCase: !query.matchCase })}>{say.matchCaseSign}</button>
      {query.text !== '' && (
        <>
          <span className={`log-hits number ${problem ? 'tone-bad' : 'muted'}`} role="status" data-testid="log-hits">{problem ?? say.hits(at, all, search.searching)}</span>
          <span className="log-moves">
            <Button kind="ghost" className="square log-toggle" aria-label={say.previous} title={say.previousKeys} disabled={all === 0} onClick={() => onMove(-1)}><Icon name="up" size={14} /></Button>
            <Button kind="ghost" className="square log-toggle" aria-label={say.next} title={say.nextKeys} disabled={all === 0} onClick={() => onMove(1)}><Icon name="down" size={14} /></Button>
          </span>
          <select className="log-filter" aria-label={say.filter} value={filter} onChange={(event) => onFilter(event.target.value as Filter)}>
            {(['all', 'hits', 'others'] as const).map((kind) => <option key={kind} value={kind}>{say.filters[kind]}</option>)}
          </select>
        </>
      )}
    </div>
  );
}

export interface Shown { wrap: boolean; dark: boolean; stamps: boolean; full: boolean }

interface ToolsProps {
  shown: Shown;
  onShown: (change: Partial<Shown>) => void;
  hasStamps: boolean;
  over: boolean;
  following: boolean;
  onFollow: (follow: boolean) => void;
  paused: number | null; // lines that came since
  onPause: (pause: boolean) => void;
  chosen: boolean; // lines are chosen by a link
  onCopy: () => void;
  onDownload: () => void;
}

export function LogTools({ shown, onShown, hasStamps, over, following, onFollow, paused, onPause, chosen, onCopy, onDownload }: ToolsProps) {
  return (
    <div className="log-tools">
      {!over && (
        <Button kind={paused === null ? 'ghost' : 'plain'} className={paused === null ? 'square log-toggle' : ''} aria-pressed={paused !== null} onClick={() => onPause(paused === null)} title={paused === null ? say.pause : say.resume} aria-label={paused === null ? say.pause : undefined} data-testid="log-pause">
          <Icon name="pause" size={14} />{paused !== null && <span>{say.paused(paused)}</span>}
        </Button>
      )}
      <Button kind={following && !over ? 'plain' : 'ghost'} className={over ? 'square log-toggle' : ''} aria-pressed={over ? undefined : following} aria-label={over ? say.toEnd : undefined} title={over ? say.toEnd : undefined} onClick={() => onFollow(over || !following)} data-testid="log-follow">
        <Icon name="end" size={14} />{!over && say.follow}
      </Button>
      <span className="log-rule" aria-hidden="true" />
      <Toggle sign="wrap" label={say.wrap} on={shown.wrap} onChange={(wrap) => onShown({ wrap })} testid="log-wrap" />
      {hasStamps && <Toggle sign="clock" label={say.stamps} on={shown.stamps} onChange={(stamps) => onShown({ stamps })} />}
      <Toggle sign="moon" label={say.dark} on={shown.dark} onChange={(dark) => onShown({ dark })} />
      <Button kind="ghost" className="square log-toggle" aria-label={chosen ? say.copyRange : say.copy} title={chosen ? say.copyRange : say.copy} onClick={onCopy}><Icon name="copy" size={14} /></Button>
      <Button kind="ghost" className="square log-toggle" aria-label={say.download} title={say.download} onClick={onDownload} data-testid="log-download"><Icon name="download" size={14} /></Button>
      <Toggle sign={shown.full ? 'shrink' : 'expand'} label={shown.full ? say.leaveFull : say.full} on={shown.full} onChange={(full) => onShown({ full })} />
    </div>
  );
}
