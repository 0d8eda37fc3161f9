// A project's form: what is deployed, where it runs, how it is built, and what is rarely needed.
import { useEffect, useState } from 'react';
import { actions } from '../live/actions';
import { useAsk } from '../live/run';
import { groupsInUse } from '../model/nodes';
import { plain } from '../model/plain';
import { newEnvironment, type SpecForm } from '../model/spec_form';
import type { RepositoryTest } from '../wire/action_types';
import type { Board } from '../wire/types';
import { words } from '../words';
import { Button } from './Button';
import { EnvironmentFields } from './EnvironmentFields';
import { Icon } from './Icon';
import { SpecField, SpecPlace } from './SpecField';

const said = words.projects.form;
const rare = ['hooks.before', 'hooks.after', 'shared', 'ignore', 'submodules', 'poll', 'webhook']; // their section opens by itself when one is set

function TestRepository({ repository }: { repository: string }) {
  const [found, setFound] = useState<RepositoryTest | null>(null);
  const { busy, problem, ask } = useAsk('here');
  useEffect(() => setFound(null), [repository]);
  const test = async (): Promise<void> => {
    setFound(null);
    setFound(await ask(actions.testRepository(repository.trim())));
  };
  const wrong = problem ? plain(problem.detail ?? problem.title) : found && !found.reachable ? plain(found.remark) : null;
  return (
    <div className="repository-test">
      <Button busy={busy} disabled={repository.trim() === ''} onClick={() => void test()} data-testid="test-repository">{said.test}</Button>
      <p role="status" className={busy ? 'muted' : wrong !== null ? 'tone-bad' : 'tone-good'}>
        {busy ? said.testing : wrong !== null ? <><Icon name="cross" size={14} /><span><strong>{said.notReached}</strong> {wrong}</span></> : found && <><Icon name="check" size={14} /><span>{said.reached(found.branches, plain(found.default_branch))}</span></>}
      </p>
    </div>
  );
}

interface Props { form: SpecForm; isNew: boolean; errors: Readonly<Record<string, string>>; odd: readonly string[]; board: Board | null; onChange: (form: SpecForm) => void }

export function ProjectFields({ form, isNew, errors, odd, board, onChange }: Props) {
  const set = (path: string, value: string): void => onChange({ ...form, fields: { ...form.fields, [path]: value } });
  const context = { errors, odd };
  const [more, setMore] = useState(() => rare.some((path) => form.fields[path] || odd.includes(path)));
  return (
    <SpecPlace value={{ ...context, values: form.fields, set, prefix: '' }}>
      <section className="panel">
        <header><h2>{said.identity}</h2></header>
        <div className="field-grid">
          <SpecField path="project" label={said.name} hint={said.nameHint} placeholder="shop" readOnly={!isNew} />
          <div className="field-with-test">
            <SpecField path="repository" label={said.repository} hint={said.repositoryHint} placeholder="https://github.com/acme/shop" />
            <TestRepository repository={form.fields.repository ?? ''} />
          </div>
        </div>
      </section>
      <section className="panel" data-path="environments">
        <header><h2>{said.environments}</h2><span className="muted">{said.environmentsLead}</span></header>
        {errors.environments && <p className="field-error tone-bad" role="alert"><Icon name="alert" size={14} />{errors.environments}</p>}
        <datalist id="known-groups">{groupsInUse(board?.nodes ?? []).map((group) => <option key={group} value={group} />)}</datalist>
        <div className="environments">
          {form.environments.map((each) => (
            <EnvironmentFields
              key={each.id} form={each} context={context} board={board}
              onChange={(next) => onChange({ ...form, environments: form.environments.map((old) => (old.id === each.id ? next : old)) })}
              onRemove={form.environments.length > 1 ? () => onChange({ ...form, environments: form.environments.filter((old) => old.id !== each.id) }) : null}
            />
          ))}
        </div>
        <Button onClick={() => onChange({ ...form, environments: [...form.environments, newEnvironment('')] })} data-testid="add-environment"><Icon name="plus" size={14} />{said.addEnvironment}</Button>
      </section>
      <section className="panel">
        <header><h2>{said.build}</h2><span className="muted">{said.buildLead}</span></header>
        <div className="field-grid">
          <SpecField path="build.run" label={said.buildRun} kind="commands" placeholder={said.commandsPlaceholder} />
          <SpecField path="test.run" label={said.testRun} kind="commands" placeholder="npm test" />
          <SpecField path="build.output" label={said.output} hint={said.outputHint} placeholder="dist" />
          <div className="field-pair">
            <SpecField path="build.limits.time" label={said.timeLimit} hint={said.timeHint} placeholder="15m" />
            <SpecField path="build.limits.output" label={said.outputLimit} hint={said.outputLimitHint} placeholder="10MB" />
          </div>
        </div>
      </section>
      <details className="panel panel-fold" open={more} onToggle={(event) => setMore(event.currentTarget.open)}>
        <summary><h2>{said.more}</h2><span className="muted">{said.moreLead}</span></summary>
        <div className="field-grid">
          <SpecField path="hooks.before" label={said.before} kind="commands" hint={said.hooksHint} placeholder="bin/warm-up" />
          <SpecField path="hooks.after" label={said.after} kind="commands" hint={said.hooksHint} placeholder="bin/smoke" />
          <SpecField path="shared" label={said.shared} kind="lines" hint={said.sharedHint} placeholder="uploads" />
          <SpecField path="ignore" label={said.ignore} kind="lines" hint={said.ignoreHint} placeholder="*.map" />
          <SpecField path="submodules" label={said.submodules} kind="lines" hint={said.submodulesHint} placeholder="https://github.com/acme/*" />
          <div className="field-stack">
            <SpecField path="keep" label={said.keep} hint={said.keepHint} placeholder="5" />
            <SpecField path="poll" label={said.poll} hint={said.pollHint} placeholder="1m" />
            <SpecField path="webhook" label={said.webhook} hint={said.webhookHint} placeholder="/hooks/github" />
          </div>
        </div>
      </details>
    </SpecPlace>
  );
}
