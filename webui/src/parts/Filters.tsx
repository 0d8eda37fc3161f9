// The bar of filters above a list: text, choices and a period. All of it lives in the address; on a phone it folds away.
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useZone } from '../live/times';
import { fieldOf, ofField, presetOf, presets, type Period, type Preset } from '../model/period';
import { words } from '../words';
import { Button } from './Button';
import { Choice } from './Choice';
import { Icon } from './Icon';

const said = words.records;
const typing = 300; // ms without a key before the list is asked

/** What one types reaches the address when one pauses, and at once with Enter. */
export function TextFilter({ label, value, onChange }: { label: string; value: string | undefined; onChange: (value: string) => void }) {
  const [text, setText] = useState(value ?? '');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(value ?? ''), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (next: string, wait: number): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => next !== (value ?? '') && onChange(next), wait);
  };
  return (
    <label className="text-filter">
      <Icon name="search" size={14} />
      <input
        type="search" value={text} placeholder={label} aria-label={label} data-search spellCheck={false} autoComplete="off"
        onChange={(event) => tell(event.target.value, typing)}
        onKeyDown={(event) => event.key === 'Enter' && tell(text, 0)}
      />
    </label>
  );
}

/** A whole name, with those that are known as suggestions: half a name would find nothing, so it waits for Enter or a choice. */
export function NameFilter({ label, value, known, onChange }: { label: string; value: string | undefined; known: readonly string[]; onChange: (value: string) => void }) {
  const [text, setText] = useState(value ?? '');
  const id = useId();
  useEffect(() => setText(value ?? ''), [value]);
  const tell = (next: string): void => {
    if (next.trim() !== (value ?? '')) onChange(next.trim());
  };
  const type = (next: string): void => {
    setText(next);
    if (next === '' || known.includes(next)) tell(next);
  };
  return (
    <label className={value ? 'choice choice-name choice-made' : 'choice choice-name'}>
      <span>{label}</span>
      <input
        type="search" list={id} value={text} placeholder={said.anybody} spellCheck={false} autoComplete="off"
        onChange={(event) => type(event.target.value)} onBlur={() => tell(text)} onKeyDown={(event) => event.key === 'Enter' && tell(text)}
      />
      <datalist id={id}>{known.map((name) => <option key={name} value={name} />)}</datalist>
    </label>
  );
}

const custom = 'custom';

/** A preset, or two instants by the clock that the reader has chosen. `open`: any time is a choice, too; `usual`: the preset that nobody has to choose. */
export function PeriodChoice({ period, offered = presets, open = true, usual, onChoose }: { period: Period; offered?: readonly Preset[]; open?: boolean; usual?: Preset; onChoose: (period: Required<Period>) => void }) {
  const zone = useZone();
  const preset = presetOf(period);
  const [wide, setWide] = useState(false);
  const set = !preset && Boolean(period.from || period.to);
  const choose = (value: string): void => {
    setWide(value === custom);
    if (value !== custom) onChoose({ last: value, from: '', to: '' });
  };
  const instant = (key: 'from' | 'to') => (
    <label className="choice choice-time">
      <span>{said[key]}</span>
      <input type="datetime-local" value={fieldOf(period[key], zone)} onChange={(event) => onChoose({ from: '', to: '', ...(period.from && { from: period.from }), ...(period.to && { to: period.to }), [key]: ofField(event.target.value, zone) ?? '', last: '' })} />
    </label>
  );
  return (
    <>
      <Choice
        label={said.time} value={preset ?? (set || wide ? custom : undefined)} {...(open && { all: said.any })} {...(usual && { usual })}
        options={[...offered.map((each): [string, string] => [each, said.periods[each]]), [custom, said.custom]]} onChoose={choose}
      />
      {(set || (wide && !preset)) && <>{instant('from')}{instant('to')}</>}
    </>
  );
}

/** `first` stays in sight on a phone, the rest is behind a button that says how many filters are set. */
export function FilterBar({ first, set, onClear, children, end }: { first?: ReactNode; set: number; onClear: () => void; children: ReactNode; end?: ReactNode }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={open ? 'filters filters-open' : 'filters'} role="search">
      {first}
      <Button className="filters-toggle" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}><Icon name="filter" size={14} />{said.filtersOf(set)}</Button>
      <div className="filters-more" id={id}>
        {children}
        {set > 0 && <Button kind="ghost" onClick={onClear} data-testid="clear-filters">{said.clear}</Button>}
      </div>
      {end}
    </div>
  );
}
