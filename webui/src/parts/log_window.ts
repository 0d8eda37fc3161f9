// Which rows of a log are in sight, and staying at a place while rows come in before it or behind it.
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { evenPlaces, numberOf, wrappedPlaces, type Listing, type Places, type Row } from '../model/listing';

export const rowHeight = 20; // px, as in log.css
const spare = 10; // rows beyond what is in sight, on either side
const spareFar = 2; // after a jump none of the rows is drawn already: as few as hide the edges
const step = rowHeight * 6; // px of scrolling after which rows are drawn anew

interface View { top: number; height: number; width: number; spare: number }
interface Anchor { key: string; attempt: number; step: string; number: number; offset: number }

export interface Window {
  box: RefObject<HTMLDivElement | null>;
  first: number;
  last: number; // exclusive
  places: Places;
  scrolled: () => void;
  scrollTo: (row: number) => void;
}

/** How many letters fit into a line. */
function useColumns(box: RefObject<HTMLDivElement | null>, width: number, aside: number): number {
  const letter = useRef(0);
  if (letter.current === 0 && box.current) {
    const probe = box.current.appendChild(document.createElement('span'));
    probe.textContent = '0'.repeat(100);
    letter.current = probe.getBoundingClientRect().width / 100;
    probe.remove();
  }
  return letter.current === 0 ? 80 : Math.max(10, Math.floor((width - 96) / letter.current) - aside);
}

const keyOf = (row: Row): Omit<Anchor, 'offset'> => ({
  key: row.section.key, step: row.section.step, attempt: row.section.attempt, number: row.kind === 'line' ? numberOf(row) : row.kind === 'gap' ? row.from : 0,
});

/** `aside`: letters of a line that stand beside its text. */
export function useWindow(listing: Listing, wrap: boolean, widest: number, aside: number, following: boolean, onFollow: (follow: boolean) => void): Window {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View>({ top: 0, height: 600, width: 800, spare });
  const lastTop = useRef(0);
  const anchor = useRef<Anchor | null>(null);
  const columns = useColumns(box, view.width, aside);
  const places = wrap ? wrappedPlaces(listing, rowHeight, columns, widest) : evenPlaces(listing.length, rowHeight);
  const now = useRef({ listing, places });
  now.current = { listing, places };
  const stays = useRef(following);
  stays.current = following;

  const look = useCallback((): void => {
    const element = box.current;
    if (!element) return;
    const top = Math.floor(element.scrollTop / step) * step;
    const { clientHeight: height, clientWidth: width } = element;
    setView((old) => (old.top === top && old.height === height && old.width === width ? old : { top, height, width, spare: Math.abs(top - old.top) > height ? spareFar : spare }));
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (stays.current) element.scrollTop = element.scrollHeight; // out of sight it had no end to stay at
      look();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [look]);

  // At the end, or where the reader was: rows that came in elsewhere move nothing before their eyes.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const kept = anchor.current;
    // Who has moved up since is told of with the next frame only: what comes in between does not pull them back.
    const away = element.scrollTop < lastTop.current - 2 && element.scrollHeight - element.scrollTop - element.clientHeight >= rowHeight;
    if (following && away) return look();
    if (following) element.scrollTop = element.scrollHeight;
    else if (kept) {
      const row = kept.number === 0 ? undefined : listing.find(kept.step, kept.attempt, kept.number);
      const wanted = row === undefined ? element.scrollTop : Math.round(places.top(row) + kept.offset);
      if (Math.abs(element.scrollTop - wanted) > 1) element.scrollTop = wanted;
    }
    lastTop.current = element.scrollTop;
    look();
  }, [listing, wrap, columns, following, look]);

  const scrolled = useCallback((): void => {
    const element = box.current;
    if (!element) return;
    const top = element.scrollTop;
    const atEnd = element.scrollHeight - top - element.clientHeight < rowHeight;
    if (top < lastTop.current - 2 && !atEnd) onFollow(false);
    else if (atEnd && top > lastTop.current) onFollow(true);
    lastTop.current = top;
    const { listing: list, places: lie } = now.current;
    const at = lie.at(top);
    const row = list.row(at);
    anchor.current = row ? { ...keyOf(row), offset: top - lie.top(at) } : null;
    look();
  }, [look, onFollow]);

  const scrollTo = useCallback((row: number): void => {
    const element = box.current;
    if (!element) return;
    const top = now.current.places.top(row);
    if (top > element.scrollTop + rowHeight && top < element.scrollTop + element.clientHeight - 2 * rowHeight) return;
    element.scrollTop = Math.max(0, top - element.clientHeight / 3);
    scrolled();
    onFollow(false);
  }, [onFollow, scrolled]);

  const first = Math.max(0, places.at(view.top) - view.spare);
  const last = Math.min(listing.length, places.at(view.top + view.height + step) + 1 + view.spare);
  return { box, first, last, places, scrolled, scrollTo };
}
