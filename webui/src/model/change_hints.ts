// What a list of changes tells beyond its words: pull requests to read, migrations that going back does not undo.

export interface PullRequest { name: string; address: string }

/** A subject without the pull request at its end, which stands beside it as a link. */
export const withoutPull = (subject: string, pull: PullRequest | null): string => (pull && subject.trimEnd().endsWith(`(${pull.name})`) ? subject.trimEnd().slice(0, -pull.name.length - 2).trimEnd() : subject);

/** Of "Add a basket (#12)" and "Merge pull request #12 from …", at the repository that the comparison names. */
export function pullRequest(subject: string, compareUrl: string | undefined): PullRequest | null {
  const place = /^(https?:\/\/[^\s?#]+?)\/(-\/)?compare\//.exec(compareUrl ?? '');
  if (!place?.[1]) return null;
  const onGitlab = place[2] !== undefined;
  const number = (onGitlab ? /\(!(\d{1,9})\)\s*$/ : /\(#(\d{1,9})\)\s*$|^Merge pull request #(\d{1,9})\b/).exec(subject);
  const found = number?.[1] ?? number?.[2];
  if (found === undefined) return null;
  return onGitlab ? { name: `!${found}`, address: `${place[1]}/-/merge_requests/${found}` } : { name: `#${found}`, address: `${place[1]}/pull/${found}` };
}

const folders = /(?:^|\/)(?:migrations?|db\/migrate|alembic\/versions|changelogs?\/db|liquibase|flyway)\/[^/]/i;
const flyway = /(?:^|\/)[VUR]\d[\w.]*__[^/]+\.sql$/;

/** By where it lies or how it is called: a file that changes a database when it is deployed. Documents beside such files are none. */
export const isMigration = (path: string): boolean => (folders.test(path) && !/\.(?:md|txt)$|(?:^|\/)(?:README|__init__\.py|\.gitkeep)$/i.test(path)) || flyway.test(path);
