// Rollback: shows what changes and what will run before it asks, and asks for the environment's name.
import { actions } from '../live/actions';
import { api } from '../live/api';
import { useFetched } from '../live/fetched';
import { go } from '../live/navigation';
import { useAsk } from '../live/run';
import { plain, shortCommit } from '../model/plain';
import type { Environment } from '../wire/types';
import { words } from '../words';
import { Hash, Subject } from './Commit';
import { Confirm } from './Confirm';
import { DeployChanges } from './DeployChanges';
import { ProblemBox, Skeleton } from './Empty';
import { EnvironmentName } from './EnvironmentName';
import { PlanPreview } from './PlanPreview';

export interface Goal { release: string; commit: string; message?: string }

interface Props { environment: Environment; to?: Goal; onClose: () => void }

const say = words.deployment.actions;

export function RollbackDialog({ environment, to, onClose }: Props) {
  const { project, name, current } = environment;
  const goal = to ?? environment.previous;
  const { busy, problem, ask } = useAsk('here');

  const { value: dry, problem: unread, again } = useFetched(`${project} ${name} ${to?.release ?? ''}`, (signal) => actions.dryRollback(project, name, to?.release, signal));

  const confirm = async (note: string): Promise<void> => {
    const answer = await ask(api.rollback(project, name, to?.release, false, note), say.done.roll(plain(name)));
    if (!answer?.deployment) return;
    onClose();
    go({ page: 'deployment', id: answer.deployment });
  };

  return (
    <Confirm title={say.rollTitle} subtitle={<><strong>{plain(project)}</strong> / <EnvironmentName name={name} /></>} name={name} word={say.rollTo(plain(name))} danger busy={busy} ready={dry !== null} problem={problem} onConfirm={(note) => void confirm(note)} onClose={onClose}>
      <dl className="change">
        <div className="change-from"><dt>{say.leaves}</dt><dd>{current ? <><Hash commit={current.commit} /><Subject commit={current.commit} message={current.message} /></> : say.nothing}</dd></div>
        <div className="change-to"><dt>{say.returns}</dt><dd>{goal ? <><Hash commit={goal.commit} /><Subject commit={goal.commit} message={goal.message} /></> : say.before}</dd></div>
      </dl>
      {current && <p className="muted">{say.quarantined(shortCommit(current.commit))}</p>}
      <p className="muted">{say.staysAsIs}</p>
      {dry ? <><DeployChanges changes={dry.changes} /><PlanPreview plan={dry.plan} /></> : unread ? <ProblemBox problem={unread} retry={again} /> : <Skeleton rows={3} />}
    </Confirm>
  );
}
