// Rollback: shows what changes and what will run before it asks.
import { useEffect, useState } from 'react';
import { api } from '../live/api';
import { go } from '../live/navigation';
import { useAsk } from '../live/run';
import { plain } from '../model/plain';
import type { Environment, Plan } from '../wire/types';
import { Button } from './Button';
import { Hash, Subject } from './Commit';
import { Dialog } from './Dialog';
import { ProblemBox, Skeleton } from './Empty';
import { PlanPreview } from './PlanPreview';

export interface Goal { release: string; commit: string; message?: string }

interface Props { environment: Environment; to?: Goal; onClose: () => void }

export function RollbackDialog({ environment, to, onClose }: Props) {
  const { project, name, current } = environment;
  const goal = to ?? environment.previous;
  const [plan, setPlan] = useState<Plan | null>(null);
  const { busy, problem, ask } = useAsk('here');

  useEffect(() => {
    void ask(api.rollback(project, name, to?.release, true)).then((answer) => setPlan(answer?.plan ?? null));
  }, [project, name, to?.release]);

  const confirm = async (): Promise<void> => {
    const answer = await ask(api.rollback(project, name, to?.release, false), `Rollback of ${plain(name)} requested`);
    if (!answer?.deployment) return;
    onClose();
    go({ page: 'deployment', id: answer.deployment });
  };

  return (
    <Dialog
      title="Roll back"
      subtitle={<><strong>{plain(project)}</strong> / <strong>{plain(name)}</strong></>}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" busy={busy} disabled={!plan} onClick={() => void confirm()} data-first data-testid="confirm">Roll back {plain(name)}</Button>
        </>
      }
    >
      <dl className="change">
        <div className="change-from"><dt>Leaves</dt><dd>{current ? <><Hash commit={current.commit} /><Subject commit={current.commit} message={current.message} /></> : 'nothing'}</dd></div>
        <div className="change-to"><dt>Returns to</dt><dd>{goal ? <><Hash commit={goal.commit} /><Subject commit={goal.commit} message={goal.message} /></> : 'the release before'}</dd></div>
      </dl>
      {current && <p className="muted">Commit <Hash commit={current.commit} /> is then quarantined: automatic deployments skip it until a newer commit arrives or somebody releases it.</p>}
      {problem ? <ProblemBox problem={problem} /> : plan ? <PlanPreview plan={plan} /> : <Skeleton rows={3} />}
    </Dialog>
  );
}
