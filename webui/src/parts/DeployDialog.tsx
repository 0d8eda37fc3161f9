// Deploy: say what, see the plan, then confirm it.
import { useEffect, useState, type FormEvent } from 'react';
import { api } from '../live/api';
import { board } from '../live/feed';
import { go } from '../live/navigation';
import { useAsk } from '../live/run';
import { useStore } from '../live/store';
import { wanted } from '../model/cards';
import { plain, shortCommit, shortRef, subject } from '../model/plain';
import type { Accepted, Environment } from '../wire/types';
import { Button } from './Button';
import { Hash, Subject } from './Commit';
import { Dialog } from './Dialog';
import { ProblemBox } from './Empty';
import { Icon } from './Icon';
import { PlanPreview } from './PlanPreview';

/** What can be typed: the repository's branches and tags, and what was deployed from this project lately. */
function useSuggestions(project: string): { value: string; label: string }[] {
  const rows = useStore(board)?.deployments.filter((row) => row.project === project) ?? [];
  const [refs, setRefs] = useState<string[]>([]);
  useEffect(() => {
    const gone = new AbortController();
    void api.refs(project, gone.signal).then((answer) => answer.ok && setRefs(answer.value));
    return () => gone.abort();
  }, [project]);
  const seen = new Map<string, string>();
  for (const row of rows) if (row.ref) seen.set(shortRef(row.ref), 'deployed lately');
  for (const row of rows) if (seen.size < 12) seen.set(row.commit, `${shortCommit(row.commit)} ${subject(row.message)}`);
  for (const ref of refs) if (seen.size < 200) seen.set(shortRef(ref), ref.startsWith('refs/tags/') ? 'tag' : 'branch');
  return [...seen].map(([value, label]) => ({ value, label }));
}

/** Which commit it will be: what was asked for by name has become one. */
function Chosen({ environment, commit }: { environment: Environment; commit: string }) {
  const message = useStore(board)?.deployments.find((row) => row.commit === commit && row.message)?.message;
  const bad = environment.quarantine.find((row) => row.commit === commit);
  return (
    <>
      <dl className="change">
        <div><dt>Runs now</dt><dd>{environment.current ? <><Hash commit={environment.current.commit} /><Subject {...environment.current} message={environment.current.message} /></> : 'nothing'}</dd></div>
        <div className={bad ? 'change-bad' : 'change-to'}><dt>Deploys</dt><dd><Hash commit={commit} /><Subject commit={commit} message={message} /></dd></div>
      </dl>
      {bad && <p className="change-warning tone-warn"><Icon name="slash" size={14} /> This commit is quarantined: {plain(bad.reason)}</p>}
      {commit === environment.current?.commit && <p className="muted">This commit runs already; it is deployed once more.</p>}
    </>
  );
}

export function DeployDialog({ environment, branch, onClose }: { environment: Environment; branch: string; onClose: () => void }) {
  const { project, name } = environment;
  const [text, setText] = useState(branch);
  const [shown, setShown] = useState<Accepted | null>(null);
  const { busy, problem, ask } = useAsk('here');
  const suggestions = useSuggestions(project);

  // What is confirmed is the commit that was shown, wherever its branch has moved meanwhile.
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() === '') return;
    const target = shown?.commit ? { commit: shown.commit } : wanted(text);
    const answer = await ask(api.deploy(project, name, target, shown === null), shown ? `Deployment to ${plain(name)} requested` : undefined);
    if (answer?.deployment) {
      onClose();
      go({ page: 'deployment', id: answer.deployment });
    } else if (answer) setShown(answer);
  };

  return (
    <Dialog
      title="Deploy"
      subtitle={<>to <strong>{plain(project)}</strong> / <strong>{plain(name)}</strong></>}
      onClose={onClose}
      footer={
        <>
          <Button onClick={shown ? () => setShown(null) : onClose}>{shown ? 'Back' : 'Cancel'}</Button>
          <Button kind="primary" type="submit" form="deploy-form" busy={busy} disabled={text.trim() === ''} data-testid="confirm">
            {shown ? `Deploy to ${plain(name)}` : 'Preview plan'}
          </Button>
        </>
      }
    >
      <form id="deploy-form" className="form" onSubmit={(event) => void submit(event)}>
        <label htmlFor="deploy-what">Branch, tag or commit</label>
        <input id="deploy-what" data-first list="deploy-known" value={text} placeholder="main, v1.2 or 40 digits of a commit" spellCheck={false} autoComplete="off" autoCapitalize="none"
          onChange={(event) => { setText(event.target.value); setShown(null); }} />
        <datalist id="deploy-known">
          {suggestions.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
        </datalist>
      </form>
      {shown?.commit && <Chosen environment={environment} commit={shown.commit} />}
      {!shown && environment.current && (
        <p className="change-line"><span className="muted">Runs now</span> <Hash commit={environment.current.commit} /> <Subject {...environment.current} message={environment.current.message} /></p>
      )}
      {problem ? <ProblemBox problem={problem} /> : shown && <PlanPreview plan={shown.plan} />}
    </Dialog>
  );
}
