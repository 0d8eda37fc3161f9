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
    stale: (clock: string): string => `Stale since ${clock}`,
    staleNote: (clock: string): string => `The server does not answer. What you see is from ${clock}; the page goes on trying.`,
    means: {
      connecting: 'The first picture is on its way',
      live: 'Every change shows at once',
      reconnecting: 'The connection was lost; the page comes back by itself and misses nothing',
      polling: 'Live messages do not get through, so the page asks every few seconds',
      signed_out: 'Sign in to see the board',
      stale: 'The server does not answer',
    },
  },

  display: {
    title: 'Display and account',
    theme: 'Theme',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    times: 'Times',
    styles: { relative: '3 m ago', absolute: '14:03' },
    zone: 'Clock',
    zones: { local: 'Local', utc: 'UTC' },
    notifications: 'Notifications',
    followed: (number: number): string => (number === 0 ? 'Press a bell to follow an environment.' : `You follow ${number} in this browser.`),
    permission: {
      granted: 'The system shows news while this page is out of sight.',
      denied: 'This browser does not allow them from here: news appears on the page only.',
      default: 'The system may show news while this page is out of sight.',
      unsupported: 'This browser knows none: news appears on the page only.',
    },
    allow: 'Allow notifications',
    signOut: (actor: string): string => (actor ? `Sign out ${actor}` : 'Sign out'),
  },

  palette: {
    title: 'Command palette',
    open: 'Find with the command palette',
    short: 'Find',
    keys: 'Ctrl K',
    hint: 'Page, environment, deployment or action',
    results: 'What was found',
    none: 'Nothing is called like this. Letters may be left out, but not swapped.',
    kinds: { here: 'here', page: 'page', environment: 'environment', action: 'action', deployment: 'deployment' },
    matrix: 'Board as a matrix',
    wall: 'Board for a wall screen',
    trouble: 'Environments to look at',
    theme: (theme: string): string => `Theme: ${theme}`,
    times: (style: string): string => `Times as: ${style}`,
    zone: (zone: string): string => `Clock: ${zone}`,
    link: 'Copy a link to this view',
    linkMeans: 'with its filters, lines and moment: others see the same',
    deploy: (where: string): string => `Deploy ${where}`,
    rollback: (where: string): string => `Roll back ${where}`,
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    everywhere: 'Everywhere',
    here: 'On this page',
    goTo: 'Go to',
    palette: 'Command palette',
    search: 'Search this page',
    help: 'These shortcuts',
    leave: 'Close, clear or leave',
    move: 'Move between cards and cells',
    tile: 'To a card by its number',
    row: 'Next and previous row of a list',
  },

  notices: 'Notices',
  open: 'Open',

  follow: {
    start: (name: string): string => `Follow ${name}`,
    stop: (name: string): string => `Stop following ${name}`,
    begun: (name: string): string => `Following ${name}`,
    denied: 'This browser does not allow notifications from here; news appears on the page only.',
    news: (where: string, status: string): string => `${where}: ${status}`,
  },

  close: 'Close',
  copy: (what: string): string => `Copy ${what}`,
  theCommand: 'the command',
  loading: 'Loading',
  tryAgain: 'Try again',
  field: 'Field:',
  inField: (field: string): string => `Field: ${field}`,

  share: { label: 'Share a link to this view', copied: 'Link copied' },

  request: { id: 'Request', copy: 'Copy the number of the request', copied: 'The number of the request is copied' },

  broken: {
    title: 'This part of the page could not be shown',
    hint: 'When the server was renewed meanwhile, loading the page again brings the new one.',
    reload: 'Load the page again',
  },

  problems: {
    unreadable: 'The answer could not be read',
    unreadableDetail: 'Is the page older than the server? Reload it.',
    noAnswer: 'The server did not answer',
    noAnswerDetail: 'It may be restarting. Try again in a moment.',
    brokenDetail: 'Try again in a moment. If it stays so, the server’s log says why.',
    notKnown: 'It is not known whether this was done. Ask again: the same request within two minutes is not carried out twice.',
  },

  signIn: {
    title: 'Sign in',
    head: 'Sign in to Eeveon',
    waiting: 'Signing in…',
    out: 'Sign out',
    stillIn: 'You are still signed in',
    hint: 'On the machine where Eeveon runs, this prints a link that signs you in:',
    paste: 'Or paste a sign-in link or an API token',
    later: (problem: string): string => `${problem}. Try again in a moment.`,
    usedUp: 'This link is used up, expired or not complete: each works once, for 15 minutes.',
    neither: 'That is neither a sign-in link nor a token.',
  },

  lost: { title: 'Not found', head: 'There is no such page', toBoard: 'To the board' },
};
