// What can be done with a deployment. What cannot be done now stays in its place and says why.
import { useId, useState, type ReactNode } from 'react';
import { api } from '../live/api';
import { board } from '../live/feed';
import { go } from '../live/navigation';
import { complain, tell } from '../live/notices';
import { useAsk } from '../live/run';
import { useStore } from '../live/store';
import { asksForName, hasSwitched, offers, type Verb } from '../model/actions';
import { plain } from '../model/plain';
import type { Deployment } from '../wire/types';
import { words } from '../words';
import { Button } from './Button';
import { Confirm } from './Confirm';
import { EnvironmentName } from './EnvironmentName';
import { RollbackDialog } from './RollbackDialog';

const say = words.deployment.actions;
const paths = { cancel: 'cancel', retry: 'retry', mark_done: 'mark-done' } as const;
const told = { cancel: say.done.cancel, retry: say.done.retry, mark_done: say.done.mark } as const;

/** What was cancelled can be asked for again: as near to undoing it as there is. */
async function retry(id: string): Promise<void> {
  const answer = await api.act(id, 'retry');
  if (!answer.ok) return complain(answer.problem);
  tell(say.done.retry);
  if (answer.value.deployment) go({ page: 'deployment', id: answer.value.deployment });
}

function Act({ verb, deployment, onClose }: { verb: Exclude<Verb, 'rollback'>; deployment: Deployment; onClose: () => void }) {
  const { busy, problem, ask } = useAsk('here');
  const confirm = async (note: string): Promise<void> => {
    const answer = await ask(api.act(deployment.id, paths[verb], note));
    if (!answer) return;
    onClose();
    tell(told[verb], undefined, verb === 'cancel' ? { label: say.retry, run: () => void retry(deployment.id) } : undefined);
    if (answer.deployment && answer.deployment !== deployment.id) go({ page: 'deployment', id: answer.deployment });
  };
  const text: Record<typeof verb, { title: string; word: string; children: ReactNode }> = {
    cancel: { title: say.cancelTitle, word: say.confirmCancel, children: <p>{hasSwitched(deployment) ? say.cancelSwitched : say.cancelText}</p> },
    retry: { title: say.retryTitle, word: say.confirmRetry, children: <p>{say.retryText}</p> },
    mark_done: { title: say.markTitle, word: say.confirmMark, children: <p>{say.markText}</p> },
  };
  const { children, ...rest } = text[verb];
  return (
    <Confirm {...rest} subtitle={<><strong>{plain(deployment.project)}</strong> / <EnvironmentName name={deployment.environment} /></>} name={asksForName(verb, deployment) ? deployment.environment : null}
      danger={verb === 'cancel'} busy={busy} problem={problem} onConfirm={(note) => void confirm(note)} onClose={onClose}>
      {children}
    </Confirm>
  );
}

/** A button that stays where it is: when it cannot be used, focus, touch and pointer bring up the reason. */
function Offered({ off, word, primary, testid, onClick }: { off: string | null; word: string; primary: boolean; testid: string; onClick: () => void }) {
  const id = useId();
  if (off === null) return <Button kind={primary ? 'primary' : 'plain'} onClick={onClick} data-testid={testid}>{word}</Button>;
  return (
    <span className="tipped">
      <Button className="button-off" aria-disabled="true" aria-describedby={id} data-testid={`${testid}-off`}>{word}</Button>
      <span role="tooltip" id={id} className="tip">{off}</span>
    </span>
  );
}

export function Actions({ deployment }: { deployment: Deployment }) {
  const [dialog, setDialog] = useState<Verb | null>(null);
  const environment = useStore(board)?.environments.find((row) => row.project === deployment.project && row.name === deployment.environment);
  const isCurrent = environment?.current?.deployment === deployment.id;
  const to = !isCurrent && deployment.release ? { release: deployment.release, commit: deployment.commit, ...(deployment.message ? { message: deployment.message } : {}) } : undefined;
  const name: Record<Verb, string> = { cancel: say.cancel, retry: say.retry, mark_done: say.markDone, rollback: isCurrent || deployment.status !== 'succeeded' ? say.rollBack : say.rollBackTo };
  return (
    <div className="actions" role="group" aria-label={say.label}>
      {offers(deployment, environment).map(({ verb, off }) => (
        <Offered key={verb} off={off} word={name[verb]} primary={verb === 'retry'} testid={verb.replace('_', '-')} onClick={() => setDialog(verb)} />
      ))}
      {dialog === 'rollback' && environment && <RollbackDialog environment={environment} {...(to ? { to } : {})} onClose={() => setDialog(null)} />}
      {dialog && dialog !== 'rollback' && <Act verb={dialog} deployment={deployment} onClose={() => setDialog(null)} />}
    </div>
  );
}
