// One environment of a project's form: what deploys it, to which nodes, what happens meanwhile, how it is checked.
import { plain } from '../model/plain';
import type { EnvironmentForm, HealthKind } from '../model/spec_form';
import type { Board } from '../wire/types';
import { words } from '../words';
import { Button } from './Button';
import { Field, Ways } from './Field';
import { Icon } from './Icon';
import { SpecField, SpecPlace, useSpec, type SpecContext } from './SpecField';

const said = words.projects.form;

function Nodes({ id, board }: { id: number; board: Board | null }) {
  const { values, set, errors, prefix } = useSpec();
  const kind = values['nodes.kind'] === 'names' ? 'names' : 'group';
  const group = values['nodes.group']?.trim() ?? '';
  const members = (board?.nodes ?? []).filter((node) => node.groups.includes(group)).map((node) => plain(node.name));
  return (
    <div className="field-block" data-path={`${prefix}nodes`}>
      <p className="field-title">{said.nodes}</p>
      <Ways label={said.nodes} name={`nodes-${id}`} value={kind} onChoose={(next) => set('nodes.kind', next)} options={[{ value: 'group', name: said.byGroup }, { value: 'names', name: said.byNames }]} />
      {kind === 'group'
        ? <SpecField path="nodes.group" label={said.group} list="known-groups" hint={group === '' ? '' : members.length === 0 ? said.noneInGroup : said.inGroup(members.slice(0, 8).join(', '))} />
        : <SpecField path="nodes.names" label={said.names} kind="lines" hint={said.namesHint} placeholder="web-1" />}
      {errors[`${prefix}nodes`] && <p className="field-error tone-bad" role="alert"><Icon name="alert" size={14} />{errors[`${prefix}nodes`]}</p>}
    </div>
  );
}

const healths: readonly HealthKind[] = ['none', 'http', 'tcp', 'command'];

function Health({ id }: { id: number }) {
  const { values, set, errors, prefix } = useSpec();
  const kind = (values['health.kind'] ?? 'none') as HealthKind;
  return (
    <div className="field-block field-block-wide" data-path={`${prefix}health`}>
      <p className="field-title">{said.health} <span className="muted">{said.healthHint}</span></p>
      <Ways label={said.health} name={`health-${id}`} value={kind} onChoose={(next) => set('health.kind', next)} options={healths.map((value) => ({ value, name: said.healths[value] }))} />
      {kind === 'http' && <SpecField path="health.http" label={said.http} hint={said.httpHint} placeholder="http://{node}:8080/healthz" />}
      {kind === 'tcp' && <SpecField path="health.tcp" label={said.tcp} hint={said.httpHint} placeholder="{node}:5432" />}
      {kind === 'command' && (
        <>
          <SpecField path="health.command.run" label={said.command} hint={said.commandHint} kind="command" placeholder="bin/check" />
          <Ways label={said.commandOn} name={`on-${id}`} value={values['health.command.on'] === 'worker' ? 'worker' : 'node'} onChoose={(next) => set('health.command.on', next)} options={[{ value: 'node', name: said.on.node }, { value: 'worker', name: said.on.worker }]} />
        </>
      )}
      {kind !== 'none' && (
        <div className="field-trio">
          <SpecField path="health.attempts" label={said.attempts} placeholder="3" />
          <SpecField path="health.backoff" label={said.backoff} hint={said.backoffHint} placeholder="1s" />
          <SpecField path="health.timeout" label={said.timeout} placeholder="5s" />
        </div>
      )}
      {errors[`${prefix}health`] && <p className="field-error tone-bad" role="alert"><Icon name="alert" size={14} />{errors[`${prefix}health`]}</p>}
    </div>
  );
}

interface Props { form: EnvironmentForm; context: Omit<SpecContext, 'values' | 'set' | 'prefix'>; board: Board | null; onChange: (form: EnvironmentForm) => void; onRemove: (() => void) | null }

export function EnvironmentFields({ form, context, board, onChange, onRemove }: Props) {
  const name = form.name.trim();
  const set = (path: string, value: string): void => onChange({ ...form, fields: { ...form.fields, [path]: value } });
  const queue = form.fields.queue || 'supersede';
  return (
    <SpecPlace value={{ ...context, values: form.fields, set, prefix: `environments.${name}.` }}>
      <fieldset className="environment">
        <legend className="unseen">{plain(name) || said.environmentName}</legend>
        <div className="environment-head">
          <Field label={said.environmentName} error={context.errors[`environments.${name}`]} path={`environments.${name}`}>
            {(control) => <input {...control} type="text" value={form.name} placeholder="production" autoCapitalize="none" autoComplete="off" spellCheck={false} onChange={(event) => onChange({ ...form, name: event.target.value })} />}
          </Field>
          {onRemove && <Button kind="ghost" onClick={onRemove} aria-label={said.removeEnvironment(plain(name))} title={said.removeEnvironment(plain(name))}><Icon name="trash" size={14} /></Button>}
        </div>
        <div className="field-block" data-path={`environments.${name}.deploy_on`}>
          <p className="field-title">{said.deployOn}</p>
          <SpecField path="deploy_on.push" label={said.branches} kind="lines" hint={said.branchesHint} placeholder="main" />
          <label className="tick-box"><input type="checkbox" checked={form.fields['deploy_on.release'] === 'published'} onChange={(event) => set('deploy_on.release', event.target.checked ? 'published' : '')} />{said.onRelease}</label>
        </div>
        <Nodes id={form.id} board={board} />
        <Field label={said.queue} error={context.errors[`environments.${name}.queue`]} path={`environments.${name}.queue`}>
          {(control) => (
            <select {...control} className="select" value={queue} onChange={(event) => set('queue', event.target.value)}>
              {(['supersede', 'queue', 'refuse'] as const).map((value) => <option key={value} value={value}>{said.queues[value]}</option>)}
            </select>
          )}
        </Field>
        <Health id={form.id} />
      </fieldset>
    </SpecPlace>
  );
}
