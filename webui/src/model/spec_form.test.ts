import { describe, expect, it } from 'vitest';
import { mistakesIn, newEnvironment, newForm, oddPaths, toForm, toSpec, type Spec, type SpecForm } from './spec_form';

const whole: Spec = {
  project: 'shop', repository: 'https://github.com/acme/shop', poll: '1m', webhook: '/hooks/github',
  build: { run: [['npm', 'ci'], ['sh', '-c', 'npm run build && ls']], output: 'dist', limits: { time: '15m', output: '10MB' } },
  test: { run: [['npm', 'test']] }, hooks: { before: [['bin/warm-up']], after: [['bin/smoke']] },
  shared: ['uploads', '.env'], ignore: ['*.map', 'docs/'], submodules: ['https://github.com/acme/*'], keep: 5,
  environments: {
    production: { deploy_on: { push: 'main' }, nodes: { group: 'production' }, strategy: 'all_at_once', queue: 'supersede', health: { http: 'http://{node}:8080/healthz', attempts: 3, backoff: '1s', timeout: '5s' } },
    staging: { deploy_on: { release: 'published', push: ['main', 'refs/tags/v1'] }, nodes: { names: ['staging-1'] }, queue: 'queue', health: { tcp: '{node}:5432' } },
    lab: { nodes: { names: ['lab-1', 'lab-2'] }, queue: 'refuse', health: { command: { run: [['curl', '-fsS', 'http://{node}:8080/deep']], on: 'worker' } } },
  },
};

const changed = (form: SpecForm, path: string, value: string, environment?: string): SpecForm =>
  environment === undefined
    ? { ...form, fields: { ...form.fields, [path]: value } }
    : { ...form, environments: form.environments.map((each) => (each.name === environment ? { ...each, fields: { ...each.fields, [path]: value } } : each)) };

describe('the form of a spec', () => {
  it('gives the spec back as it was', () => {
    expect(toSpec(toForm(whole), whole)).toEqual(whole);
    expect(JSON.stringify(toSpec(toForm(whole), whole))).toBe(JSON.stringify(whole)); // the order too
  });

  it('keeps keys and shapes that it does not know', () => {
    const odd: Spec = { ...whole, notify: { slack: '#x' }, keep: '5', build: { run: 'npm ci', cache: true }, environments: { production: { nodes: { group: 'a', spread: 2 }, windows: [] } } };
    expect(toSpec(toForm(odd), odd)).toEqual(odd);
    expect(oddPaths(odd)).toEqual(['build.run']);
    const next = toSpec(changed(changed(toForm(odd), 'poll', '30s'), 'queue', 'refuse', 'production'), odd) as { environments: Spec };
    expect(next).toMatchObject({ poll: '30s', notify: { slack: '#x' }, build: { run: 'npm ci', cache: true } });
    expect(next.environments.production).toEqual({ nodes: { group: 'a', spread: 2 }, windows: [], queue: 'refuse' });
  });

  it('writes only what was changed', () => {
    const next = toSpec(changed(toForm(whole), 'build.run', "make all\nsh -c 'a && b'"), whole);
    expect(next).toEqual({ ...whole, build: { ...(whole.build as Spec), run: [['make', 'all'], ['sh', '-c', 'a && b']] } });
  });

  it('takes away what was emptied, and the mapping that is left empty', () => {
    const form = changed(changed(toForm(whole), 'test.run', ''), 'build.limits.time', '');
    const next = toSpec(form, whole);
    expect(next).not.toHaveProperty('test');
    expect(next).toMatchObject({ build: { limits: { output: '10MB' } } });
  });

  it('has one way of checking health at a time', () => {
    const form = changed(changed(toForm(whole), 'health.kind', 'tcp', 'production'), 'health.tcp', '{node}:80', 'production');
    const { environments } = toSpec(form, whole) as { environments: Record<string, Spec> };
    expect(environments.production?.health).toEqual({ tcp: '{node}:80', attempts: 3, backoff: '1s', timeout: '5s' });
    const none = toSpec(changed(toForm(whole), 'health.kind', 'none', 'lab'), whole) as { environments: Record<string, Spec> };
    expect(none.environments.lab).toEqual({ nodes: { names: ['lab-1', 'lab-2'] }, queue: 'refuse' });
  });

  it('chooses nodes by a group or by names', () => {
    const form = changed(changed(toForm(whole), 'nodes.kind', 'names', 'production'), 'nodes.names', 'a\n b \n', 'production');
    expect((toSpec(form, whole) as { environments: Record<string, Spec> }).environments.production?.nodes).toEqual({ names: ['a', 'b'] });
  });

  it('renames, adds and removes environments', () => {
    const form = toForm(whole);
    const [production, , lab] = form.environments;
    if (!production || !lab) throw new Error('no environments');
    const next = toSpec({ ...form, environments: [{ ...production, name: 'live' }, lab, newEnvironment('preview')] }, whole) as { environments: Record<string, Spec> };
    expect(Object.keys(next.environments)).toEqual(['live', 'lab', 'preview']);
    expect(next.environments.live).toEqual((whole.environments as Spec).production);
    expect(next.environments.preview).toEqual({ nodes: { group: 'preview' } });
  });

  it('starts a new project with what the server asks for', () => {
    const form = changed(changed(newForm(), 'project', 'shop'), 'repository', 'https://github.com/acme/shop');
    expect(toSpec(changed(form, 'keep', '7'), {})).toEqual({ project: 'shop', repository: 'https://github.com/acme/shop', keep: 7, environments: { production: { deploy_on: { push: 'main' }, nodes: { group: 'production' } } } });
    expect(mistakesIn(form)).toEqual([]);
  });

  it('knows some mistakes before the server is asked', () => {
    const form = newForm();
    const bad = { ...changed(form, 'build.run', "sh -c 'x"), environments: [...form.environments, newEnvironment('production'), newEnvironment('Bad Name')] };
    expect(mistakesIn(bad).map(({ path, what }) => `${path}: ${what}`)).toEqual([
      'project: missing', 'repository: missing', 'build.run: open_quote', 'environments.production: doubled', 'environments.production: doubled', 'environments.Bad Name: name',
    ]);
    expect(mistakesIn(changed({ ...form, fields: { ...form.fields, project: 'a', repository: 'b' } }, 'health.kind', 'tcp', 'production'))).toEqual([{ path: 'environments.production.health.tcp', what: 'no_health' }]);
  });

  it('does not mistake what every object has for a key', () => {
    const odd: Spec = JSON.parse('{"project":"a","environments":{"constructor":{"nodes":{"group":"g"}}}}') as Spec;
    expect(toSpec(toForm(odd), odd)).toEqual(odd);
  });
});
