// A link to what is shown, with its filters, lines and moment: by what the device shares with, else copied.
import { copyText } from '../live/clipboard';
import { words } from '../words';
import { Button } from './Button';
import { Icon } from './Icon';

const said = words.shell.share;

async function share(): Promise<void> {
  if (!matchMedia('(pointer: coarse)').matches || !('share' in navigator)) return void copyText(location.href, said.copied);
  try {
    await navigator.share({ title: document.title, url: location.href });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) await copyText(location.href, said.copied); // an abort is the reader's own
  }
}

export function Share() {
  return <Button kind="ghost" className="square" aria-label={said.label} title={said.label} onClick={() => void share()} data-testid="share"><Icon name="link" /></Button>;
}
