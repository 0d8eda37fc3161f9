// The spec as text: to edit whole, or to take elsewhere.
import { useState } from 'react';
import { copyText } from '../live/clipboard';
import { plain } from '../model/plain';
import { toYaml } from '../model/yaml';
import type { Spec } from '../model/spec_form';
import { words } from '../words';
import { Button } from './Button';
import { Field, Ways } from './Field';

const said = words.projects.form;

export function SpecText({ text, wrong, onText }: { text: string; wrong: string | null; onText: (text: string) => void }) {
  return (
    <section className="panel">
      <Field label={said.modes.text} hint={said.textHint} error={wrong === null ? undefined : `${said.textWrong} ${plain(wrong)}`}>
        {(control) => <textarea {...control} className="code spec-text" value={text} rows={Math.min(40, Math.max(16, text.split('\n').length + 1))} spellCheck={false} autoCapitalize="none" autoComplete="off" data-testid="spec-text" onChange={(event) => onText(event.target.value)} />}
      </Field>
    </section>
  );
}

export function SpecCopy({ spec }: { spec: Spec }) {
  const [how, setHow] = useState<'yaml' | 'json'>('yaml');
  const text = how === 'yaml' ? toYaml(spec) : `${JSON.stringify(spec, null, 2)}\n`;
  return (
    <section className="panel body-panel">
      <header>
        <h2>{how === 'yaml' ? said.copyYaml : said.copyJson}</h2>
        <div className="body-tools">
          <Ways label={said.modes.copy} name="copy-as" value={how} onChoose={setHow} options={[{ value: 'yaml', name: 'YAML' }, { value: 'json', name: 'JSON' }]} />
          <Button onClick={() => void copyText(text, said.copied)}>{said.copyText}</Button>
        </div>
      </header>
      <pre className="body-text" tabIndex={0} data-testid="spec-copy">{plain(text)}</pre>
    </section>
  );
}
