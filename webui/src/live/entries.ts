// Everything the palette can do: pages, views, environments with their actions, deployments, settings, and what the view offers.
import { environmentKey } from '../model/fold';
import { menu } from '../model/menu';
import { plain, shortCommit, shortId, subject } from '../model/plain';
import type { Entry } from '../model/palette';
import type { Route } from '../model/route';
import { look } from '../model/status';
import type { Board } from '../wire/types';
import { words } from '../words';
import { api } from './api';
import { copyText } from './clipboard';
import type { Command } from './commands';
import { feed } from './feed';
import { forgetUnsaved } from './guard';
import { go } from './navigation';
import { complain } from './notices';
import { openOverlay } from './overlay';
import { past } from './past';
import { setTheme, themes } from './theme';
import { setTimeStyle, setZone, timeStyles, zones } from './times';

export type Run = () => void;

const said = words.shell.palette;

const to = (route: Route): Run => () => go(route);

function settings(): Entry<Run>[] {
  return [
    ...themes.map((theme) => ({ id: `theme/${theme}`, kind: 'action' as const, title: said.theme(words.shell.display.themes[theme]), run: () => setTheme(theme) })),
    ...timeStyles.map((style) => ({ id: `times/${style}`, kind: 'action' as const, title: said.times(words.shell.display.styles[style]), run: () => setTimeStyle(style) })),
    ...zones.map((zone) => ({ id: `zone/${zone}`, kind: 'action' as const, title: said.zone(words.shell.display.zones[zone]), run: () => setZone(zone) })),
    { id: 'link', kind: 'action', title: said.link, detail: said.linkMeans, run: () => void copyText(location.href, words.shell.share.copied) },
    { id: 'shortcuts', kind: 'action', title: words.shell.shortcuts.title, keys: ['?'], run: () => openOverlay({ kind: 'shortcuts' }) },
    { id: 'sign-out', kind: 'action', title: words.shell.signIn.out, run: () => void signOut() },
  ];
}

export async function signOut(): Promise<void> {
  const answer = await api.signOut();
  if (answer.ok || answer.problem.status === 401) {
    forgetUnsaved();
    feed.signedOut();
  } else complain({ ...answer.problem, title: words.shell.signIn.stillIn });
}

/** While the past is shown nothing is offered that acts on the present. */
function places(board: Board, acting: boolean): Entry<Run>[] {
  return board.environments.flatMap((environment): Entry<Run>[] => {
    const key = environmentKey(environment);
    const { project, name, current, previous } = environment;
    const title = `${plain(project)} / ${plain(name)}`;
    return [
      { id: `on/${key}`, kind: 'environment', title, ...(current && { detail: `${shortCommit(current.commit)} ${subject(current.message)}` }), run: to({ page: 'history', project, environment: name }) },
      ...(acting ? [{ id: `deploy/${key}`, kind: 'action' as const, quiet: true, title: said.deploy(title), run: () => openOverlay({ kind: 'deploy', environment: key }) }] : []),
      ...(acting && previous ? [{ id: `rollback/${key}`, kind: 'action' as const, quiet: true, title: said.rollback(title), run: () => openOverlay({ kind: 'rollback', environment: key }) }] : []),
    ];
  });
}

export function entries(board: Board | null, offered: readonly Command[]): Entry<Run>[] {
  return [
    ...offered.map(({ id, title, detail, key, run }): Entry<Run> => ({ id: `here/${id}`, kind: 'here', title, ...(detail && { detail }), ...(key && { keys: [key] }), run })),
    ...menu.map(({ page, name, key }): Entry<Run> => ({ id: `page/${page}`, kind: 'page', title: name, keys: ['g', key], run: to({ page }) })),
    { id: 'view/matrix', kind: 'page', title: said.matrix, run: to({ page: 'board', view: 'matrix' }) },
    { id: 'view/wall', kind: 'page', title: said.wall, run: to({ page: 'board', view: 'wall' }) },
    { id: 'view/trouble', kind: 'page', title: said.trouble, run: to({ page: 'board', state: 'trouble', sort: 'worst' }) },
    ...settings(),
    ...(board ? places(board, past.get().moment === null) : []),
    ...(board?.deployments ?? []).map((row): Entry<Run> => ({
      id: row.id, kind: 'deployment', quiet: true, title: subject(row.message) || shortCommit(row.commit), detail: `${plain(row.project)} / ${plain(row.environment)} · ${look(row.status).word} · ${shortCommit(row.commit)} · ${plain(row.author ?? row.actor)} · ${shortId(row.id)}`, run: to({ page: 'deployment', id: row.id }),
    })),
  ];
}
