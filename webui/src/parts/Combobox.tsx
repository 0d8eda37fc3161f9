// A search field with a list of what fits (WAI-ARIA combobox): arrows move in the list, Enter takes, Escape closes it.
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

interface Props<Item> {
  label: string;
  placeholder?: string;
  text: string;
  onText: (text: string) => void;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  show: (item: Item) => ReactNode;
  onTake: (item: Item) => void;
  status: string; // how much fits, for who listens
  empty?: ReactNode; // in place of the list
}

/** Where the mark goes by a key; null: the key is not for the list. */
export function nextMark(key: string, mark: number, length: number): number | null {
  if (length === 0) return null;
  switch (key) {
    case 'ArrowDown': return mark + 1 >= length ? 0 : mark + 1;
    case 'ArrowUp': return mark <= 0 ? length - 1 : mark - 1;
    case 'PageDown': return Math.min(length - 1, mark + 8);
    case 'PageUp': return Math.max(0, mark - 8);
    default: return null;
  }
}

export function Combobox<Item>({ label, placeholder, text, onText, items, keyOf, show, onTake, status, empty }: Props<Item>) {
  const id = useId();
  const [open, setOpen] = useState(true);
  const [mark, setMark] = useState(-1); // the marked row; none: Enter takes the first
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => setMark(-1), [text]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [mark]);

  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const next = nextMark(event.key, open ? mark : -1, items.length);
    if (next !== null) {
      event.preventDefault();
      setOpen(true);
      setMark(next);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const item = items[Math.max(0, mark)];
      if (open && item !== undefined) onTake(item);
    } else if (event.key === 'Escape' && open && (text !== '' || mark >= 0)) {
      event.preventDefault(); // the dialog stays: first the list gives way
      event.stopPropagation();
      if (mark >= 0) setMark(-1);
      else onText('');
    }
  };

  const shown = open && items.length > 0;
  return (
    <div className="combobox">
      <label htmlFor={id}>{label}</label>
      <input
        id={id} data-first role="combobox" type="text" value={text} placeholder={placeholder} autoComplete="off" autoCapitalize="none" spellCheck={false}
        aria-expanded={shown} aria-controls={`${id}-list`} aria-autocomplete="list" aria-activedescendant={shown && mark >= 0 ? `${id}-${mark}` : undefined}
        onKeyDown={onKey} onChange={(event) => { setOpen(true); onText(event.target.value); }}
      />
      <p className="unseen" role="status">{status}</p>
      {shown ? (
        <ul ref={list} id={`${id}-list`} role="listbox" aria-label={label} className="options">
          {items.map((item, index) => (
            // The input keeps the focus: a click must not take it away.
            <li key={keyOf(item)} id={`${id}-${index}`} role="option" aria-selected={index === mark} onMouseDown={(event) => event.preventDefault()} onClick={() => onTake(item)}>
              {show(item)}
            </li>
          ))}
        </ul>
      ) : empty}
    </div>
  );
}
