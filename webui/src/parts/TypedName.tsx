// Typing a name to confirm: what cannot be done by one careless click.
import { words } from '../words';
import { plain } from '../model/plain';
import { Field } from './Field';

interface Props { name: string; reasons: readonly string[]; value: string; onValue: (value: string) => void }

export const isTyped = (value: string, name: string): boolean => value.trim() === name;

export function TypedName({ name, reasons, value, onValue }: Props) {
  const wrong = value !== '' && !name.startsWith(value.trim());
  return (
    <div className="typed-name">
      {reasons.length > 0 && <p className="muted">{words.deploy.confirm.because} {reasons.join('; ')}.</p>}
      <Field label={words.deploy.confirm.label(plain(name))} error={wrong ? words.deploy.confirm.mismatch(plain(name)) : undefined}>
        {(control) => (
          <input {...control} type="text" value={value} autoComplete="off" autoCapitalize="none" spellCheck={false} data-testid="typed-name" onChange={(event) => onValue(event.target.value)} />
        )}
      </Field>
    </div>
  );
}
