// The tab's own picture says what moves and what hurts, with a number, even when the title is cut off.
import { summary } from '../model/cards';
import { base } from './base';
import { board } from './feed';

let shown = '';

/** The pictures are made when the page is built: the Content-Security-Policy allows none made here. */
function picture(): string {
  const value = board.get();
  if (!value) return '';
  const { active, attention } = summary(value);
  const number = attention > 0 ? attention : active;
  return number === 0 ? '' : `icons/tab-${attention > 0 ? 'bad' : 'busy'}-${number > 9 ? 'many' : number}.svg`;
}

/** Keeps the picture true from now on. */
export function watchTab(): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const plainPicture = link?.href ?? '';
  if (!link) return;
  board.subscribe(() => {
    const next = picture();
    if (next === shown) return;
    shown = next;
    link.href = next === '' ? plainPicture : new URL(next, base).href;
  });
}
