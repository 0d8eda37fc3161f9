// A button with a panel that belongs to it: the platform's own popover, closed by Escape or a press elsewhere.
import { useId, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';

interface Props {
  label?: string; // of the button, when its content does not say it
  title?: string;
  className?: string;
  trigger: ReactNode;
  heading?: string; // of the panel
  width?: number; // px
  children: () => ReactNode; // drawn while it is open
  testid?: string;
}

const gap = 6; // px between button and panel
const margin = 12; // px to the edge of the window

export function Pop({ label, title, className = '', trigger, heading, width = 320, children, testid }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  // Below the button, or above it where there is more room.
  const place = (): void => {
    const at = button.current?.getBoundingClientRect();
    const style = panel.current?.style;
    if (!at || !style) return;
    const wide = Math.min(width, innerWidth - 2 * margin);
    const below = innerHeight - at.bottom;
    const under = below >= at.top || below > 320;
    style.width = `${wide}px`;
    style.left = `${Math.max(margin, Math.min(at.left, innerWidth - wide - margin))}px`;
    style.top = under ? `${at.bottom + gap}px` : 'auto';
    style.bottom = under ? 'auto' : `${innerHeight - at.top + gap}px`;
    style.maxHeight = `${(under ? below : at.top) - gap - margin}px`;
  };

  return (
    <>
      <button ref={button} type="button" className={className} popoverTarget={id} aria-label={label} title={title} data-testid={testid}>{trigger}</button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className="pop"
        role="dialog"
        aria-label={heading ?? label}
        onBeforeToggle={(event) => {
          const opens = event.newState === 'open';
          if (opens) place();
          flushSync(() => setOpen(opens)); // what is shown must be there before it shows
        }}
        onKeyDown={(event) => event.stopPropagation()}
      >
        {open && <>{heading && <h2>{heading}</h2>}{children()}</>}
      </div>
    </>
  );
}
