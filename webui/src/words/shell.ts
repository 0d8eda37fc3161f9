// The frame: pages, connection, themes, signing in, and what every page says while it loads, is empty or failed.
export const shell = {
  name: 'Eeveon',
  toBoard: 'Eeveon, to the board',
  title: (page: string): string => `${page} · Eeveon`,
  skip: 'Skip to the content',
  pagesLabel: 'Pages',
  menu: 'Menu',

  /** Names of the pages, as the top bar, the palette and the browser's tab say them. */
  pages: {
    board: 'Board',
    history: 'History',
    audit: 'Audit',
    metrics: 'Metrics',
    projects: 'Projects',
    nodes: 'Nodes',
    deliveries: 'Deliveries',
  },

  connection: {
    connecting: 'Connecting',
    live: 'Live',
    reconnecting: 'Reconnecting',
    polling: 'Polling',
    signed_out: 'Signed out',
    asOf: (clock: string): string => ` · as of ${clock}`,
  },

  theme: { system: 'system', dark: 'dark', light: 'light', tip: (theme: string): string => `Theme: ${theme}`, label: (theme: string): string => `Theme: ${theme}. Change` },

  close: 'Close',
  copy: (what: string): string => `Copy ${what}`,
  theCommand: 'the command',
  loading: 'Loading',
  tryAgain: 'Try again',
  field: 'Field:',
  inField: (field: string): string => `Field: ${field}`,

  problems: {
    unreadable: 'The answer could not be read',
    unreadableDetail: 'Is the page older than the server? Reload it.',
    noAnswer: 'The server did not answer',
    noAnswerDetail: 'It may be restarting. The page tries again by itself.',
  },

  signIn: {
    title: 'Sign in',
    head: 'Sign in to Eeveon',
    waiting: 'Signing in…',
    out: 'Sign out',
    hint: 'On the machine where Eeveon runs, this prints a link that signs you in:',
    paste: 'Or paste a sign-in link or an API token',
    later: (problem: string): string => `${problem}. Try again in a moment.`,
    usedUp: 'This link is used up, expired or not complete: each works once, for 15 minutes.',
    neither: 'That is neither a sign-in link nor a token.',
  },

  lost: { title: 'Not found', head: 'There is no such page', toBoard: 'To the board' },
};
