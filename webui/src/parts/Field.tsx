// A labelled control with its hint and its mistake, told to whoever listens as well as to whoever looks.
import { useId, type ReactNode } from 'react';
import { Icon } from './Icon';

export interface Control { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

interface Props { label: ReactNode; hint?: ReactNode; error?: string | undefined; children: (control: Control) => ReactNode; wide?: boolean; path?: string }

/** `path`: the field's name in what is sent, by which a mistake's place is found. */
export function Field({ label, hint, error, children, wide = false, path }: Props) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={`field${wide ? ' field-wide' : ''}${error ? ' field-wrong' : ''}`} data-path={path}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {error && <p className="field-error tone-bad" id={`${id}-error`}><Icon name="alert" size={14} /><span>{error}</span></p>}
      {hint && <p className="field-hint" id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}

interface ChoiceProps<Value extends string> { label: string; value: Value; options: readonly { value: Value; name: string; hint?: string }[]; onChoose: (value: Value) => void; name: string }

/** A few ways to choose one from, all of them seen at once. */
export function Ways<Value extends string>({ label, value, options, onChoose, name }: ChoiceProps<Value>) {
  return (
    <fieldset className="ways">
      <legend className="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={option.value === value ? 'way way-on' : 'way'}>
          <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => onChoose(option.value)} />
          <span>{option.name}</span>
          {option.hint && <span className="muted">{option.hint}</span>}
        </label>
      ))}
    </fieldset>
  );
}
