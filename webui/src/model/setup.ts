// The first-run checklist: which step comes next, and where GitHub takes the webhook of a repository.
import type { Setup, SetupCheck } from '../wire/action_types';

export interface SetupStep extends SetupCheck { state: 'done' | 'next' | 'later' }

/** The steps in the server's order; the first that is not done is the next. */
export function steps(setup: Pick<Setup, 'checks'>): SetupStep[] {
  const next = setup.checks.findIndex((check) => !check.done);
  return setup.checks.map((check, index) => ({ ...check, state: check.done ? 'done' : index === next ? 'next' : 'later' }));
}

export const isComplete = (setup: Pick<Setup, 'checks'>): boolean => setup.checks.length > 0 && setup.checks.every((check) => check.done);

/** "acme/shop" of a repository on GitHub, whichever way its address is written; null: it is elsewhere. */
export function githubName(repository: string): string | null {
  const match = /^(?:https?:\/\/(?:www\.)?github\.com\/|ssh:\/\/git@github\.com(?::22)?\/|git@github\.com:)([A-Za-z0-9-]+)\/([A-Za-z0-9._-]+?)(?:\.git)?\/?$/.exec(repository.trim());
  return match ? `${match[1] ?? ''}/${match[2] ?? ''}` : null;
}

/** Where GitHub asks for a new webhook of this repository. */
export function githubHooks(repository: string): string | null {
  const name = githubName(repository);
  return name === null ? null : `https://github.com/${name}/settings/hooks/new`;
}

/** The address that the server says, unless only its own machine could use it and the browser knows a better one. */
export function hookUrl(told: string, here: string): string {
  return told === '' || (isUnreachable(told) && !isUnreachable(here)) ? here : told;
}

/** An address that GitHub cannot reach: of this machine, or of a private network. */
export function isUnreachable(address: string): boolean {
  try {
    const { hostname } = new URL(address);
    return /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|\[::1\]|\[f[cd])/.test(hostname) || hostname.endsWith('.localhost') || hostname.endsWith('.local');
  } catch {
    return false;
  }
}
