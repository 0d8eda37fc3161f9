// What a deployment brings or takes away, in short: commits first, files on request.
import { useState } from 'react';
import { plain, safeLink } from '../model/plain';
import type { Changes } from '../wire/action_types';
import { words } from '../words';
import { Button } from './Button';
import { ChangeSubject, MigrationTag, Migrations } from './ChangeHints';
import { Hash } from './Commit';
import { Icon } from './Icon';

const said = words.deploy.changes;
const few = 5;

function Totals({ changes }: { changes: Changes }) {
  const { totals } = changes;
  if (!totals) return null;
  return (
    <span className="change-totals" title={said.lines(totals.added, totals.removed)}>
      <span className="muted">{said.files(totals.files)}</span>
      <span className="tone-good number">{said.added(totals.added)}</span>
      <span className="tone-bad number">{said.removed(totals.removed)}</span>
    </span>
  );
}

function Files({ changes }: { changes: Changes }) {
  if (!changes.files || changes.files.length === 0) return null;
  return (
    <details className="fold">
      <summary>{said.showFiles}<Totals changes={changes} /></summary>
      <ul className="change-files">
        {changes.files.map((file) => (
          <li key={file.path}>
            <span className="change-subject"><code className="subject" title={plain(file.path)}>{plain(file.path)}</code><MigrationTag path={file.path} /></span>
            {file.added === null || file.removed === null
              ? <span className="muted">{said.binary}</span>
              : <span className="number"><span className="tone-good">{said.added(file.added)}</span> <span className="tone-bad">{said.removed(file.removed)}</span></span>}
          </li>
        ))}
        {changes.files_truncated && <li className="muted">{said.more}</li>}
      </ul>
    </details>
  );
}

export function DeployChanges({ changes }: { changes: Changes | undefined }) {
  const [all, setAll] = useState(false);
  if (!changes || changes.direction === 'unknown') return <p className="muted change-none">{said.unknown}</p>;
  if (changes.direction === 'first') return <p className="muted change-none">{said.first}</p>;
  if (changes.direction === 'same') return <p className="muted change-none">{said.same}</p>;
  const link = changes.compare_url ? safeLink(changes.compare_url) : null;
  const shown = all ? changes.commits : changes.commits.slice(0, few);
  const head = changes.direction === 'back' ? said.takesAway : said.brings;
  return (
    <section className="brings">
      <header>
        <h3>{said.title}</h3>
        <span className="muted">{head(changes.commits.length, changes.commits_truncated)}</span>
        {link && <a href={link} target="_blank" rel="noreferrer">{said.compare} <Icon name="external" size={12} /></a>}
      </header>
      <Migrations changes={changes} />
      <ul className={changes.direction === 'back' ? 'change-commits change-commits-back' : 'change-commits'}>
        {shown.map((row) => (
          <li key={row.commit}>
            <Hash commit={row.commit} />
            <ChangeSubject text={row.subject} changes={changes} />
            {row.author && <span className="muted change-author">{plain(row.author)}</span>}
          </li>
        ))}
      </ul>
      {!all && changes.commits.length > few && <Button kind="ghost" onClick={() => setAll(true)}>{said.all(changes.commits.length)}</Button>}
      <Files changes={changes} />
    </section>
  );
}
