// What a word means, beside it: opens on hover, focus and touch, closes with Escape or elsewhere.
import { useEffect, useId, useRef, useState } from 'react';
import { plain } from '../model/plain';
import { Icon } from './Icon';

export function Definition({ label, text }: { label: string; text: string | undefined }) {
  const [pinned, setPinned] = useState(false);
  const [near, setNear] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const id = useId();
  const open = pinned || near;

  useEffect(() => {
    if (!open) return;
    const close = (): void => {
      setPinned(false);
      setNear(false);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') close();
    };
    const onPress = (event: PointerEvent): void => {
      if (!place.current?.contains(event.target as Node)) close();
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', onPress);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', onPress);
    };
  }, [open]);

  if (!text) return null;
  return (
    <span className="definition" ref={place} onPointerEnter={(event) => event.pointerType === 'mouse' && setNear(true)} onPointerLeave={() => setNear(false)}>
      <button type="button" aria-label={label} aria-expanded={open} aria-describedby={open ? id : undefined} onClick={() => setPinned(!pinned)} onFocus={() => setNear(true)} onBlur={() => setNear(false)}><Icon name="help" size={14} /></button>
      {open && <span className="definition-text" role="tooltip" id={id}>{plain(text)}</span>}
    </span>
  );
}
