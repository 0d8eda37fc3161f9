// One deployment: what it is and what can be done, its plan as it runs, and beside it its log, changes, causes and events.
import { useMemo, useRef, useState } from 'react';
import { useTitle } from '../live/clock';
import { useDeployment } from '../live/deployment';
import { go } from '../live/navigation';
import { board } from '../live/feed';
import { usePhone } from '../live/media';
import { useStore } from '../live/store';
import { tabTitle } from '../model/cards';
import { plain, shortCommit, shortId, shortRef, subject } from '../model/plain';
import type { RouteOf } from '../model/route';
import { isOver, lookOf, tookMeans, tookSince, triggerWord } from '../model/status';
import { focusStep } from '../model/timeline';
import type { Deployment as Value } from '../wire/types';
import { words } from '../words';
import { Actions } from '../parts/Actions';
import { Button, Link } from '../parts/Button';
import { Causes } from '../parts/Causes';
import { ChangesView } from '../parts/ChangesView';
import { Hash } from '../parts/Commit';
import { Empty, ProblemBox, Skeleton } from '../parts/Empty';
import { EnvironmentName } from '../parts/EnvironmentName';
import { EventsView } from '../parts/EventsView';
import { Follow } from '../parts/Follow';
import { Icon } from '../parts/Icon';
import { LogView, type Moment } from '../parts/LogView';
import { PlanPane } from '../parts/PlanPane';
import { Status } from '../parts/Status';
import { Ago, Took } from '../parts/Time';

const say = words.deployment;
type Here = RouteOf<'deployment'>;
const tabs = ['plan', 'log', 'changes', 'why', 'events'] as const;
type Tab = (typeof tabs)[number];

function Facts({ value }: { value: Value }) {
  const started = tookSince(value);
  const running = value.steps.filter((step) => step.state === 'running').at(-1);
  const { facts } = say;
  return (
    <dl className="deployment-facts">
      <div><dt>{facts.commit}</dt><dd><Hash commit={value.commit} />{value.ref && <span className="ref">{shortRef(value.ref)}</span>}</dd></div>
      {value.author && <div><dt>{facts.author}</dt><dd>{plain(value.author)}</dd></div>}
      <div><dt>{facts.trigger}</dt><dd>{triggerWord(value.trigger)}{value.actor !== 'gate' && <span className="muted">{plain(value.actor)}</span>}</dd></div>
      <div><dt>{facts.requested}</dt><dd><Ago time={value.requested_at} /></dd></div>
      {started && <div title={tookMeans}><dt>{value.finished_at ? facts.took : facts.running}</dt><dd><Took from={started} to={value.finished_at} /></dd></div>}
      {running && <div><dt>{facts.now}</dt><dd className="tone-busy">{plain(running.stage)}</dd></div>}
      {value.release && <div><dt>{facts.release}</dt><dd><code className="hash" title={plain(value.release)}>{shortId(value.release)}</code></dd></div>}
      {value.worker && <div><dt>{facts.worker}</dt><dd>{plain(value.worker)}{value.attempts > 1 && <span className="muted">×{value.attempts}</span>}</dd></div>}
      {value.rollback_of && <div><dt>{facts.takesBack}</dt><dd><Link to={{ page: 'deployment', id: value.rollback_of }}>{shortId(value.rollback_of)}</Link></dd></div>}
      {value.rolled_back_by && <div><dt>{facts.takenBackBy}</dt><dd><Link to={{ page: 'deployment', id: value.rolled_back_by }}>{shortId(value.rolled_back_by)}</Link></dd></div>}
      {value.note && <div className="fact-wide"><dt>{facts.note}</dt><dd>{plain(value.note)}</dd></div>}
    </dl>
  );
}

function Reason({ value, onShow }: { value: Value; onShow: (step: string) => void }) {
  const wait = value.status === 'queued' ? value.waits?.find(({ to }) => to === undefined) : undefined;
  const reason = value.reason || wait?.reason;
  if (!reason) return null;
  const { tone, shape, word } = lookOf(value);
  const step = tone === 'bad' || tone === 'warn' ? focusStep(value) : null;
  return (
    <div className={`callout tone-${tone}`} role={tone === 'bad' ? 'alert' : undefined} data-testid="reason">
      <Icon name={shape} />
      <div><strong>{word}</strong><p>{plain(reason)}</p></div>
      {wait?.for && <Link className="button" to={{ page: 'deployment', id: wait.for }}>{say.reason.showFirst}</Link>}
      {step && <Button onClick={() => onShow(step)}>{say.reason.showLog}</Button>}
    </div>
  );
}

function Tabs({ route, shown, at }: { route: Here; shown: readonly Tab[]; at: Tab }) {
  return (
    <nav className="tabs" aria-label={say.views.label}>
      {shown.map((tab) => <Link key={tab} to={{ ...route, tab }} replace current={tab === at}>{say.views[tab]}</Link>)}
    </nav>
  );
}

function Body({ value, route }: { value: Value; route: Here }) {
  const phone = usePhone();
  const [moment, setMoment] = useState<Moment | null>(null);
  const over = isOver(value.status);
  const order = useMemo(() => [...new Set(value.steps.map((each) => each.id))], [value.steps]);
  const asked = tabs.find((tab) => tab === route.tab);
  // On a wide page the plan has its own place, so that the other side shows the log in its stead.
  const at: Tab = asked === undefined || (asked === 'plan' && !phone) ? (phone && !route.step ? 'plan' : 'log') : asked;
  const shown = phone ? tabs : tabs.slice(1);

  const select = (step: string | undefined, when?: Moment): void => {
    const { line: _, attempt: __, step: ___, ...rest } = route;
    if (when) setMoment(when);
    go({ ...rest, ...(step ? { step, tab: phone && !when ? 'plan' : 'log' } : {}) } as Here, 'replace');
  };
  // The log is kept while another view is looked at: its lines are here already, and so is its place.
  const opened = useRef(false);
  opened.current ||= at === 'log';
  return (
    <>
      <div className="deployment-notices"><Reason value={value} onShow={(step) => go({ page: 'deployment', id: value.id, tab: 'log', step }, 'replace')} /></div>
      {phone && <Tabs route={route} shown={shown} at={at} />}
      <div className="deployment-body">
        {(!phone || at === 'plan') && <PlanPane value={value} route={route} onSelect={select} />}
        <div className="deployment-main" hidden={at === 'plan'}>
          {!phone && <Tabs route={route} shown={shown} at={at} />}
          {opened.current && <div className="log-place" hidden={at !== 'log'}><LogView key={value.id} route={route} over={over} order={order} moment={moment} /></div>}
          {at !== 'log' && at !== 'plan' && <div className="pane">{at === 'changes' ? <ChangesView value={value} /> : at === 'why' ? <Causes value={value} /> : <EventsView value={value} />}</div>}
        </div>
      </div>
    </>
  );
}

/** The same shape as the page that comes, so that nothing jumps when it does. */
function Loading() {
  return <main className="page page-wide" aria-busy="true" aria-label={say.loading}><Skeleton rows={3} /><div className="deployment-body"><Skeleton rows={9} /><Skeleton rows={9} /></div></main>;
}

export function Deployment({ route }: { route: Here }) {
  const { deployment, problem, again } = useDeployment(route.id);
  const title = deployment ? `${lookOf(deployment).word}: ${shortCommit(deployment.commit)}` : say.title;
  useTitle(tabTitle(title, useStore(board)));
  if (!deployment && problem?.status === 404) return <main className="page"><Empty alone title={say.missing}><p>{say.missingNext}</p><Link className="button" to={{ page: 'history' }}>{say.toHistory}</Link></Empty></main>;
  if (!deployment) return problem ? <main className="page"><ProblemBox problem={problem} retry={again} /></main> : <Loading />;
  return (
    <main className="page page-wide" data-testid="deployment">
      <header className="deployment-head">
        <p className="crumbs">
          <Link to={{ page: 'history', project: deployment.project }}>{plain(deployment.project)}</Link><span aria-hidden="true">/</span>
          <Link to={{ page: 'history', project: deployment.project, environment: deployment.environment }}><EnvironmentName name={deployment.environment} /></Link>
        </p>
        <div className="deployment-title">
          <h1>{subject(deployment.message) || say.commitOf(shortCommit(deployment.commit))}</h1>
          <span aria-live="polite" data-testid="status"><Status status={deployment.status} as={lookOf(deployment)} /></span>
          {!isOver(deployment.status) && <Follow id={deployment.id} name={say.commitOf(shortCommit(deployment.commit))} />}
          <Actions deployment={deployment} />
        </div>
        <Facts value={deployment} />
      </header>
      {problem && <ProblemBox problem={problem} retry={again} />}
      <Body value={deployment} route={route} />
    </main>
  );
}
