// What can be done with a deployment now; the server says which.
import { useState } from 'react';
import { api } from '../live/api';
import { board } from '../live/feed';
import { go } from '../live/navigation';
import { useAsk } from '../live/run';
import { useStore } from '../live/store';
import type { Deployment } from '../wire/types';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { ProblemBox } from './Empty';
import { RollbackDialog } from './RollbackDialog';

function MarkDone({ deployment, onClose }: { deployment: Deployment; onClose: () => void }) {
  const { busy, problem, ask } = useAsk('here');
  const confirm = async (): Promise<void> => {
    if (await ask(api.act(deployment.id, 'mark-done'), 'Marked as done')) onClose();
  };
  return (
    <Dialog
      title="Mark as done"
      onClose={onClose}
      footer={<><Button onClick={onClose}>Cancel</Button><Button kind="primary" busy={busy} data-first onClick={() => void confirm()} data-testid="confirm">Mark as done</Button></>}
    >
      <p>Nothing runs. You say that the step whose outcome is unknown did take effect on its target; the deployment then ends as if it had reported so.</p>
      {problem && <ProblemBox problem={problem} />}
    </Dialog>
  );
}

export function Actions({ deployment }: { deployment: Deployment }) {
  const [dialog, setDialog] = useState<'rollback' | 'mark_done' | null>(null);
  const { busy, ask } = useAsk();
  const environments = useStore(board)?.environments;
  const environment = environments?.find((row) => row.project === deployment.project && row.name === deployment.environment);
  const retry = async (): Promise<void> => {
    const answer = await ask(api.act(deployment.id, 'retry'), 'Trying again');
    if (answer?.deployment && answer.deployment !== deployment.id) go({ page: 'deployment', id: answer.deployment });
  };
  const { actions } = deployment;
  const isCurrent = environment?.current?.deployment === deployment.id;
  const to = !isCurrent && deployment.release ? { release: deployment.release, commit: deployment.commit, ...(deployment.message ? { message: deployment.message } : {}) } : undefined;

  return (
    <div className="actions">
      {actions.cancel && <Button busy={busy} onClick={() => void ask(api.act(deployment.id, 'cancel'), 'Cancelling')} data-testid="cancel">Cancel</Button>}
      {actions.mark_done && <Button onClick={() => setDialog('mark_done')} data-testid="mark-done">Mark done</Button>}
      {actions.retry && <Button kind="primary" busy={busy} onClick={() => void retry()} data-testid="retry">Retry</Button>}
      {actions.rollback && environment && <Button onClick={() => setDialog('rollback')} data-testid="rollback">{isCurrent ? 'Roll back' : 'Roll back to this'}</Button>}
      {dialog === 'rollback' && environment && <RollbackDialog environment={environment} {...(to ? { to } : {})} onClose={() => setDialog(null)} />}
      {dialog === 'mark_done' && <MarkDone deployment={deployment} onClose={() => setDialog(null)} />}
    </div>
  );
}
