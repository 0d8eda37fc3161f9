// The mock's answers to what a person does: refs, releases, dry runs, specs, nodes, deliveries, the first steps.
import { createHash, randomBytes } from 'node:crypto';
import { planOf, environmentOf } from './world.mjs';

const digest = (text) => createHash('sha256').update(text).digest('hex');
const commitOf = (text) => digest(text).slice(0, 40);
const minutesAgo = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
const key = () => { const hex = randomBytes(16).toString('hex'); return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-11ee-${hex.slice(16, 20)}-${hex.slice(20)}`; };

const branches = ['main', 'develop', 'feature/basket-cache', 'feature/landing-page', 'fix/rounding-of-totals', 'hotfix/payments-timeout', 'release/2.4', 'renovate/all-minor-patch-updates-of-a-branch-with-a-very-long-name-indeed'];

export function addActions(world, empty) {
  const known = world.deployments.filter((row) => row.project === 'shop').map((row) => row.commit);
  world.refs = [...branches.map((name, index) => ({ ref: `refs/heads/${name}`, commit: known[index * 2] ?? commitOf(name) })), ...['v2.4.0', 'v2.3.1', 'v2.3.0'].map((name) => ({ ref: `refs/tags/${name}`, commit: commitOf(name) }))];
  world.specs = Object.fromEntries(world.projects.map((project) => [project.name, specOf(world, project)]));
  world.deliveries = empty ? [] : [
    ...Array.from({ length: 63 }, (_, index) => deliveryOf(world, index)),
    { ...deliveryOf(world, 70), headers: { 'content-type': 'application/json' }, source: 'github/acme', status: 401, answer: { title: 'Unauthorized', detail: 'the signature does not fit' } },
  ].sort((a, b) => b.received_at.localeCompare(a.received_at));
  world.loads = Object.fromEntries(world.nodes.map(({ name }, index) => [name, { at: minutesAgo(0.1), load1: [0.31, 1.9, 4.4][index % 3], cores: 4, memory_used: (2.1 + index * 0.9) * 2 ** 30, memory_total: 8 * 2 ** 30, disk_used: (21 + index * 14) * 2 ** 30, disk_total: 100 * 2 ** 30 }]));
}

function specOf(world, project) {
  const environments = world.environments.filter((row) => row.project === project.name).map((row) => [row.name, {
    ...(row.deploy_on?.startsWith('push') ? { deploy_on: { push: 'main' } } : row.deploy_on ? { deploy_on: { release: 'published' } } : {}),
    nodes: row.name === 'staging' ? { names: row.nodes } : { group: row.project === 'demo' ? 'production' : 'web' }, queue: row.queue_policy,
    health: { http: 'http://{node}:8080/healthz', attempts: 3, backoff: '1s', timeout: '5s' },
  }]);
  return { project: project.name, repository: project.repository, build: { run: [['npm', 'ci'], ['sh', '-c', 'npm run build && ls dist']], output: 'dist', limits: { time: '15m' } }, test: { run: [['npm', 'test']] }, keep: 5, environments: Object.fromEntries(environments) };
}

const subjects = ['Cache the product list', 'Draw the landing page <img src=x onerror=alert(1)>', 'Retry payments once on a timeout', 'Turn \u202Eit around\u202C'];

function deliveryOf(world, index) {
  const event = ['push', 'push', 'release', 'ping', 'push', 'pull_request'][index % 6];
  const body = JSON.stringify({ ref: 'refs/heads/main', before: commitOf(`b${index}`), after: commitOf(`a${index}`), repository: { id: 12345678901234567, full_name: 'acme/shop', clone_url: 'https://github.com/acme/shop.git' }, pusher: { name: "o'hara" }, commits: Array.from({ length: index % 9 === 4 ? 900 : 2 }, (_, at) => ({ id: commitOf(`${index}/${at}`), message: subjects[at % subjects.length] })) });
  const bound = world.deployments[index % world.deployments.length];
  return {
    position: 4100 - index, source: index % 5 === 3 ? 'github/acme' : 'github', key: key(), received_at: minutesAgo(index * 17 + 2), status: 202, repository: event === 'ping' ? null : 'acme/shop', ref: event === 'push' ? (index % 4 ? 'refs/heads/main' : 'refs/heads/feature/quick-checkout') : event === 'release' ? 'refs/tags/v2.4.0' : null,
    headers: { 'x-github-event': event, 'x-github-delivery': 'kept', 'x-github-hook-id': '448811', 'content-type': 'application/json', 'user-agent': 'GitHub-Hookshot/8d33975' },
    answer: { position: 4100 - index, duplicate: index % 11 === 7 }, sha256: digest(body), body, body_kept: index < 40,
    events: [{ position: 4100 - index, type: event === 'push' ? 'push_received' : 'hook_event_ignored', stream: 'repo-github-12345678901234567' }, ...(event === 'push' && bound ? [{ position: 4101 - index, type: 'deployment_requested', stream: `deployment-${bound.id}` }] : [])],
  };
}

const listed = ({ body, events, ...row }) => ({ ...row, events: events.length });

function changesOf(environment, commit, direction) {
  if (!environment.current) return { base: null, head: commit, direction: 'first', commits: [], files: null, totals: null, compare_url: null };
  const commits = Array.from({ length: direction === 'back' ? 3 : 8 }, (_, index) => ({ commit: commitOf(`${commit}${index}`), author: ['Mira Okafor', 'Jonas Lind', 'Ana Sousa'][index % 3], at: minutesAgo(index * 50), subject: subjects[index % subjects.length] }));
  const files = ['src/basket/cache.ts', 'src/basket/cache.test.ts', 'src/pages/landing/hero-with-a-long-path/components/index.tsx', 'assets/logo.png'].map((path, index) => ({ path, added: index === 3 ? null : 41 - index * 9, removed: index === 3 ? null : index * 4 }));
  return { base: environment.current.commit, head: commit, direction, commits, commits_truncated: false, files, files_truncated: false, totals: { files: 4, added: 96, removed: 12 }, compare_url: 'https://github.com/acme/shop/compare/a...b' };
}

/** A dry run as the real server answers it; null: the deployment is really asked for. */
function dryRun(world, environment, body) {
  const release = world.deployments.find((row) => row.release === body.release);
  const ref = world.refs.find((row) => row.ref === body.ref || row.ref.endsWith(`/${body.ref}`));
  if (body.ref && !ref) return [422, { title: 'Unprocessable Content', detail: `the repository has no branch or tag “${body.ref}”: push it first, or name a commit`, field: 'ref' }];
  const commit = body.commit ?? ref?.commit ?? release?.commit ?? commitOf('x');
  const direction = commit === environment.current?.commit ? 'same' : body.ref?.includes('release/2.4') || body.ref?.includes('v2.3') ? 'back' : 'forward';
  return [200, { dry_run: true, commit, release: release?.release ?? `rel_${commit.slice(0, 12)}`, plan: { ...planOf(environment.nodes, Boolean(release)) }, changes: body.commit?.startsWith('0') ? null : changesOf(environment, commit, direction) }];
}

function apply(world, name, body, query) {
  const errors = [];
  if (!body.project) errors.push({ field: 'project', detail: 'project is missing' });
  if (body.repository && !/^(https|ssh|file):\/\/|^git@/.test(body.repository)) errors.push({ field: 'repository', detail: 'repository must begin with https://, ssh://, git@ or file:///' });
  if (body.keep !== undefined && !(body.keep >= 2)) errors.push({ field: 'keep', detail: 'keep must be a whole number from 2 to 1000' });
  for (const [each, environment] of Object.entries(body.environments ?? {})) {
    if (environment.health?.http && !environment.health.http.includes('{node}')) errors.push({ field: `environments.${each}.health.http`, detail: `environments.${each}.health.http must reach a registered node: use {node} as the host` });
    if (environment.notes) errors.push({ field: `environments.${each}.notes`, detail: `environments.${each}.notes is not a key here; did you mean 'nodes'?` });
  }
  if (errors.length > 0) return [400, { title: 'Bad Request', ...errors[0], errors }];
  const before = world.specs[name];
  const flat = (value, path = '') => (value && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value).flatMap(([each, below]) => flat(below, path ? `${path}.${each}` : each)) : [[path, value]]);
  const [old, next] = [new Map(flat(before ?? {})), new Map(flat(body))];
  const changes = [...new Set([...next.keys(), ...old.keys()])].filter((each) => each && JSON.stringify(old.get(each)) !== JSON.stringify(next.get(each))).map((field) => ({ field, before: old.get(field) ?? null, after: next.get(field) ?? null }));
  const warnings = Object.entries(body.environments ?? {}).filter(([, { nodes }]) => nodes?.group && !world.nodes.some((node) => node.groups.includes(nodes.group))).map(([each, { nodes }]) => ({ field: `environments.${each}.nodes`, detail: `no node is in the group ${nodes.group} yet: eeveon nodes add … --group ${nodes.group} puts one there` }));
  const answer = { project: name, result: !before ? 'created' : changes.length === 0 ? 'unchanged' : 'changed', changes, warnings, position: world.position };
  if (query.get('dry_run') === 'true') return [200, { ...answer, dry_run: true }];
  world.specs[name] = body;
  if (!before) world.projects.push({ name, repository: body.repository, repository_bound: false, default_branch: 'main', environments: Object.keys(body.environments), applied_at: new Date().toISOString() });
  for (const each of Object.keys(body.environments)) {
    if (!environmentOf(world, `${name}/${each}`)) world.environments.push({ project: name, name: each, queue_policy: 'supersede', waiting: [], quarantine: [], nodes: [], outcomes: [] });
  }
  return [200, answer];
}

const hostKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f';
const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPx0Y2sQmG3o6kJp9QJm1cNw8o2vT7rUe3b5K4yHf2aD eeveon-worker';
const fingerprint = 'SHA256:9Xf2kqPZ0mT4nA7sYw1cVb3RkLhGdEjU5iOpNzQxM8e';

/** "down": cannot be reached; "login": the key is refused; the rest works. */
function test(body) {
  const shown = body.kind === 'local' ? {} : { host_key: hostKey, fingerprint, public_key: publicKey };
  if (body.address?.includes('down')) return { reachable: false, host_key: '', fingerprint: '', findings: [{ what: 'connection', state: 'wrong', remark: `connect to host ${body.address} port ${body.port}: Connection refused` }] };
  if (body.user === 'nobody') return { reachable: false, ...shown, findings: [{ what: 'connection', state: 'wrong', remark: `${body.name}: the login as nobody was refused: add ssh/id_ed25519.pub to its authorized_keys` }] };
  return { reachable: true, ...shown, findings: [{ what: 'connection', state: 'ok', remark: `ssh ${body.user}@${body.address} port ${body.port}` }, { what: 'disk', state: 'warning', remark: `0.8 GiB free in ${body.root}` }, { what: 'rsync', state: 'ok', remark: `files can be sent to ${body.root}` }] };
}

function node(world, body) {
  if (!/^[a-z0-9-]+$/.test(body.name)) return [400, { title: 'Bad Request', detail: 'name must be 1 to 63 lower-case letters, digits and inner dashes', field: 'name' }];
  if (body.dry_run) return [200, test(body)];
  if (body.kind === 'ssh' && !body.host_key) return [409, { title: 'Conflict', code: 'host_key_unconfirmed', field: 'host_key', detail: 'confirm the node\'s host key', host_key: hostKey, fingerprint }];
  const known = world.nodes.find((each) => each.name === body.name);
  if (known) Object.assign(known, body);
  else world.nodes.push({ health: 'unknown', live: {}, checks: {}, details: {}, groups: [], address: '127.0.0.1', ...body });
  return [known ? 200 : 201, { name: body.name, result: known ? 'changed' : 'added', position: world.position }];
}

function setup(world) {
  const check = (id, done, text, next) => ({ id, done, text, next });
  return {
    webhook_url: '', webhook_content_type: 'application/json', events: ['push', 'release'], secret_known: true,
    checks: [
      check('project', world.projects.length > 0, 'Describe a project', 'Say which repository is deployed, to which nodes, and how it is built.'),
      check('node', world.nodes.length > 0, 'Register a node', 'A node is a machine that releases are deployed to.'),
      check('webhook', world.deliveries.length > 0, 'Let GitHub call', 'Add a webhook to the repository with exactly these values. This ticks when the first signed delivery arrives.'),
      check('deployment', world.deployments.some((row) => row.status === 'succeeded'), 'Deploy for the first time', 'Push to the branch that is watched, or press Deploy on the board.'),
    ],
  };
}

/** [status, body], or null when the request is for another part of the mock. */
export function actions(world, method, path, query, body, changed) {
  const parts = path.split('/').map(decodeURIComponent);
  const wanted = parts[2] === 'environments' && parts[4] === 'deployments' && body.dry_run && environmentOf(world, `${parts[1]}/${parts[3]}`);
  if (wanted) return dryRun(world, wanted, body);
  if (parts[0] === 'projects' && parts[2] === 'refs') return [200, { refs: world.refs }];
  if (parts[0] === 'projects' && parts.length === 2 && method === 'GET') return world.specs[parts[1]] ? [200, { spec: world.specs[parts[1]], repository: '', repository_bound: true }] : [404, { title: 'Not Found', detail: 'there is no project of this name' }];
  if (parts[0] === 'projects' && parts.length === 2 && method === 'PUT') {
    const answer = apply(world, parts[1], body, query);
    if (answer[0] < 300 && query.get('dry_run') !== 'true') changed(`project-${parts[1]}`, 'project_applied', { projects: world.projects, environments: world.environments });
    return answer;
  }
  if (path === 'repositories/test') return [200, body.repository.includes('private') ? { reachable: false, remark: 'the repository wants a login: put a key or a token where the operator’s guide says' } : { reachable: true, branches, tags: 3, remark: 'the repository can be read' }];
  if (path === 'releases') return [200, { releases: world.deployments.filter((row) => row.status === 'succeeded' && row.project === query.get('project')).slice(0, 20).map((row) => ({ id: row.release, project: row.project, commit: row.commit, message: row.message, author: row.author, authored_at: row.requested_at, state: 'built', built_at: row.started_at })), next: null }];
  if (path === 'nodes/load') return [200, { at: new Date().toISOString(), nodes: world.loads }];
  if (path === 'nodes' && method === 'GET') return [200, { nodes: world.nodes.map((each) => ({ root: '/srv', ...(each.kind === 'ssh' && { user: 'deploy', port: 22 }), ...each })) }];
  if (path === 'nodes') {
    const answer = node(world, body);
    if (answer[0] < 300 && !body.dry_run) changed(`node-${body.name}`, 'node_registered', { nodes: world.nodes });
    return answer;
  }
  if (parts[0] === 'nodes' && parts[2] === 'check') return [200, { node: parts[1], worker: 'worker-1', ...test({ kind: 'ssh', name: parts[1], address: parts[1], user: 'deploy', port: 22, root: '/srv' }) }];
  if (parts[0] === 'nodes' && method === 'DELETE') {
    world.nodes = world.nodes.filter((each) => each.name !== parts[1]);
    changed(`node-${parts[1]}`, 'node_removed', { nodes: [{ name: parts[1], removed: true }] });
    return [200, { name: parts[1], still_reached_by: [] }];
  }
  if (path === 'deliveries') {
    const fits = world.deliveries.filter((row) => (!query.get('source') || row.source === query.get('source')) && (!query.get('event') || row.headers['x-github-event'] === query.get('event')) && row.key.startsWith(query.get('key') ?? ''));
    const from = Number(query.get('after') ?? 0);
    const end = from + Number(query.get('limit') ?? 50);
    return [200, { deliveries: fits.slice(from, end).map(listed), next: end < fits.length ? String(end) : null }];
  }
  const row = world.deliveries.find((each) => each.source === (query.get('source') ?? body.source) && each.key === (query.get('key') ?? body.key));
  if (path === 'delivery') return row ? [200, row.body_kept ? row : { ...row, body: null }] : [404, { title: 'Not Found', detail: 'there is no such delivery' }];
  if (path === 'delivery/replay') return row ? [202, { position: world.position, duplicate: false, delivery: receive(world, changed, row).key }] : [404, { title: 'Not Found' }];
  if (path === 'setup') return [200, setup(world)];
  if (path === 'setup/webhook-secret') return [200, { secret: digest('secret').slice(0, 40) }];
  return null;
}

/** A delivery arrives: as a replay of a known one, or the first of all. */
export function receive(world, changed, like = deliveryOf({ ...world, deployments: [] }, 0)) {
  const fresh = { ...like, key: key(), received_at: new Date().toISOString(), position: world.position + 1, answer: { position: world.position + 1, duplicate: false } };
  world.deliveries.unshift(fresh);
  changed('repo-github-12345678901234567', 'push_received', {}, {}, fresh.key);
  return fresh;
}
