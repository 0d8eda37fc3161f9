// An address that leads nowhere.
import { useTitle } from '../live/clock';
import { plain } from '../model/plain';
import { Link } from '../parts/Button';
import { Empty } from '../parts/Empty';

export function NotFound({ path }: { path: string }) {
  useTitle('Not found · Eeveon');
  return (
    <main className="page">
      <Empty title="There is no such page"><p><code>{plain(path)}</code></p><p><Link to={{ page: 'board' }}>To the board</Link></p></Empty>
    </main>
  );
}
