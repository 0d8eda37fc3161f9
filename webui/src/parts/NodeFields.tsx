// The fields of a node, with the groups that others are in or that environments wait for.
import { groupsInUse, wordsOf, type NodeForm } from '../model/nodes';
import { plain } from '../model/plain';
import type { Board } from '../wire/types';
import { words } from '../words';
import { Field, Ways } from './Field';

const said = words.nodes.form;

interface Props { form: NodeForm; isNew: boolean; errors: Partial<Record<string, string>>; board: Board | null; onChange: (change: Partial<NodeForm>) => void }

function Groups({ form, errors, board, onChange }: Pick<Props, 'form' | 'errors' | 'board' | 'onChange'>) {
  const own = wordsOf(form.groups);
  const known = groupsInUse(board?.nodes ?? []).slice(0, 12);
  const toggle = (group: string): void => onChange({ groups: (own.includes(group) ? own.filter((each) => each !== group) : [...own, group]).join(', ') });
  return (
    <div className="groups">
      <Field label={said.groups} hint={said.groupsHint} error={errors.groups} path="groups">
        {(control) => <input {...control} type="text" name="groups" value={form.groups} autoCapitalize="none" spellCheck={false} onChange={(event) => onChange({ groups: event.target.value })} />}
      </Field>
      {known.length > 0 && (
        <p className="group-chips"><span className="muted">{said.inUse}</span>
          {known.map((group) => (
            <button key={group} type="button" className={own.includes(group) ? 'chip chip-on' : 'chip'} aria-pressed={own.includes(group)} aria-label={own.includes(group) ? said.leave(plain(group)) : said.join(plain(group))} onClick={() => toggle(group)}>{plain(group)}</button>
          ))}
        </p>
      )}
    </div>
  );
}

export function NodeFields({ form, isNew, errors, board, onChange }: Props) {
  const text = (key: keyof NodeForm, label: string, hint: string | undefined, more: { readOnly?: boolean; placeholder?: string; inputMode?: 'numeric'; first?: boolean } = {}) => {
    const { first, ...rest } = more;
    return (
      <Field label={label} hint={hint} error={errors[key]} path={key}>
        {(control) => <input {...control} {...rest} {...(first && { 'data-first': true })} type="text" name={key} value={form[key]} autoComplete="off" autoCapitalize="none" spellCheck={false} onChange={(event) => onChange({ [key]: event.target.value })} />}
      </Field>
    );
  };
  const local = form.kind === 'local';
  return (
    <>
      <Ways label={said.kind} name="kind" value={form.kind} onChoose={(kind) => onChange({ kind })} options={[{ value: 'ssh', name: said.ssh, hint: said.sshHint }, { value: 'local', name: said.local, hint: said.localHint }]} />
      <div className="field-grid">
        {text('name', said.name, said.nameHint, { readOnly: !isNew, placeholder: 'web-1' })}
        {text('address', said.address, local ? said.addressHintLocal : said.addressHint, { placeholder: local ? '127.0.0.1' : 'web-1.example.com' })}
        {!local && text('user', said.user, said.userHint, { placeholder: 'deploy' })}
        {!local && text('port', said.port, undefined, { inputMode: 'numeric' })}
        {text('root', said.root, said.rootHint, { placeholder: '/srv' })}
        <Groups form={form} errors={errors} board={board} onChange={onChange} />
      </div>
    </>
  );
}
