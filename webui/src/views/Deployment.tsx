// One deployment: what it is, its plan as it runs, its log, and why it happened.
import { useMemo } from 'react';
import { useNow, useTitle } from '../live/clock';
import { useDeployment } from '../live/deployment';
import { go } from '../live/navigation';
import { board } from '../live/feed';
import { useStore } from '../live/store';
import { tabTitle } from '../model/cards';
import { plain, shortCommit, shortId, shortRef, subject } from '../model/plain';
import { isOver, look, tookMeans, tookSince, triggerWord } from '../model/status';
import { focusStep, nodeStates, timeline } from '../model/timeline';
import type { Deployment as Value } from '../wire/types';
import { Actions } from '../parts/Actions';
import { Button, Link } from '../parts/Button';
import { Causes } from '../parts/Causes';
import { Hash } from '../parts/Commit';
import { ProblemBox, Skeleton } from '../parts/Empty';
import { Icon } from '../parts/Icon';
import { LogView } from '../parts/LogView';
import { Stages } from '../parts/Stages';
import { Status, StepMark } from '../parts/Status';
import { Ago, Took } from '../parts/Time';

function Facts({ value }: { value: Value }) {
  const started = tookSince(value);
  const running = value.steps.filter((step) => step.state === 'running').at(-1);
  return (
    <dl className="deployment-facts">
      <div><dt>Commit</dt><dd><Hash commit={value.commit} />{value.ref && <span className="ref">{shortRef(value.ref)}</span>}</dd></div>
      {value.author && <div><dt>Author</dt><dd>{plain(value.author)}</dd></div>}
      <div><dt>Trigger</dt><dd>{triggerWord(value.trigger)}{value.actor !== 'gate' && <span className="muted"> {plain(value.actor)}</span>}</dd></div>
      <div><dt>Requested</dt><dd><Ago time={value.requested_at} /></dd></div>
      {started && <div title={tookMeans}><dt>{value.finished_at ? 'Took' : 'Running for'}</dt><dd><Took from={started} to={value.finished_at} /></dd></div>}
      {running && <div><dt>Now</dt><dd className="tone-busy">{plain(running.stage)}</dd></div>}
      {value.rollback_of && <div><dt>Takes back</dt><dd><Link to={{ page: 'deployment', id: value.rollback_of }}>{shortId(value.rollback_of)}</Link></dd></div>}
      {value.rolled_back_by && <div><dt>Taken back by</dt><dd><Link to={{ page: 'deployment', id: value.rolled_back_by }}>{shortId(value.rolled_back_by)}</Link></dd></div>}
    </dl>
  );
}

function Reason({ value, onShow }: { value: Value; onShow: (step: string) => void }) {
  if (!value.reason) return null;
  const { tone, shape } = look(value.status);
  const step = tone === 'bad' || tone === 'warn' ? focusStep(value) : null;
  return (
    <div className={`callout tone-${tone}`} role={tone === 'bad' ? 'alert' : undefined} data-testid="reason">
      <Icon name={shape} />
      <div><strong>{look(value.status).word}</strong><p>{plain(value.reason)}</p></div>
      {step && <Button onClick={() => onShow(step)}>Show its log</Button>}
    </div>
  );
}

function Body({ value, step }: { value: Value; step: string | undefined }) {
  const now = useNow();
  const over = isOver(value.status);
  const { stages } = timeline(value, now);
  const order = useMemo(() => value.steps.map((each) => each.id), [value.steps]);
  const nodes = nodeStates(stages, over);
  const select = (next: string): void => go({ page: 'deployment', id: value.id, ...(next === step ? {} : { step: next }) }, 'replace');
  return (
    <>
      <Reason value={value} onShow={(next) => go({ page: 'deployment', id: value.id, step: next }, 'replace')} />
      {nodes.length > 0 && (
        <ul className="node-strip" aria-label="Nodes">
          {nodes.map(({ node, doing, state }) => <li key={node}><StepMark state={state} /><span>{plain(node)}</span>{doing && <span className="muted">{plain(doing)}</span>}</li>)}
        </ul>
      )}
      <div className="deployment-body">
        <div className="deployment-side">
          <Stages stages={stages} selected={step} onSelect={select} />
          <Causes causes={value.causes} />
        </div>
        <LogView key={value.id} id={value.id} over={over} order={order} step={step} onAll={() => step && select(step)} />
      </div>
    </>
  );
}

export function Deployment({ id, step }: { id: string; step: string | undefined }) {
  const { deployment, problem } = useDeployment(id);
  const title = deployment ? `${look(deployment.status).word}: ${shortCommit(deployment.commit)}` : 'Deployment';
  useTitle(tabTitle(title, useStore(board)));
  if (!deployment) return <main className="page">{problem ? <ProblemBox problem={problem} /> : <Skeleton rows={4} tall />}</main>;
  return (
    <main className="page page-wide" data-testid="deployment">
      <header className="deployment-head">
        <p className="crumbs">
          <Link to={{ page: 'history', project: deployment.project }}>{plain(deployment.project)}</Link><span aria-hidden="true">/</span>
          <Link to={{ page: 'history', project: deployment.project, environment: deployment.environment }}>{plain(deployment.environment)}</Link>
        </p>
        <div className="deployment-title">
          <h1>{subject(deployment.message) || `Commit ${shortCommit(deployment.commit)}`}</h1>
          <span aria-live="polite" data-testid="status"><Status status={deployment.status} /></span>
          <Actions deployment={deployment} />
        </div>
        <Facts value={deployment} />
      </header>
      {problem && <ProblemBox problem={problem} />}
      <Body value={deployment} step={step} />
    </main>
  );
}
