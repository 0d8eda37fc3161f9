// Listens to the keyboard for the whole page and does what model/keys.ts makes of it.
import { useEffect } from 'react';
import { neighbour, nothingPending, press, type Direction } from '../model/keys';
import { commands } from './commands';
import { go } from './navigation';
import { openOverlay, togglePalette } from './overlay';

let pending = nothingPending;
const topBar = 52; // px, as in shell.css

const isField = (element: Element | null): boolean => element?.matches('input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]') ?? false;

function focus(place: HTMLElement | undefined): boolean {
  place?.querySelector<HTMLElement>('a, button')?.focus();
  place?.scrollIntoView({ block: 'nearest' });
  return place !== undefined;
}

/** The row of a table before or behind the one in focus; from elsewhere the first in sight. */
function row(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-record]')];
  const here = document.activeElement?.closest<HTMLElement>('[data-record]');
  return focus(here ? (rows[rows.indexOf(here) + by] ?? here) : (rows.find((each) => each.getBoundingClientRect().top >= topBar) ?? rows[0]));
}

/** Moves between cards; from elsewhere to the first. Answers whether there was one. */
function move(direction: Direction): boolean {
  if (document.activeElement?.closest('[data-record]') && (direction === 'up' || direction === 'down')) return row(direction === 'down' ? 1 : -1);
  const cards = [...document.querySelectorAll<HTMLElement>('[data-card]')];
  const here = document.activeElement?.closest<HTMLElement>('[data-card]');
  if (!here && document.activeElement !== document.body) return false; // the arrows belong to what has the focus
  const next = here ? cards[neighbour(cards.map((card) => card.getBoundingClientRect()), here.getBoundingClientRect(), direction)] : cards[0];
  return focus(next);
}

function search(): boolean {
  const field = document.querySelector<HTMLInputElement>('[data-search]');
  field?.focus();
  field?.select();
  return field !== null;
}

/** True when the press was taken, so that the browser does not take it too. */
function take(event: KeyboardEvent): boolean {
  const own = commands();
  const { pending: next, hit } = press(pending, {
    key: event.key,
    command: event.ctrlKey || event.metaKey,
    alt: event.altKey,
    typing: isField(document.activeElement),
    covered: document.querySelector('dialog[open]') !== null,
  }, event.timeStamp, own.flatMap(({ key }) => key ?? []));
  pending = next;
  switch (hit?.kind) {
    case undefined: return false;
    case 'palette': togglePalette(); return true;
    case 'help': openOverlay({ kind: 'shortcuts' }); return true;
    case 'search': return search();
    case 'go': go({ page: hit.page }); return true;
    case 'move': return move(hit.direction);
    case 'row': return row(hit.by);
    case 'tile': return focus(document.querySelectorAll<HTMLElement>('[data-card]')[hit.nth]);
    case 'command': own.find(({ key }) => key === hit.key)?.run(); return true;
  }
}

export function useKeyboard(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && !event.isComposing && take(event)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
