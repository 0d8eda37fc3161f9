// One field of a project's spec: it knows its path, its mistake, and whether its value can stand in a field at all.
import { createContext, useContext } from 'react';
import { words } from '../words';
import { Commands } from './Commands';
import { Field } from './Field';

export interface SpecContext {
  values: Readonly<Record<string, string>>;
  set: (path: string, value: string) => void;
  errors: Readonly<Record<string, string>>;
  odd: readonly string[]; // whole paths of values that only the text view can show
  prefix: string; // "environments.production." for the fields of an environment
}

const Here = createContext<SpecContext>({ values: {}, set: () => undefined, errors: {}, odd: [], prefix: '' });
export const SpecPlace = Here.Provider;
export const useSpec = (): SpecContext => useContext(Here);

interface Props { path: string; label: string; hint?: string; kind?: 'line' | 'lines' | 'commands' | 'command'; placeholder?: string; wide?: boolean; list?: string; readOnly?: boolean }

export function SpecField({ path, label, hint, kind = 'line', placeholder, wide, list, readOnly = false }: Props) {
  const { values, set, errors, odd, prefix } = useSpec();
  const whole = prefix + path;
  const value = values[path] ?? '';
  const error = errors[whole];
  if (odd.includes(whole) && value === '') return <Field label={label} hint={words.projects.form.odd} error={error} path={whole}>{(control) => <input {...control} type="text" value="…" disabled />}</Field>;
  if (kind === 'commands' || kind === 'command') {
    return <Commands label={label} hint={hint ?? words.projects.form.commandsHint} path={whole} value={value} error={error} single={kind === 'command'} onValue={(next) => set(path, next)} {...(placeholder && { placeholder })} />;
  }
  const common = { value, placeholder, spellCheck: false, autoCapitalize: 'none', autoComplete: 'off', name: whole } as const;
  return (
    <Field label={label} hint={hint} error={error} path={whole} {...(wide && { wide })}>
      {(control) => kind === 'line'
        ? <input {...control} {...common} type="text" list={list} readOnly={readOnly} onChange={(event) => set(path, event.target.value)} />
        : <textarea {...control} {...common} className="code" rows={Math.max(2, value.split('\n').length)} onChange={(event) => set(path, event.target.value)} />}
    </Field>
  );
}
