// Where a mistake belongs on the form: beside its field, beside the nearest one that holds it, or above them all.
import type { Problem } from '../wire/types';
import { words } from '../words';
import { plain } from './plain';
import { environmentKinds, projectKinds, type Mistake, type SpecForm } from './spec_form';

export interface Placed { at: Record<string, string>; rest: { path: string; text: string }[]; count: number }

const said = words.projects.form;

function own(mistake: Mistake): string {
  switch (mistake.what) {
    case 'missing': return said.missing;
    case 'name': return said.badName;
    case 'doubled': return said.doubled;
    case 'open_quote': return said.openQuote(mistake.line ?? 1);
    case 'no_health': return said.noHealth;
    case 'no_environment': return said.noEnvironment;
  }
}

/** All places that the form shows a mistake at. */
function fieldsOf(form: SpecForm): Set<string> {
  const names = form.environments.map((each) => each.name.trim());
  const inner = [...Object.keys(environmentKinds), 'nodes', 'health', 'deploy_on'];
  return new Set([...Object.keys(projectKinds), 'environments', ...names.flatMap((name) => [`environments.${name}`, ...inner.map((path) => `environments.${name}.${path}`)])]);
}

/** What the page found itself, and what the server said of what was sent. */
export function place(form: SpecForm, found: readonly Mistake[], problem: Problem | null): Placed {
  const fields = fieldsOf(form);
  const out: Placed = { at: {}, rest: [], count: 0 };
  const add = (path: string, text: string): void => {
    const home = nearest(path, fields);
    if (home === null) out.rest.push({ path, text });
    else if (out.at[home] !== undefined) return;
    else out.at[home] = home === path ? text : `${path.slice(home.length + 1)}: ${text}`;
    out.count += 1;
  };
  for (const mistake of found) add(mistake.path, own(mistake));
  for (const { field, detail } of told(problem)) add(field, plain(detail.startsWith(`${field} `) ? detail.slice(field.length + 1) : detail));
  return out;
}

/** The mistakes of a problem that names fields; none: it is about something else. */
export function told(problem: Problem | null): { field: string; detail: string }[] {
  if (!problem) return [];
  if (problem.errors && problem.errors.length > 0) return problem.errors;
  return problem.field && problem.detail ? [{ field: problem.field, detail: problem.detail }] : [];
}

function nearest(path: string, fields: ReadonlySet<string>): string | null {
  for (let at = path; at !== ''; at = at.includes('.') ? at.slice(0, at.lastIndexOf('.')) : '') if (fields.has(at)) return at;
  return null;
}
