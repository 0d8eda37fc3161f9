// Copying text, with a word about how it went.
import { words } from '../words';
import { complain, tell } from './notices';

/** Without https there is no clipboard for pages. */
export async function copyText(text: string, done: string = words.deliveries.one.copied): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    tell(done);
    return true;
  } catch {
    complain({ title: words.deliveries.one.notCopied, status: 0, detail: words.deliveries.one.notCopiedNext });
    return false;
  }
}
