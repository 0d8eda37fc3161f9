// The bell: tells in this browser what becomes of an environment or a deployment.
import { toggleFollow, useFollowed } from '../live/follow';
import { words } from '../words';
import { Button } from './Button';
import { Icon } from './Icon';

/** `id`: "project/environment" or a deployment's id; `name`: what a person calls it. */
export function Follow({ id, name }: { id: string; name: string }) {
  const on = useFollowed(id);
  const said = on ? words.shell.follow.stop(name) : words.shell.follow.start(name);
  return (
    <Button kind="ghost" className={on ? 'square follow follow-on' : 'square follow'} aria-pressed={on} aria-label={words.shell.follow.start(name)} title={said} onClick={() => toggleFollow(id, name)} data-testid="follow">
      <Icon name={on ? 'belled' : 'bell'} />
    </Button>
  );
}
