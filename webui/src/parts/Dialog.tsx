// A modal dialog: the platform's own, which keeps the focus inside and closes on Escape.
import { useEffect, useId, useRef, type MouseEvent, type ReactNode, type SyntheticEvent } from 'react';
import { words } from '../words';
import { Button } from './Button';
import { Icon } from './Icon';

interface Props { title: string; subtitle?: ReactNode; busy?: boolean; onClose: () => void; children: ReactNode; footer: ReactNode }

/** What makes a dialog element modal while it stands: the focus goes in, stays, and comes back. */
export function useModal(onClose: () => void) {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    element?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return {
    ref: dialog,
    onCancel: (event: SyntheticEvent) => {
      event.preventDefault(); // React takes it away, so that the focus finds its way back
      onClose();
    },
    onMouseDown: (event: MouseEvent) => {
      if (event.target === event.currentTarget) onClose(); // the backdrop
    },
  };
}

/** `busy`: what it asked for is under way. Closed now it would look as if nothing had been asked, and could be asked for twice. */
export function Dialog({ title, subtitle, busy = false, onClose, children, footer }: Props) {
  const modal = useModal(() => { if (!busy) onClose(); });
  const id = useId();

  return (
    <dialog {...modal} className="dialog" aria-labelledby={id}>
      <div className="dialog-body">
        <header>
          <div>
            <h2 id={id}>{title}</h2>
            {subtitle && <p className="muted">{subtitle}</p>}
          </div>
          <Button kind="ghost" aria-label={words.shell.close} busy={busy} onClick={onClose}><Icon name="close" /></Button>
        </header>
        <div className="dialog-content">{children}</div>
        <footer>{footer}</footer>
      </div>
    </dialog>
  );
}
