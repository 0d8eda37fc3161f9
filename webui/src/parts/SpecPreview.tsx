// What applying a spec would change, field by field, and what is missing besides.
import { useInSight } from '../live/in_sight';
import { plain } from '../model/plain';
import type { Applied, FieldChange } from '../wire/action_types';
import { words } from '../words';
import { Icon } from './Icon';

const said = words.projects.form;

function Value({ value, label }: { value: unknown; label: string }) {
  return value === null || value === undefined ? <span className="muted"><span className="unseen">{label} </span>{said.nothing}</span> : <code><span className="unseen">{label} </span>{plain(typeof value === 'string' ? value : JSON.stringify(value))}</code>;
}

function Change({ change }: { change: FieldChange }) {
  return (
    <li>
      <code className="changed-field">{plain(change.field)}</code>
      <span className="changed-before"><Value value={change.before} label={said.before_} /></span>
      <span className="changed-arrow" aria-hidden="true"><Icon name="right" size={12} /></span>
      <span className="changed-after"><Value value={change.after} label={said.after_} /></span>
    </li>
  );
}

export function SpecPreview({ applied }: { applied: Applied }) {
  const place = useInSight<HTMLElement>(applied);
  const head = applied.result === 'unchanged' || (applied.changes.length === 0 && applied.result !== 'created') ? said.unchanged : applied.result === 'created' ? said.created : said.wouldChange(applied.changes.length);
  return (
    <section ref={place} className="panel spec-preview in-sight" aria-live="polite" data-testid="spec-preview">
      <header><h2>{head}</h2></header>
      {applied.result !== 'created' && applied.changes.length > 0 && <ul className="changed">{applied.changes.map((change) => <Change key={change.field} change={change} />)}</ul>}
      {applied.warnings.length > 0 && (
        <>
          <p className="muted">{said.warnings}</p>
          <ul className="minds">{applied.warnings.map((warning, index) => <li key={index} className="tone-warn"><Icon name="alert" size={14} /><span>{plain(warning.detail)}{warning.field && <code className="muted"> {plain(warning.field)}</code>}</span></li>)}</ul>
        </>
      )}
    </section>
  );
}
