// A modal dialog: the platform's own, which keeps the focus inside and closes on Escape.
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { words } from '../words';
import { Button } from './Button';
import { Icon } from './Icon';

interface Props { title: string; subtitle?: ReactNode; onClose: () => void; children: ReactNode; footer: ReactNode }

export function Dialog({ title, subtitle, onClose, children, footer }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();

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

  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault(); // React takes it away, so that the focus finds its way back
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose(); // the backdrop
      }}
    >
      <div className="dialog-body">
        <header>
          <div>
            <h2 id={id}>{title}</h2>
            {subtitle && <p className="muted">{subtitle}</p>}
          </div>
          <Button kind="ghost" aria-label={words.shell.close} onClick={onClose}><Icon name="close" /></Button>
        </header>
        <div className="dialog-content">{children}</div>
        <footer>{footer}</footer>
      </div>
    </dialog>
  );
}
