// Asked when somebody leaves a form with changes that are not applied.
import { words } from '../words';
import { Button } from './Button';
import { Dialog } from './Dialog';

const said = words.projects.form;

export function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <Dialog
      title={said.leave}
      onClose={onStay}
      footer={<><Button onClick={onLeave} data-testid="discard">{said.discard}</Button><Button kind="primary" onClick={onStay} data-first>{said.stay}</Button></>}
    >
      <p>{said.leaveText}</p>
    </Dialog>
  );
}
