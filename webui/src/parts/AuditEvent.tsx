// One event opened: where it stands, what caused it, and all of it as recorded.
import { href } from '../live/navigation';
import { complain, tell } from '../live/notices';
import { eventText } from '../model/audit';
import { plain, shortId } from '../model/plain';
import type { AuditRow } from '../wire/audit';
import { words } from '../words';
import { Button, Link } from './Button';
import { Icon } from './Icon';

const said = words.audit;

async function copyLink(position: number): Promise<void> {
  try {
    await navigator.clipboard.writeText(href({ page: 'audit', at: String(position) }));
    tell(said.linkCopied);
  } catch {
    complain({ title: said.linkNotCopied, status: 0, detail: href({ page: 'audit', at: String(position) }) });
  }
}

export function AuditEvent({ row, around }: { row: AuditRow; around: boolean }) {
  const { facts } = said;
  return (
    <div className="event">
      <dl className="event-facts">
        <div><dt>{facts.type}</dt><dd><code>{plain(row.type)}</code></dd></div>
        <div><dt>{facts.stream}</dt><dd><code>{plain(row.stream)}</code></dd></div>
        {row.causation !== undefined && <div><dt>{facts.caused}</dt><dd><Link className="event-chain" to={{ page: 'audit', at: String(row.causation) }}>{said.position(row.causation)}</Link></dd></div>}
        {row.deployment && <div><dt>{facts.deployment}</dt><dd><Link className="event-chain" to={{ page: 'deployment', id: row.deployment }} title={plain(row.deployment)}>{shortId(row.deployment)}</Link></dd></div>}
        {row.delivery && <div><dt>{facts.delivery}</dt><dd><code>{plain(row.delivery)}</code></dd></div>}
        {row.correlation && <div><dt>{facts.correlation}</dt><dd><code>{plain(row.correlation)}</code></dd></div>}
      </dl>
      <pre className="event-raw" aria-label={said.raw} tabIndex={0}>{plain(eventText(row))}</pre>
      <div className="event-links">
        <Button onClick={() => void copyLink(row.position)} data-testid="copy-link"><Icon name="link" size={14} />{said.copyLink}</Button>
        {!around && <Link className="button button-plain" to={{ page: 'audit', at: String(row.position) }}>{said.neighbours}</Link>}
        {row.deployment && <Link className="button button-plain" to={{ page: 'audit', deployment: row.deployment, detail: 'all' }}>{said.sameDeployment}</Link>}
        <Link className="button button-plain" to={{ page: 'board', at: String(row.position) }}><Icon name="rewind" size={14} />{said.sawBoard}</Link>
      </div>
    </div>
  );
}
