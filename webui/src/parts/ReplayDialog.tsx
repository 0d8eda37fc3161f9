// Taking a kept delivery in once more.
import { actions } from '../live/actions';
import { go } from '../live/navigation';
import { useAsk } from '../live/run';
import { plain } from '../model/plain';
import type { Delivery } from '../wire/action_types';
import { words } from '../words';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { ProblemBox } from './Empty';

const said = words.deliveries.one;

export function ReplayDialog({ delivery, onClose }: { delivery: Delivery; onClose: () => void }) {
  const { busy, problem, ask } = useAsk('here');
  const replay = async (): Promise<void> => {
    const answer = await ask(actions.replay(delivery.source, delivery.key), said.replayed);
    if (!answer) return;
    onClose();
    if (answer.delivery) go({ page: 'delivery', source: delivery.source, key: answer.delivery });
  };
  return (
    <Dialog
      title={said.replayTitle}
      subtitle={<>{plain(delivery.event || delivery.source)} · <code>{plain(delivery.key)}</code></>}
      busy={busy}
      onClose={onClose}
      footer={<><Button busy={busy} onClick={onClose}>{said.cancel}</Button><Button kind="primary" busy={busy} data-first onClick={() => void replay()} data-testid="confirm">{said.replaySubmit}</Button></>}
    >
      <p>{said.replayText}</p>
      {problem && <ProblemBox problem={problem} />}
    </Dialog>
  );
}
