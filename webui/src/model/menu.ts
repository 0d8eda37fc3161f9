// The pages that the top bar, the palette and the shortcuts lead to, in this order. One line per page.
import { words } from '../words';
import type { PageName, Route } from './route';

export interface Entry { page: Exclude<PageName, 'sign_in'>; name: string; key: string }

/** `key`: the letter that follows "g" on the keyboard. */
export const menu: readonly Entry[] = [
  { page: 'board', name: words.shell.pages.board, key: 'b' },
  { page: 'history', name: words.shell.pages.history, key: 'h' },
  { page: 'audit', name: words.shell.pages.audit, key: 'a' },
  { page: 'insights', name: words.shell.pages.metrics, key: 'm' },
  { page: 'projects', name: words.shell.pages.projects, key: 'p' },
  { page: 'nodes', name: words.shell.pages.nodes, key: 'n' },
  { page: 'deliveries', name: words.shell.pages.deliveries, key: 'w' },
];

const sections: Partial<Record<Route['page'], PageName>> = { project: 'projects', setup: 'projects', node: 'nodes', delivery: 'deliveries', deployment: 'history' };

/** The page of the menu that another belongs to. */
export const sectionOf = (page: Route['page']): Route['page'] => sections[page] ?? page;
