// A refused login: which key has to stand where, as a line to run.
import { quoted } from '../model/curl';
import { words } from '../words';
import { CopyField } from './CopyField';
import { Icon } from './Icon';

const said = words.nodes.form;

/** `publicKey`: empty when the server does not tell it. */
export function LoginHelp({ publicKey }: { publicKey: string }) {
  return (
    <div className="callout tone-quiet">
      <Icon name="key" />
      <div>
        <strong>{said.login}</strong>
        {publicKey ? <><p>{said.loginText}</p><CopyField text={said.install(quoted(publicKey))} label={words.nodes.command} /></> : <p>{said.loginUnknown}</p>}
      </div>
    </div>
  );
}
