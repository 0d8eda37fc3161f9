// Taking several kept deliveries in once more, as after a time in which what they asked for went wrong.
import { useState } from 'react';
import { actions } from '../live/actions';
import { complain, tell } from '../live/notices';
import { useSeveral } from '../live/several';
import { replayable } from '../model/deliveries';
import { fates, type Refusal } from '../model/fates';
import { plain } from '../model/plain';
import type { Delivery } from '../wire/action_types';
import { words } from '../words';
import { Button } from './Button';
import { eventName } from './DeliveryRows';
import { Dialog } from './Dialog';
import { Ago } from './Time';

const said = words.deliveries.several;

function ReplayDialog({ rows, onClose }: { rows: readonly Delivery[]; onClose: () => void }) {
  const { busy, leave, each } = useSeveral(onClose);
  const replay = async (): Promise<void> => {
    const { done, refused } = await each(rows, ({ source, key }) => actions.replay(source, key));
    if (done > 0) tell(said.done(done));
    const told = refused.map(({ each: { key }, problem }): Refusal => ({ what: key, problem }));
    if (told[0]) complain({ ...told[0].problem, title: said.failed(told.length), detail: fates(told) });
  };
  return (
    <Dialog title={said.title} onClose={leave} footer={<><Button onClick={leave}>{words.deliveries.one.cancel}</Button><Button kind="primary" busy={busy} data-first onClick={() => void replay()} data-testid="confirm">{said.submit(rows.length)}</Button></>}>
      <p>{said.text}</p>
      <ol className="several">
        {rows.map((row) => (
          <li key={`${row.source} ${row.key}`}>
            <span className="several-what"><strong>{eventName(row)}</strong><span className="subject">{plain(row.repository || row.source)}</span></span>
            <code className="hash subject">{plain(row.key)}</code><span className="muted"><Ago time={row.received_at} /></span>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

export function ReplayBar({ rows, onLeave }: { rows: readonly Delivery[]; onLeave: () => void }) {
  const [open, setOpen] = useState(false);
  const those = replayable(rows);
  return (
    <div className="chosen-bar" role="group" aria-label={words.table.column} data-testid="chosen">
      <span role="status">{rows.length === 0 ? said.none : words.table.chosen(rows.length)}</span>
      {rows.length > 0 && <Button disabled={those.length === 0} title={those.length === 0 ? said.nothing : undefined} onClick={() => setOpen(true)} data-testid="several-replay">{said.submit(those.length)}</Button>}
      <Button kind="ghost" onClick={onLeave} data-testid="choose-leave">{words.table.leave}</Button>
      {open && <ReplayDialog rows={those} onClose={() => setOpen(false)} />}
    </div>
  );
}
