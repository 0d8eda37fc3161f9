// What a person follows: environments by "project/name", deployments by id; and what is worth telling about them.
import type { Board, DeploymentRow, Status } from '../wire/types';
import { environmentKey } from './fold';
import { plain, subject, shortCommit } from './plain';
import { isOver, look } from './status';
import { words } from '../words';

export interface News { id: string; status: Status; title: string; body: string }

const most = 200; // kept per browser

/** What was stored, whatever was made of it meanwhile. */
export function readFollowed(stored: string | null): ReadonlySet<string> {
  try {
    const value: unknown = JSON.parse(stored ?? '[]');
    return new Set(Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string').slice(-most) : []);
  } catch {
    return new Set();
  }
}

export const writeFollowed = (followed: ReadonlySet<string>): string => JSON.stringify([...followed].slice(-most));

export function toggled(followed: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(followed);
  if (!next.delete(key)) next.add(key);
  return next;
}

const worthTelling = (status: Status): boolean => isOver(status) || status === 'running' || status === 'needs_attention' || status === 'pending_approval';

function news(row: DeploymentRow): News {
  const where = environmentKey({ project: row.project, name: row.environment });
  const what = subject(row.message) || shortCommit(row.commit);
  return { id: row.id, status: row.status, title: words.shell.follow.news(plain(where), look(row.status).word), body: row.reason ? `${what}\n${plain(row.reason)}` : what };
}

/** What has happened between two boards to what is followed. Rows that only came into sight are no news. */
export function newsBetween(before: Board, after: Board, followed: ReadonlySet<string>): News[] {
  if (followed.size === 0 || before.deployments === after.deployments) return [];
  const known = new Map(before.deployments.map((row) => [row.id, row]));
  return after.deployments
    .filter((row) => followed.has(row.id) || followed.has(environmentKey({ project: row.project, name: row.environment })))
    .filter((row) => {
      const old = known.get(row.id);
      return old ? old.status !== row.status : row.position > before.position;
    })
    .filter((row) => worthTelling(row.status))
    .map(news);
}
