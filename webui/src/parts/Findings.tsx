// What a look at a node has found, each with what to do about it.
import { plain } from '../model/plain';
import { fixOf } from '../model/findings';
import type { Finding } from '../wire/action_types';
import { words } from '../words';
import { Icon } from './Icon';
import type { Shape, Tone } from '../model/status';

const said = words.nodes.findings;

const looks: Record<string, [Shape, Tone]> = { ok: ['check', 'good'], warning: ['alert', 'warn'], wrong: ['cross', 'bad'] };

export function Findings({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className="findings" aria-label={said.title}>
      {findings.map((finding, index) => {
        const [shape, tone] = looks[finding.state] ?? ['question', 'quiet'];
        const fix = fixOf(finding);
        return (
          <li key={`${finding.what}/${index}`} data-state={finding.state}>
            <span className={`tone-${tone}`}><Icon name={shape} /></span>
            <div>
              <p><strong>{said.what[finding.what] ?? plain(finding.what)}</strong> <span className="unseen">{said.states[finding.state] ?? plain(finding.state)}</span></p>
              {finding.remark && <p className="muted">{plain(finding.remark)}</p>}
              {fix && <p className="finding-fix">{said.fixes[fix]}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
