// One choice out of few: a list that opens, and a row where all are seen.
import type { ReactNode } from 'react';
import { plain } from '../model/plain';
import type { Route } from '../model/route';
import { Link } from './Button';

interface ChoiceProps { label: string; value: string | undefined; all?: string; options: readonly (readonly [value: string, name: string])[]; onChoose: (value: string) => void; usual?: string; testid?: string }

/** `all`: the name of no choice; without it one is always chosen, and `usual` is the one that needs no notice. What an address asks for and the list has not is shown all the same. */
export function Choice({ label, value, all, options, onChoose, usual, testid }: ChoiceProps) {
  return (
    <label className={value && value !== usual ? 'choice choice-made' : 'choice'}>
      <span>{label}</span>
      <select value={value ?? ''} onChange={(event) => onChoose(event.target.value)} data-testid={testid}>
        {all !== undefined && <option value="">{all}</option>}
        {value && options.every(([key]) => key !== value) && <option value={value}>{plain(value)}</option>}
        {options.map(([key, name]) => <option key={key} value={key}>{name}</option>)}
      </select>
    </label>
  );
}

/** Places of which one is the present one. */
export function Segments({ label, segments }: { label: string; segments: readonly { to: Route; name: string; icon: ReactNode; current: boolean }[] }) {
  return (
    <nav className="segments" aria-label={label}>
      {segments.map(({ to, name, icon, current }) => <Link key={name} to={to} current={current}>{icon}<span>{name}</span></Link>)}
    </nav>
  );
}

/** A setting that takes effect at once. */
export function Radios<Value extends string>({ label, value, options, onChoose }: { label: string; value: Value; options: readonly (readonly [Value, string])[]; onChoose: (value: Value) => void }) {
  return (
    <fieldset className="radios">
      <legend>{label}</legend>
      <div>
        {options.map(([key, name]) => (
          <label key={key}>
            <input type="radio" name={label} checked={key === value} onChange={() => onChoose(key)} />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
