// What is done with the rows that are chosen: a bar that stays in sight, and a last word that says what happens to each.
import { useEffect, useState } from 'react';
import { api } from '../live/api';
import { complain, tell } from '../live/notices';
import { useSeveral } from '../live/several';
import { mayBe, toType, verdict, type Several, type Verdict } from '../model/chosen';
import { fates, type Refusal } from '../model/fates';
import { subject, shortCommit, plain } from '../model/plain';
import type { DeploymentRow, Problem } from '../wire/types';
import { words } from '../words';
import { Button } from './Button';
import { Confirm } from './Confirm';
import { Skeleton } from './Empty';
import { EnvironmentName } from './EnvironmentName';
import { Hash } from './Commit';

const said = words.table;

/** One of them, and what happens to it. */
function Each({ row, off, tone, fate }: { row: Pick<DeploymentRow, 'commit' | 'message' | 'project' | 'environment'>; off: boolean; tone: 'tone-warn' | 'muted'; fate: string }) {
  return (
    <li className={off ? 'several-off' : undefined}>
      <span className="several-what"><Hash commit={row.commit} /><span className="subject">{subject(row.message) || shortCommit(row.commit)}</span></span>
      <span className="several-where">{plain(row.project)} / <EnvironmentName name={row.environment} /></span>
      <span className={tone}>{fate}</span>
    </li>
  );
}

function SeveralDialog({ verb, rows, onClose, onDone }: { verb: Several; rows: readonly DeploymentRow[]; onClose: () => void; onDone: (left: readonly string[]) => void }) {
  const [verdicts, setVerdicts] = useState<readonly Verdict[] | null>(null);
  const [unread, setUnread] = useState<readonly DeploymentRow[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { busy, leave, each } = useSeveral(onClose);

  useEffect(() => {
    const gone = new AbortController();
    void Promise.all(rows.map((row) => api.deployment(row.id, gone.signal))).then((answers) => {
      if (gone.signal.aborted) return;
      const bad = answers.find((answer) => !answer.ok);
      if (bad && !bad.ok) setProblem(bad.problem);
      setVerdicts(answers.flatMap((answer) => (answer.ok ? [verdict(verb, answer.value)] : [])));
      setUnread(rows.filter((_, index) => !answers[index]?.ok));
    });
    return () => gone.abort();
  }, []);

  const can = (verdicts ?? []).filter((each) => each.can);
  const confirm = async (note: string): Promise<void> => {
    const { done, refused, left } = await each(can, ({ deployment }) => api.act(deployment.id, verb, note));
    onDone([...refused.map((one) => one.each), ...left].map(({ deployment }) => deployment.id));
    if (done > 0) tell(said.several.done[verb](done));
    const told = refused.map(({ each: { deployment }, problem: why }): Refusal => ({ what: `${shortCommit(deployment.commit)} ${deployment.project}/${deployment.environment}`, problem: why }));
    if (told[0]) complain({ ...told[0].problem, title: said.several.failed(told.length), detail: fates(told) });
  };

  return (
    <Confirm title={said.several[verb]} name={verdicts && toType(verb, verdicts)} word={said.several.submit[verb](can.length)} danger={verb === 'cancel'} busy={busy} held={false} ready={can.length > 0} problem={problem} onConfirm={(note) => void confirm(note)} onClose={leave}>
      {!verdicts ? <div aria-label={said.several.asking}><Skeleton rows={Math.min(4, rows.length)} /></div> : (
        <ul className="several">
          {verdicts.map(({ deployment, can: goes, switched }) => (
            <Each key={deployment.id} row={deployment} off={!goes} tone={switched ? 'tone-warn' : 'muted'} fate={!goes ? said.several.cannot : switched ? said.several.switched : said.several.can[verb]} />
          ))}
          {unread.map((row) => <Each key={row.id} row={row} off tone="tone-warn" fate={said.several.unread} />)}
        </ul>
      )}
      {verdicts && can.length === 0 && <p className="tone-warn">{said.several.noneCan}</p>}
    </Confirm>
  );
}

interface Props { rows: readonly DeploymentRow[]; onKeep: (ids: readonly string[]) => void; onLeave: () => void }

export function ChosenBar({ rows, onKeep, onLeave }: Props) {
  const [verb, setVerb] = useState<Several | null>(null);
  const [asked, setAsked] = useState<readonly DeploymentRow[]>([]);
  return (
    <div className="chosen-bar" role="group" aria-label={said.column} data-testid="chosen">
      <span role="status">{rows.length === 0 ? said.none : said.chosen(rows.length)}</span>
      {rows.length > 0 && (['cancel', 'retry'] as const).map((each) => {
        const those = rows.filter((row) => mayBe(each, row));
        return <Button key={each} disabled={those.length === 0} title={those.length === 0 ? said.nothing[each] : undefined} onClick={() => { setAsked(those); setVerb(each); }} data-testid={`several-${each}`}>{said[each](those.length)}</Button>;
      })}
      <Button kind="ghost" onClick={onLeave} data-testid="choose-leave">{said.leave}</Button>
      {verb && <SeveralDialog verb={verb} rows={asked} onClose={() => setVerb(null)} onDone={onKeep} />}
    </div>
  );
}
