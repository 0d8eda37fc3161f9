// What a deployment changes against what ran before it: commits, files, and the direction it goes.
import { useState } from 'react';
import { useChanges } from '../live/story';
import { bars, splitPath, summary } from '../model/changes';
import { plain, safeLink } from '../model/plain';
import type { Changes } from '../wire/action_types';
import type { Deployment } from '../wire/types';
import { words } from '../words';
import { Button } from './Button';
import { ChangeSubject, MigrationTag, Migrations } from './ChangeHints';
import { Hash } from './Commit';
import { Empty, ProblemBox, Skeleton } from './Empty';
import { Icon } from './Icon';
import { Ago } from './Time';

const say = words.deployment.changes;
const firstFiles = 100;

function Summary({ changes }: { changes: Changes }) {
  const link = changes.compare_url ? safeLink(changes.compare_url) : null;
  const tone = changes.direction === 'back' || changes.direction === 'diverged' ? 'tone-warn' : changes.direction === 'forward' ? 'tone-good' : 'tone-quiet';
  const sign = changes.direction === 'back' ? 'undo' : changes.direction === 'diverged' ? 'alert' : changes.direction === 'unknown' ? 'question' : 'branch';
  return (
    <div className={`changes-summary ${tone}`} data-direction={changes.direction}>
      <Icon name={sign} />
      <p>{summary(changes)}</p>
      <span className="changes-way">
        {changes.base && <><span className="muted">{say.base}</span> <Hash commit={changes.base} /> <span aria-hidden="true">→</span> </>}
        <span className="muted">{changes.direction === 'back' ? say.headBack : say.head}</span> <Hash commit={changes.head} />
      </span>
      {link && <a className="button" href={link} target="_blank" rel="noreferrer">{say.compare}<Icon name="external" size={12} /></a>}
    </div>
  );
}

function Squares({ added, removed, most }: { added: number; removed: number; most: number }) {
  const shown = bars(added, removed, most);
  return (
    <span className="squares" aria-hidden="true">
      {(['added', 'removed', 'none'] as const).flatMap((kind) => Array.from({ length: shown[kind] }, (_, index) => <i key={`${kind}${index}`} className={`square-${kind}`} />))}
    </span>
  );
}

function Files({ changes }: { changes: Changes }) {
  const [all, setAll] = useState(false);
  const { files, totals } = changes;
  if (!files) return <p className="muted">{say.noFiles}</p>;
  const shown = all ? files : files.slice(0, firstFiles);
  const most = Math.max(...files.map((file) => (file.added ?? 0) + (file.removed ?? 0)), 1);
  return (
    <section>
      <header className="changes-head">
        <h2>{changes.direction === 'back' ? say.filesTaken : say.files}</h2>
        {totals && <span className="muted number">{say.totals(totals.files)} <span className="tone-good">+{totals.added.toLocaleString('en')}</span> <span className="tone-bad">−{totals.removed.toLocaleString('en')}</span></span>}
      </header>
      <ul className="files">
        {shown.map((file) => {
          const { folder, name } = splitPath(file.path);
          return (
            <li key={file.path}>
              <span className="file-path" title={plain(file.path)}><span className="muted">{plain(folder)}</span><span>{plain(name)}</span><MigrationTag path={file.path} /></span>
              {file.added === null || file.removed === null ? <span className="muted">{say.binary}</span> : (
                <>
                  <span className="number tone-good" aria-label={say.added(file.added)}>+{file.added.toLocaleString('en')}</span>
                  <span className="number tone-bad" aria-label={say.removed(file.removed)}>−{file.removed.toLocaleString('en')}</span>
                  <Squares added={file.added} removed={file.removed} most={most} />
                </>
              )}
            </li>
          );
        })}
      </ul>
      {files.length > shown.length && <Button onClick={() => setAll(true)}>{say.moreFiles(files.length - shown.length)}</Button>}
      {changes.files_truncated && <p className="muted">{say.truncatedFiles(files.length)}</p>}
    </section>
  );
}

/** The changes alone: also for a preview of what is only asked for. */
export function ChangesBody({ changes }: { changes: Changes }) {
  const quiet = changes.direction === 'unknown' || changes.direction === 'same' || changes.direction === 'first';
  return (
    <div className="changes">
      <Summary changes={changes} />
      <Migrations changes={changes} />
      {(!quiet || changes.commits.length > 0) && (
        <section>
          <header className="changes-head"><h2>{changes.direction === 'back' ? say.taken : say.commits}</h2></header>
          {changes.commits.length === 0 ? <p className="muted">{say.noCommits}</p> : (
            <ol className={changes.direction === 'back' ? 'commits commits-taken' : 'commits'}>
              {changes.commits.map((commit) => (
                <li key={commit.commit}>
                  <Hash commit={commit.commit} />
                  <ChangeSubject text={commit.subject} changes={changes} />
                  <span className="muted commit-who">{plain(commit.author ?? '')}</span>
                  <span className="muted commit-when"><Ago time={commit.at} /></span>
                </li>
              ))}
            </ol>
          )}
          {changes.commits_truncated && <p className="muted">{say.truncatedCommits(changes.commits.length)}</p>}
        </section>
      )}
      {(!quiet || (changes.files?.length ?? 0) > 0) && <Files changes={changes} />}
    </div>
  );
}

export function ChangesView({ value }: { value: Deployment }) {
  const built = value.plan.digest !== null;
  const { value: changes, problem, again } = useChanges(value.id, built);
  if (changes) return <ChangesBody changes={changes} />;
  if (!problem) return <div className="pane-pad" aria-label={say.loading}><Skeleton rows={6} /></div>;
  if (problem.status === 404) return <div className="pane-pad"><Empty title={say.unsupported}><p>{say.unsupportedNext}</p></Empty></div>;
  return <div className="pane-pad"><ProblemBox problem={problem} retry={again} /></div>;
}
