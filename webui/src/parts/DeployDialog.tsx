// Deploy: say what, see the plan, then confirm it.
import { useState, type FormEvent } from 'react';
import { api } from '../live/api';
import { board } from '../live/feed';
import { go } from '../live/navigation';
import { useAsk } from '../live/run';
import { useStore } from '../live/store';
import { wanted } from '../model/cards';
import { plain, shortCommit, shortRef, subject } from '../model/plain';
import type { Environment, Plan } from '../wire/types';
import { Button } from './Button';
import { Hash, Subject } from './Commit';
import { Dialog } from './Dialog';
import { ProblemBox } from './Empty';
import { PlanPreview } from './PlanPreview';

/** What was deployed lately from this project: the likeliest things to type. */
function useSuggestions(project: string): { value: string; label: string }[] {
  const rows = useStore(board)?.deployments.filter((row) => row.project === project) ?? [];
  const seen = new Map<string, string>();
  for (const row of rows) if (row.ref) seen.set(row.ref.replace(/^refs\/(heads|tags)\//, ''), shortRef(row.ref));
  for (const row of rows) if (seen.size < 12) seen.set(row.commit, `${shortCommit(row.commit)} ${subject(row.message)}`);
  return [...seen].map(([value, label]) => ({ value, label }));
}

export function DeployDialog({ environment, branch, onClose }: { environment: Environment; branch: string; onClose: () => void }) {
  const { project, name } = environment;
  const [text, setText] = useState(branch);
  const [plan, setPlan] = useState<Plan | null>(null);
  const { busy, problem, ask } = useAsk('here');
  const suggestions = useSuggestions(project);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() === '') return;
    const answer = await ask(api.deploy(project, name, wanted(text), plan === null), plan ? `Deployment to ${plain(name)} requested` : undefined);
    if (answer?.deployment) {
      onClose();
      go({ page: 'deployment', id: answer.deployment });
    } else if (answer) setPlan(answer.plan);
  };

  return (
    <Dialog
      title="Deploy"
      subtitle={<>to <strong>{plain(project)}</strong> / <strong>{plain(name)}</strong></>}
      onClose={onClose}
      footer={
        <>
          <Button onClick={plan ? () => setPlan(null) : onClose}>{plan ? 'Back' : 'Cancel'}</Button>
          <Button kind="primary" type="submit" form="deploy-form" busy={busy} data-testid="confirm">
            {plan ? `Deploy to ${plain(name)}` : 'Preview plan'}
          </Button>
        </>
      }
    >
      <form id="deploy-form" className="form" onSubmit={(event) => void submit(event)}>
        <label htmlFor="deploy-what">Branch, tag or commit</label>
        <input id="deploy-what" data-first list="deploy-known" value={text} spellCheck={false} autoComplete="off" autoCapitalize="none"
          onChange={(event) => { setText(event.target.value); setPlan(null); }} />
        <datalist id="deploy-known">
          {suggestions.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
        </datalist>
      </form>
      {environment.current && (
        <p className="change-line"><span className="muted">Running now</span> <Hash commit={environment.current.commit} /> <Subject {...environment.current} message={environment.current.message} /></p>
      )}
      {problem ? <ProblemBox problem={problem} /> : plan && <PlanPreview plan={plan} />}
    </Dialog>
  );
}
