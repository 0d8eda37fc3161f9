// The one button, and the link that looks like it does not need one.
import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import type { Route } from '../model/route';
import { go, href } from '../live/navigation';

interface Look { kind?: 'primary' | 'plain' | 'danger' | 'ghost'; busy?: boolean }

/** While busy it does nothing when pressed; it is not disabled, because that would take the focus from whoever pressed it. */
export function Button({ kind = 'plain', busy = false, className = '', onClick, children, ...rest }: ComponentProps<'button'> & Look) {
  const press = (event: MouseEvent<HTMLButtonElement>): void => (busy ? event.preventDefault() : onClick?.(event));
  return (
    <button type="button" className={`button button-${kind} ${className}`} aria-busy={busy || undefined} aria-disabled={busy || undefined} onClick={press} {...rest}>
      {children}
    </button>
  );
}

interface LinkProps { to: Route; className?: string; children: ReactNode; title?: string; current?: boolean; label?: string; replace?: boolean }

/** A link inside the page; with a modifier key the browser does what it always does. */
export function Link({ to, className, children, title, current, label, replace = false }: LinkProps) {
  const follow = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to, replace ? 'replace' : 'push');
  };
  return (
    <a href={href(to)} onClick={follow} className={className} title={title} aria-label={label} aria-current={current ? 'page' : undefined}>
      {children}
    </a>
  );
}
