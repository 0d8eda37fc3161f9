// An address that leads nowhere.
import { useTitle } from '../live/clock';
import { plain } from '../model/plain';
import { words } from '../words';
import { Link } from '../parts/Button';
import { Empty } from '../parts/Empty';

export function NotFound({ path }: { path: string }) {
  useTitle(words.shell.title(words.shell.lost.title));
  return (
    <main className="page">
      <Empty alone title={words.shell.lost.head}><p><code>{plain(path)}</code></p><Link className="button" to={{ page: 'board' }}>{words.shell.lost.toBoard}</Link></Empty>
    </main>
  );
}
