// A project's spec as a form and back. The form is laid over the spec it came from: only what a person changed is
// written, so that keys and shapes the form does not know stay as they are.
import { joinCommands, splitCommands } from './arguments';

export type Spec = Record<string, unknown>;

/** Values by their path in the spec ("build.limits.time"), which is also how the server names a mistake's place. */
export type Fields = Record<string, string>;

export interface EnvironmentForm { id: number; was: string | null; name: string; fields: Fields }
export interface SpecForm { fields: Fields; environments: EnvironmentForm[] }

type Kind = 'text' | 'number' | 'lines' | 'commands' | 'one_or_more';

export const projectKinds: Record<string, Kind> = {
  project: 'text', repository: 'text', poll: 'text', webhook: 'text',
  'build.run': 'commands', 'build.output': 'text', 'build.limits.time': 'text', 'build.limits.output': 'text',
  'test.run': 'commands', 'hooks.before': 'commands', 'hooks.after': 'commands',
  shared: 'lines', ignore: 'lines', submodules: 'lines', keep: 'number',
};

export const environmentKinds: Record<string, Kind> = {
  'deploy_on.push': 'one_or_more', 'deploy_on.release': 'text', 'nodes.group': 'text', 'nodes.names': 'lines', queue: 'text',
  'health.http': 'text', 'health.tcp': 'text', 'health.command.run': 'commands', 'health.command.on': 'text',
  'health.attempts': 'number', 'health.backoff': 'text', 'health.timeout': 'text',
};

const isSpec = (value: unknown): value is Spec => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
const texts = (value: unknown): string[] | null => (Array.isArray(value) && value.every(isText) ? value.map(String) : null);

/** How a value stands in its field; null: the form cannot show it, it can only be edited as text. */
function read(value: unknown, kind: Kind): string | null {
  if (value === undefined || value === null) return '';
  if (kind === 'text' || kind === 'number') return isText(value) ? String(value) : null;
  if (kind === 'commands') {
    const commands = Array.isArray(value) ? value.map(texts) : [null];
    return commands.every((words) => words !== null && words.length > 0) ? joinCommands(commands as string[][]) : null;
  }
  const words = kind === 'one_or_more' && isText(value) ? [String(value)] : texts(value);
  return words && words.every((word) => word.trim() === word && word !== '' && !word.includes('\n')) ? words.join('\n') : null;
}

const lines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');

/** What a field means in the spec; undefined: the key is left out. */
function write(text: string, kind: Kind): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  switch (kind) {
    case 'text': return trimmed;
    case 'number': return /^-?\d+$/.test(trimmed) ? Number(trimmed) : trimmed; // the server says what is wrong with another
    case 'lines': return lines(text);
    case 'one_or_more': return lines(text).length === 1 ? lines(text)[0] : lines(text);
    case 'commands': {
      const split = splitCommands(text);
      return split.ok ? split.commands.map((command) => command.words) : text;
    }
  }
}

function at(from: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isSpec(value) && Object.hasOwn(value, key) ? value[key] : undefined), from);
}

/** A copy of `into` with the value at the path; undefined takes the key away, and mappings that it leaves empty. */
function put(into: Spec, path: readonly string[], value: unknown): Spec {
  const [key = '', ...below] = path;
  const old = Object.hasOwn(into, key) ? into[key] : undefined;
  const next = below.length === 0 ? value : put(isSpec(old) ? old : {}, below, value);
  const gone = next === undefined || (below.length > 0 && isSpec(next) && Object.keys(next).length === 0);
  if (!gone) return { ...into, [key]: next };
  return Object.fromEntries(Object.entries(into).filter(([each]) => each !== key));
}

function readAll(from: unknown, kinds: Record<string, Kind>): Fields {
  return Object.fromEntries(Object.entries(kinds).map(([path, kind]) => [path, read(at(from, path), kind) ?? '']));
}

function writeAll(base: Spec, fields: Fields, kinds: Record<string, Kind>): Spec {
  const before = readAll(base, kinds);
  return Object.entries(kinds).reduce((spec, [path, kind]) => {
    const text = fields[path] ?? '';
    return text === before[path] ? spec : put(spec, path.split('.'), write(text, kind));
  }, base);
}

/** The paths whose values the form cannot show. */
export function oddPaths(spec: Spec): string[] {
  const odd = (from: unknown, kinds: Record<string, Kind>, prefix: string): string[] =>
    Object.entries(kinds).filter(([path, kind]) => read(at(from, path), kind) === null).map(([path]) => prefix + path);
  const environments = isSpec(spec.environments) ? Object.entries(spec.environments) : [];
  return [...odd(spec, projectKinds, ''), ...environments.flatMap(([name, each]) => odd(each, environmentKinds, `environments.${name}.`))];
}

/** Which of a group's ways is in use: told by the first field of it that holds something. */
export type HealthKind = 'none' | 'http' | 'tcp' | 'command';
const healthPaths: Record<Exclude<HealthKind, 'none'>, string> = { http: 'health.http', tcp: 'health.tcp', command: 'health.command.run' };

function kindsOf(fields: Fields): Fields {
  const health = (Object.keys(healthPaths) as (keyof typeof healthPaths)[]).find((kind) => fields[healthPaths[kind]]);
  return { ...fields, 'health.kind': health ?? 'none', 'nodes.kind': fields['nodes.names'] ? 'names' : 'group' };
}

let serial = 0;

export const newEnvironment = (name: string): EnvironmentForm =>
  ({ id: ++serial, was: null, name, fields: kindsOf({ ...readAll({}, environmentKinds), 'nodes.group': name, queue: 'supersede' }) });

export function toForm(spec: Spec): SpecForm {
  const environments = isSpec(spec.environments) ? Object.entries(spec.environments) : [];
  return {
    fields: readAll(spec, projectKinds),
    environments: environments.map(([name, each]) => ({ id: ++serial, was: name, name, fields: kindsOf(readAll(each, environmentKinds)) })),
  };
}

const usual: Record<string, string> = { queue: 'supersede', 'health.command.on': 'node' };

function environmentOf(form: EnvironmentForm, base: unknown): unknown {
  const { 'health.kind': health = 'none', 'nodes.kind': nodes = 'group', ...values } = form.fields;
  const fields = { ...values, [nodes === 'names' ? 'nodes.group' : 'nodes.names']: '' };
  for (const [kind, path] of Object.entries(healthPaths)) if (kind !== health) fields[path] = '';
  if (health !== 'command') fields['health.command.on'] = '';
  const own = isSpec(base) ? base : {};
  // The usual value is what a missing key means: it is not written where it was not written before.
  for (const [path, value] of Object.entries(usual)) if (fields[path] === value && at(own, path) === undefined) fields[path] = '';
  const out = writeAll(own, fields, environmentKinds);
  const had = readAll(own, environmentKinds);
  const hadHealth = Object.values(healthPaths).some((path) => had[path]);
  return health === 'none' && (hadHealth || form.was === null) ? put(out, ['health'], undefined) : out;
}

/** The spec that the form means, over the one it was made from. */
export function toSpec(form: SpecForm, base: Spec): Spec {
  const spec = writeAll(base, form.fields, projectKinds);
  const before = isSpec(base.environments) ? base.environments : {};
  const environments = Object.fromEntries(form.environments.map((each) => [each.name.trim(), environmentOf(each, each.was === null ? {} : before[each.was])]));
  return form.environments.length === 0 && base.environments === undefined ? spec : { ...spec, environments };
}

export const emptySpec: Spec = {};

export function newForm(): SpecForm {
  const production = newEnvironment('production');
  return { fields: { ...toForm(emptySpec).fields }, environments: [{ ...production, fields: { ...production.fields, 'deploy_on.push': 'main' } }] };
}

/** The names that two environments share: a mapping can hold each once. */
export function doubled(form: SpecForm): string[] {
  const names = form.environments.map((each) => each.name.trim());
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

const name = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

export type Mistake = { path: string; what: 'missing' | 'name' | 'doubled' | 'open_quote' | 'no_health' | 'no_environment'; line?: number };

/** What can be known to be wrong before the server is asked; it has the last word. */
export function mistakesIn(form: SpecForm): Mistake[] {
  const out: Mistake[] = [];
  const commands = (fields: Fields, kinds: Record<string, Kind>, prefix: string): void => {
    for (const [path, kind] of Object.entries(kinds)) {
      const split = kind === 'commands' ? splitCommands(fields[path] ?? '') : undefined;
      if (split && !split.ok) out.push({ path: prefix + path, what: 'open_quote', line: split.line });
    }
  };
  for (const path of ['project', 'repository']) if (!form.fields[path]?.trim()) out.push({ path, what: 'missing' });
  const project = form.fields.project?.trim() ?? '';
  if (project !== '' && !name.test(project)) out.push({ path: 'project', what: 'name' });
  commands(form.fields, projectKinds, '');
  if (form.environments.length === 0) out.push({ path: 'environments', what: 'no_environment' });
  const twice = doubled(form);
  for (const each of form.environments) {
    const own = each.name.trim();
    const prefix = `environments.${own}`;
    if (!name.test(own)) out.push({ path: prefix, what: own === '' ? 'missing' : 'name' });
    else if (twice.includes(own)) out.push({ path: prefix, what: 'doubled' });
    const nodes = each.fields['nodes.kind'] === 'names' ? 'nodes.names' : 'nodes.group';
    if (!each.fields[nodes]?.trim()) out.push({ path: `${prefix}.${nodes}`, what: 'missing' });
    const health = each.fields['health.kind'] as HealthKind;
    if (health !== 'none' && !each.fields[healthPaths[health]]?.trim()) out.push({ path: `${prefix}.${healthPaths[health]}`, what: 'no_health' });
    commands(each.fields, environmentKinds, `${prefix}.`);
  }
  return out;
}
