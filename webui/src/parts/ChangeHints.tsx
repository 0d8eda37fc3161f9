// Beside changes: the pull request of a commit, and a word about migrations.
import { isMigration, pullRequest, withoutPull } from '../model/change_hints';
import { subject } from '../model/plain';
import type { Changes } from '../wire/action_types';
import { words } from '../words';
import { Icon } from './Icon';

const said = words.deploy.changes;

/** What a commit says, and its pull request. */
export function ChangeSubject({ text, changes }: { text: string; changes: Changes }) {
  const pull = pullRequest(subject(text), changes.compare_url);
  return (
    <span className="change-subject">
      <span className="subject" title={subject(text)}>{withoutPull(subject(text), pull)}</span>
      {pull && <a className="pull" href={pull.address} target="_blank" rel="noreferrer" aria-label={said.pull(pull.name)} title={said.pull(pull.name)}>{pull.name}</a>}
    </span>
  );
}

export const MigrationTag = ({ path }: { path: string }) => (isMigration(path) ? <span className="tag tone-warn">{said.migration}</span> : null);

export function Migrations({ changes }: { changes: Changes }) {
  const count = changes.files?.filter((file) => isMigration(file.path)).length ?? 0;
  if (count === 0) return null;
  const away = changes.direction === 'back' || changes.direction === 'diverged';
  return <p className={`migrations tone-${away ? 'warn' : 'quiet'}`} data-testid="migrations"><Icon name={away ? 'alert' : 'server'} size={14} /><span>{away ? said.migrationsAway(count) : said.migrations(count)}</span></p>;
}
