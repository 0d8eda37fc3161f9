// The number of a request that failed, for whoever looks it up in the server's log.
import { copyText } from '../live/clipboard';
import { plain } from '../model/plain';
import { words } from '../words';
import { Button } from './Button';
import { Icon } from './Icon';

const said = words.shell.request;

export function RequestId({ id }: { id: string | undefined }) {
  if (!id) return null;
  return (
    <p className="request" data-testid="request-id">
      <span>{said.id}</span> <code>{plain(id)}</code>
      <Button kind="ghost" className="square" aria-label={said.copy} title={said.copy} onClick={() => void copyText(id, said.copied)}><Icon name="copy" size={12} /></Button>
    </p>
  );
}
