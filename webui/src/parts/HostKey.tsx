// Confirming a node's host key: its fingerprint beside the command that prints it on the machine itself.
import { keyType } from '../model/findings';
import { plain } from '../model/plain';
import { words } from '../words';
import { CopyField } from './CopyField';
import { Icon } from './Icon';

const said = words.nodes.form;

interface Props { hostKey: string; fingerprint: string; confirmed: boolean; onConfirm: (confirmed: boolean) => void }

export function HostKey({ hostKey, fingerprint, confirmed, onConfirm }: Props) {
  return (
    <section className="host-key" aria-label={said.hostKey} data-testid="host-key">
      <header><span className="tone-warn"><Icon name="key" /></span><h3>{said.hostKey}</h3></header>
      <p>{said.hostKeyText}</p>
      <dl className="pairs">
        <div><dt>{said.fingerprint}</dt><dd><code className="fingerprint">{plain(fingerprint)}</code></dd></div>
      </dl>
      <p className="muted">{said.compare}</p>
      <CopyField text={said.compareCommand(keyType(hostKey))} label={words.nodes.command} />
      <details className="fold"><summary>{said.wholeKey}</summary><code className="whole-key">{plain(hostKey)}</code></details>
      <label className="tick-box"><input type="checkbox" checked={confirmed} onChange={(event) => onConfirm(event.target.checked)} data-testid="confirm-key" />{said.confirmKey}</label>
    </section>
  );
}
