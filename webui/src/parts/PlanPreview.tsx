// A plan before it runs: its stages in order, with what happens where.
import { plain, count } from '../model/plain';
import type { Part, Plan, Stage } from '../wire/types';
import { words } from '../words';

const said = words.deployment.preview;

function where(stage: Stage): string {
  const targets = [...new Set(stage.steps.map((step) => step.target))];
  return targets.length <= 3 ? targets.map(plain).join(', ') : count(targets.length, 'node');
}

function Stages({ part, stages }: { part: Part; stages: readonly Stage[] }) {
  if (stages.length === 0) return null;
  return (
    <section className="plan-part">
      <h3>{said.titles[part]}</h3>
      <ol>
        {stages.map((stage, index) => (
          <li key={`${index}/${stage.name}`}>
            <span className="plan-name">{plain(stage.name)}</span>
            <span className="muted">{where(stage)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function PlanPreview({ plan }: { plan: Plan }) {
  return (
    <div className="plan" data-testid="plan">
      <Stages part="build" stages={plan.build} />
      <Stages part="deploy" stages={plan.deploy} />
      <Stages part="undo" stages={plan.undo} />
      <p className="muted plan-digest">
        {plan.digest ? <>{said.digest} <code>{plain(plan.digest.replace(/^sha256:/, '').slice(0, 12))}</code></> : said.noDigest}
      </p>
    </div>
  );
}
