// The first steps as a checklist that ticks by itself.
import type { ReactNode } from 'react';
import { actions } from '../live/actions';
import { board } from '../live/feed';
import { useFetched } from '../live/fetched';
import { useStore } from '../live/store';
import { plain } from '../model/plain';
import { isComplete, steps, type SetupStep } from '../model/setup';
import type { Setup } from '../wire/action_types';
import { words } from '../words';
import { Link } from './Button';
import { CopyField } from './CopyField';
import { ProblemBox, Skeleton } from './Empty';
import { Icon } from './Icon';
import { Webhook } from './Webhook';

const said = words.setup;

/** The projects whose repository has not spoken yet. */
const useSilent = () => (useStore(board)?.projects ?? []).filter((project) => !project.repository_bound);
const repositories = (silent: ReturnType<typeof useSilent>): string[] => silent.map((project) => project.url_seen ?? project.repository);

/** What helps with a step beyond its own words. */
function Help({ step, setup }: { step: SetupStep; setup: Setup }): ReactNode {
  const silent = useSilent();
  switch (step.id) {
    case 'project': return <div className="step-help"><Link to={{ page: 'project' }} className="button button-primary">{said.newProject}</Link><span className="muted">{said.orCommand}</span><CopyField text={said.applyCommand} label={said.copy.command} /></div>;
    case 'node': return <div className="step-help"><Link to={{ page: 'node' }} className="button button-primary">{said.newNode}</Link><span className="muted">{said.orCommand}</span><CopyField text={said.nodeCommand} label={said.copy.command} /></div>;
    case 'webhook': return (
      <>
        <Webhook setup={setup} repositories={repositories(silent)} />
        <p className="waiting muted" role="status"><span className="tone-busy"><Icon name="ring" size={14} /></span>{said.waiting}</p>
      </>
    );
    default: return null;
  }
}

function Step({ step, setup }: { step: SetupStep; setup: Setup }) {
  const word = said[step.state];
  const [text, next] = said.steps[step.id] ?? [plain(step.text), plain(step.next)];
  return (
    <li className={`first-step first-step-${step.state}`} data-testid={`check:${step.id}`} data-state={step.state} aria-current={step.state === 'next' ? 'step' : undefined}>
      <span className={`first-step-mark tone-${step.state === 'done' ? 'good' : step.state === 'next' ? 'busy' : 'quiet'}`} title={word}><Icon name={step.state === 'done' ? 'check' : step.state === 'next' ? 'right' : 'empty'} /><span className="unseen">{word}: </span></span>
      <div className="first-step-body">
        <h2>{text}</h2>
        {step.state !== 'done' && next && <p className="muted">{next}</p>}
        {/* A webhook can be set up before its turn: the order is a help, no gate. */}
        {(step.state === 'next' || (step.state === 'later' && step.id === 'webhook')) && <Help step={step} setup={setup} />}
      </div>
    </li>
  );
}

export function Checklist() {
  const silent = useSilent();
  const { value, problem, again } = useFetched('setup', (signal) => actions.setup(signal), { when: () => true, every: 20_000 });
  if (!value) return problem ? <ProblemBox problem={problem} retry={again} /> : <Skeleton rows={4} />;
  const done = value.checks.filter((check) => check.done).length;
  return (
    <div className="checklist" data-testid="checklist">
      <p className="checklist-progress" role="status">
        <span className="progress" aria-hidden="true"><i style={{ width: `${value.checks.length === 0 ? 0 : (done / value.checks.length) * 100}%` }} /></span>
        <span className="muted number">{!isComplete(value) ? said.progress(done, value.checks.length) : silent.length === 0 ? said.complete : said.silent(silent.map((project) => plain(project.name)))}</span>
      </p>
      <ol>{steps(value).map((step) => <Step key={step.id} step={step} setup={value} />)}</ol>
      {isComplete(value) && <Webhook setup={value} repositories={repositories(silent)} />}
    </div>
  );
}
