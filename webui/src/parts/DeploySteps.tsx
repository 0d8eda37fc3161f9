// Deploy: choose what, read what it would do, confirm it.
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { actions } from '../live/actions';
import { useFetched, type Fetched } from '../live/fetched';
import { go } from '../live/navigation';
import { useAsk } from '../live/run';
import { plain } from '../model/plain';
import { dangers } from '../model/preview';
import type { Option } from '../model/targets';
import type { DryRun, Target } from '../wire/action_types';
import type { Environment } from '../wire/types';
import { words } from '../words';
import { Button } from './Button';
import { DeployPreview } from './DeployPreview';
import { Dialog } from './Dialog';
import { ProblemBox, Skeleton } from './Empty';
import { EnvironmentName } from './EnvironmentName';
import { Field } from './Field';
import { TargetPicker, TargetRow } from './TargetPicker';
import { isTyped, TypedName } from './TypedName';

const said = words.deploy;
const longestNote = 500; // signs, as the server takes it

/** What it would do; asked anew for every choice. */
const useDryRun = ({ project, name }: Environment, option: Option | null): Fetched<DryRun | null> =>
  useFetched<DryRun | null>(`${project} ${name} ${option?.id ?? ''}`, (signal) => (option ? actions.dryRun(project, name, option.target, signal) : Promise.resolve({ ok: true, value: null })));

/** What is confirmed is the commit that was shown, wherever its branch has moved meanwhile. */
function shownTarget(option: Option, dry: DryRun): Target {
  return 'ref' in option.target && dry.commit !== undefined ? { commit: dry.commit } : option.target;
}

function Chosen({ option, busy, onChange }: { option: Option; busy: boolean; onChange: () => void }) {
  const change = useRef<HTMLButtonElement>(null);
  useEffect(() => change.current?.focus(), []); // the field that had the focus is gone
  return (
    <div className="chosen">
      <TargetRow option={option} />
      <Button ref={change} busy={busy} onClick={onChange} data-testid="change-target">{said.change}</Button>
    </div>
  );
}

/** `branch`: what is offered first. */
export function DeploySteps({ environment, branch, onClose }: { environment: Environment; branch: string; onClose: () => void }) {
  const { project, name } = environment;
  const [option, setOption] = useState<Option | null>(null);
  const [note, setNote] = useState('');
  const [typed, setTyped] = useState('');
  const { value: dry, problem, again } = useDryRun(environment, option);
  const { busy, problem: refused, ask } = useAsk('here');
  const [requested, setRequested] = useState<Option | null>(null); // what a refusal is about
  const risks = dry ? dangers(environment, dry.commit, dry.changes) : [];
  const ready = option !== null && dry !== null && (risks.length === 0 || isTyped(typed, name));

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!ready || busy) return;
    setRequested(option);
    const answer = await ask(actions.deploy(project, name, shownTarget(option, dry), note.trim()), said.requested(plain(name)));
    if (!answer?.deployment) return;
    onClose();
    go({ page: 'deployment', id: answer.deployment });
  };

  return (
    <Dialog
      title={said.title}
      subtitle={<>{said.to} <strong>{plain(project)}</strong> / <EnvironmentName name={name} /></>}
      busy={busy}
      onClose={onClose}
      footer={
        <>
          <Button busy={busy} onClick={onClose}>{said.cancel}</Button>
          <Button kind="primary" type="submit" form="deploy-form" busy={busy} disabled={!ready} data-testid="confirm">{option ? said.submit(plain(name)) : said.choose}</Button>
        </>
      }
    >
      <form id="deploy-form" className="deploy-form" onSubmit={(event) => void submit(event)}>
        {!option ? <TargetPicker project={project} first={branch} onTake={setOption} /> : (
          <>
            <Chosen option={option} busy={busy} onChange={() => { setOption(null); setTyped(''); }} />
            {problem ? <ProblemBox problem={problem} retry={again} /> : !dry ? <div aria-label={said.checking}><Skeleton rows={4} /></div> : (
              <>
                <DeployPreview environment={environment} option={option} dry={dry} />
                <Field label={said.note} hint={said.noteHint}>
                  {(control) => <input {...control} type="text" value={note} readOnly={busy} maxLength={longestNote} placeholder={said.notePlaceholder} onChange={(event) => setNote(event.target.value)} />}
                </Field>
                {risks.length > 0 && <TypedName name={name} reasons={risks.map((risk) => said.confirm.reasons[risk])} value={typed} onValue={setTyped} />}
              </>
            )}
            {refused && requested === option && <ProblemBox problem={refused} />}
          </>
        )}
      </form>
    </Dialog>
  );
}
