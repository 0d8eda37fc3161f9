// Toasts in a corner; announced politely, errors at once. They wait while somebody reads them.
import { dismiss, hold, notices, type Notice } from '../live/notices';
import { useStore } from '../live/store';
import { words } from '../words';
import { Button, Link } from './Button';
import { Icon } from './Icon';
import { RequestId } from './RequestId';

function Action({ notice: { id, action } }: { notice: Notice }) {
  if (!action) return null;
  if ('to' in action) return <span onClickCapture={() => dismiss(id)}><Link to={action.to} className="button toast-action">{action.label}</Link></span>;
  return <Button className="toast-action" onClick={() => { dismiss(id); action.run(); }}>{action.label}</Button>;
}

/** What is read out, and read out anew when it is told again. */
function Said({ notice: { title, detail, request } }: { notice: Notice }) {
  return (
    <div>
      <strong>{title}</strong>
      {detail && <p>{detail}</p>}
      <RequestId id={request} />
    </div>
  );
}

export function Toasts() {
  const shown = useStore(notices);
  return (
    <section className="toasts" aria-label={words.shell.notices} aria-live="polite" aria-relevant="additions text" onPointerEnter={() => hold(true)} onPointerLeave={() => hold(false)} onFocus={() => hold(true)} onBlur={() => hold(false)}>
      {shown.map((notice) => (
        <div key={notice.id} className="toast" role={notice.kind === 'error' ? 'alert' : 'status'} data-testid="toast">
          <span className={notice.kind === 'error' ? 'tone-bad' : 'tone-good'}>
            <Icon name={notice.kind === 'error' ? 'alert' : 'check'} />
          </span>
          <div>
            <Said key={notice.times} notice={notice} />
            <Action notice={notice} />
          </div>
          <Button kind="ghost" className="square" aria-label={words.shell.close} onClick={() => dismiss(notice.id)}><Icon name="close" size={14} /></Button>
        </div>
      ))}
    </section>
  );
}
