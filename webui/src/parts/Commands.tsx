// Commands typed a line each, shown as the words they mean, because no shell will read them.
import { splitCommands, withShell } from '../model/arguments';
import { plain } from '../model/plain';
import { words } from '../words';
import { Field } from './Field';
import { Icon } from './Icon';

const said = words.projects.form;
const most = 12; // lines that the field grows to

interface Props { label: string; hint: string; path: string; value: string; error: string | undefined; onValue: (value: string) => void; placeholder?: string; single?: boolean }

function Understood({ value, onValue }: Pick<Props, 'value' | 'onValue'>) {
  const split = splitCommands(value);
  if (!split.ok) return <p className="field-error tone-bad"><Icon name="alert" size={14} /><span>{said.openQuote(split.line)}</span></p>;
  const sign = split.commands.find((command) => command.shell)?.shell;
  const plainWords = split.commands.every((command) => !command.shell && command.words.every((word) => !/[\s'"\\]/.test(word)));
  return (
    <>
      {!plainWords && (
        <ol className="understood" aria-label={said.words}>
          {split.commands.map((command, at) => <li key={at}>{command.words.map((word, index) => <code key={index} className="word">{word === '' ? '""' : plain(word)}</code>)}</li>)}
        </ol>
      )}
      {sign && <p className="field-error tone-warn"><Icon name="alert" size={14} /><span>{said.needsShell(sign)}</span> <button type="button" className="button button-plain button-small" onClick={() => onValue(withShell(value))}>{said.useShell}</button></p>}
    </>
  );
}

export function Commands({ label, hint, path, value, error, onValue, placeholder, single = false }: Props) {
  return (
    <Field label={label} hint={hint} error={error} path={path}>
      {(control) => (
        <>
          <textarea {...control} className="code" value={value} placeholder={placeholder} rows={single ? 1 : Math.min(most, Math.max(2, value.split('\n').length))} spellCheck={false} autoCapitalize="none" autoComplete="off" onChange={(event) => onValue(event.target.value)} />
          <Understood value={value} onValue={onValue} />
        </>
      )}
    </Field>
  );
}
