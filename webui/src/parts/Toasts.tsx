// Toasts in a corner; announced politely, errors at once.
import { dismiss, notices } from '../live/notices';
import { useStore } from '../live/store';
import { words } from '../words';
import { Button } from './Button';
import { Icon } from './Icon';

export function Toasts() {
  const shown = useStore(notices);
  return (
    <div className="toasts" aria-live="polite" aria-relevant="additions">
      {shown.map((notice) => (
        <div key={notice.id} className="toast" role={notice.kind === 'error' ? 'alert' : 'status'}>
          <span className={notice.kind === 'error' ? 'tone-bad' : 'tone-good'}>
            <Icon name={notice.kind === 'error' ? 'alert' : 'check'} />
          </span>
          <div>
            <strong>{notice.title}</strong>
            {notice.detail && <p>{notice.detail}</p>}
          </div>
          <Button kind="ghost" aria-label={words.shell.close} onClick={() => dismiss(notice.id)}><Icon name="close" size={14} /></Button>
        </div>
      ))}
    </div>
  );
}
