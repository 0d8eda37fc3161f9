// What a deployment would do, before it is asked for: from what to what, what to mind, what it brings, its plan.
import type { ReactNode } from 'react';
import { board } from '../live/feed';
import { useStore } from '../live/store';
import { seenFrom } from '../model/cards';
import { plain } from '../model/plain';
import { isSame, warnings, type Warning } from '../model/preview';
import type { Option } from '../model/targets';
import type { DryRun } from '../wire/action_types';
import type { Environment, Plan } from '../wire/types';
import { words } from '../words';
import { Link } from './Button';
import { Hash, Subject } from './Commit';
import { DeployChanges } from './DeployChanges';
import { Icon } from './Icon';
import { PlanPreview } from './PlanPreview';
import { optionName } from './TargetPicker';

const said = words.deploy;

function FromTo({ environment, option, dry }: { environment: Environment; option: Option; dry: DryRun }) {
  const { current } = environment;
  const commit = dry.commit ?? option.commit;
  const known = useStore(board)?.deployments.find((row) => row.commit === commit && row.message)?.message;
  const message = option.message ?? known ?? dry.changes?.commits.find((row) => row.commit === commit)?.subject;
  return (
    <dl className="change">
      <div><dt>{said.runsNow}</dt><dd>{current ? <><Hash commit={current.commit} /><Subject commit={current.commit} message={current.message} /></> : <span className="muted">{said.nothingRuns}</span>}</dd></div>
      <div className="change-to"><dt>{said.deploys}</dt><dd>{commit ? <><Hash commit={commit} />{message ? <Subject commit={commit} message={message} /> : <span className="subject">{optionName(option)}</span>}</> : <span className="subject">{optionName(option)}</span>}</dd></div>
    </dl>
  );
}

function told(warning: Warning): ReactNode {
  switch (warning.kind) {
    case 'same': return said.warnings.same;
    case 'quarantined': return said.warnings.quarantined(plain(warning.reason));
    case 'back': return said.warnings.back(warning.commits);
    case 'diverged': return said.warnings.diverged;
    case 'busy': return <><Link to={{ page: 'deployment', id: warning.deployment }} className="underlined">{said.warnings.busy}</Link>{said.warnings.policy[warning.policy]}</>;
    case 'waiting': return said.warnings.waiting(warning.before);
    case 'down': return said.warnings.down(warning.nodes);
  }
}

/** The stages in one line; opened, each with its nodes, and the way back. */
function PlanFold({ plan, nodes }: { plan: Plan; nodes: number }) {
  return (
    <details className="fold plan-fold" data-testid="deploy-plan">
      <summary>
        <span>{said.plan}</span>
        <span className="plan-chain">{[...plan.build, ...plan.deploy].map((stage, index) => <span key={index}>{plain(stage.name)}</span>)}</span>
        <span className="muted">{said.nodes(nodes)}</span>
      </summary>
      <PlanPreview plan={plan} />
    </details>
  );
}

const quiet: readonly Warning['kind'][] = ['same', 'busy', 'waiting'];

export function DeployPreview({ environment, option, dry }: { environment: Environment; option: Option; dry: DryRun }) {
  const value = useStore(board);
  const down = value?.nodes.filter((node) => environment.nodes.includes(node.name) && seenFrom(environment, node).health === 'down').length ?? 0;
  const list = warnings(environment, dry, value?.deployments ?? [], down);
  return (
    <div className="preview" data-testid="preview">
      <FromTo environment={environment} option={option} dry={dry} />
      {list.length > 0 && (
        <ul className="minds" aria-label={said.warnings.title}>
          {list.map((warning) => {
            const calm = quiet.includes(warning.kind);
            return <li key={warning.kind} className={calm ? 'tone-quiet' : 'tone-warn'} data-warning={warning.kind}><Icon name={calm ? 'dots' : 'alert'} size={14} /><span>{told(warning)}</span></li>;
          })}
        </ul>
      )}
      {(dry.changes ?? !isSame(environment, dry)) && <DeployChanges changes={dry.changes} />}
      <PlanFold plan={dry.plan} nodes={environment.nodes.length} />
    </div>
  );
}
