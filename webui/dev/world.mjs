// A made-up team to look at: two projects, six nodes, a history with every status, and deployments that run.
const minute = 60_000;
const ago = (minutes) => new Date(Date.now() - minutes * minute).toISOString();
const hash = (seed) => Array.from({ length: 40 }, (_, i) => ((seed * 7919 + i * i * 31 + i * 17 + ((seed >> (i % 5)) & 7)) % 16).toString(16)).join('');
let serial = 100;
const id = (kind) => `${kind}_0193a7c2-${(serial++).toString(16).padStart(4, '0')}-7c11-9a40-5be1${(serial * 7321).toString(16).padStart(8, '0')}`;

const messages = [
  ['Cache the product list for a minute', 'Mira Okafor'], ['Fix rounding of totals in the basket', 'Jonas Lind'], ['Move search behind a feature flag', 'Mira Okafor'],
  ['Update dependencies', 'Priya Raman'], ['Answer 404 for unknown articles instead of an empty page', 'Jonas Lind'], ['Add health check to the worker', 'Tomás Vega'],
  ['Write access logs as JSON', 'Priya Raman'], ['Trim images before upload', 'Mira Okafor'], ['Draw the new landing page', 'Ana Sousa'], ['Retry payments once on a timeout', 'Tomás Vega'],
];

const node = (name, port, extra = {}) => ({ name, kind: 'local', address: `127.0.0.${port}`, groups: ['production'], health: 'up', health_since: ago(190), live: {}, checks: {}, details: {}, ...extra });

export function makeWorld(empty) {
  const world = {
    position: 4182, projects: [], environments: [], nodes: [], deployments: [], details: new Map(), logs: new Map(), events: [],
  };
  if (empty) return world;
  world.nodes = [
    node('node-1', 2), node('node-2', 3), node('node-3', 4),
    node('eu-web-1', 12, { kind: 'ssh', address: 'eu-web-1.internal', groups: ['eu', 'web'] }),
    node('eu-web-2', 13, { kind: 'ssh', address: 'eu-web-2.internal', groups: ['eu', 'web'] }),
    node('eu-web-3', 14, { kind: 'ssh', address: 'eu-web-3.internal', groups: ['eu', 'web'], health: 'down', health_since: ago(11), health_detail: 'GET http://eu-web-3.internal:8080/healthz: connection refused' }),
  ];
  world.projects = [
    { name: 'demo', repository: 'file:///var/lib/eeveon/demo/repository.git', repository_bound: true, default_branch: 'main', environments: ['production'], applied_at: ago(3000) },
    { name: 'shop', repository: 'https://github.com/acme/shop', repository_bound: true, default_branch: 'main', environments: ['staging', 'production', 'preview'], applied_at: ago(900) },
  ];
  const env = (project, name, nodes, extra) => ({ project, name, queue_policy: 'supersede', deploy_on: 'push main', waiting: [], quarantine: [], nodes, outcomes: [], ...extra });
  world.environments = [
    env('demo', 'production', ['node-1', 'node-2', 'node-3']),
    env('shop', 'staging', ['eu-web-1']),
    env('shop', 'production', ['eu-web-1', 'eu-web-2', 'eu-web-3'], { deploy_on: 'release published' }),
    env('shop', 'preview', ['eu-web-1'], { deploy_on: undefined }),
  ];
  for (const row of world.environments)
    for (const each of world.nodes.filter(({ name }) => row.nodes.includes(name))) each.checks[`${row.project}/${row.name}`] = each.health;
  const past = [
    ['demo/production', ['succeeded', 'succeeded', 'failed', 'succeeded', 'rolled_back', 'succeeded', 'succeeded']],
    ['shop/staging', ['succeeded', 'cancelled', 'succeeded', 'superseded', 'succeeded', 'failed', 'succeeded', 'succeeded', 'succeeded', 'rolled_back']],
    ['shop/production', ['succeeded', 'expired', 'succeeded', 'succeeded', 'needs_attention']],
  ];
  for (const [key, statuses] of past) statuses.forEach((status, index) => addPast(world, key, status, (statuses.length - index) * 97 + key.length * 3));
  const held = addPast(world, 'shop/production', 'pending_approval', 4);
  held.started_at = undefined;
  world.deployments.sort((a, b) => b.requested_at.localeCompare(a.requested_at));
  return world;
}

export const environmentOf = (world, key) => world.environments.find((row) => `${row.project}/${row.name}` === key);

export function newDeployment(world, key, fields) {
  const [project, environment] = key.split('/');
  const row = { id: id('dep'), project, environment, commit: hash(serial), status: 'queued', trigger: 'push', actor: 'github:acme', requested_at: new Date().toISOString(), release: id('rel'), position: world.position + 1, ref: 'refs/heads/main', ...fields };
  world.deployments.unshift(row);
  world.logs.set(row.id, []);
  return row;
}

function addPast(world, key, status, minutes) {
  const [message, author] = messages[serial % messages.length];
  const row = newDeployment(world, key, { position: ++world.position, status, message, author, requested_at: ago(minutes), started_at: ago(minutes - 0.02), finished_at: ago(minutes - 0.02 - (serial % 7) * 0.11 - 0.1) });
  const environment = environmentOf(world, key);
  const reasons = {
    failed: 'Step test@worker failed: npm test ended with exit code 1', rolled_back: 'Health check on node-2 failed 3 times: GET /healthz answered 404. Every node is back on the previous release.',
    needs_attention: 'Step hook_after@eu-web-2 was interrupted and may run at most once: its outcome is unknown', superseded: 'A newer commit was pushed before this one began',
    expired: 'Nobody approved it within 24 h', cancelled: 'Cancelled by Mira Okafor', pending_approval: 'Waiting for one approval',
  };
  row.reason = reasons[status];
  world.details.set(row.id, detailOf(world, row, status));
  if (status === 'succeeded') {
    environment.previous = environment.current && { release: environment.current.release, commit: environment.current.commit, message: environment.current.message };
    environment.current = { release: row.release, commit: row.commit, message, author, deployment: row.id, since: row.finished_at };
    for (const name of environment.nodes) world.nodes.find((each) => each.name === name).live[key] = row.release;
  }
  if (status === 'rolled_back') environment.quarantine = [{ commit: row.commit, deployment: row.id, reason: 'health check failed on node-2', at: row.finished_at }];
  if (status !== 'pending_approval') environment.outcomes = [...environment.outcomes, { deployment: row.id, status }].slice(-10);
  environment.last_status = status;
  environment.last_deployment = row.id;
  return row;
}

const stage = (name, action, targets) => ({ name, steps: targets.map((target) => ({ id: `${action}@${target}`, action, target })) });

export function planOf(nodes, rollback = false) {
  return {
    build: rollback ? [] : ['resolve', 'fetch', 'build', 'test', 'artifact'].map((name) => stage(name, name, ['worker'])),
    deploy: [...(rollback ? [] : [stage('copy', 'copy', nodes), stage('prepare', 'warm_up', nodes)]), stage('pre-check', 'check', nodes), stage('switch', 'switch', nodes), stage('post-check', 'health', nodes)],
    undo: [stage('switch back', 'switch_back', nodes), stage('post-check', 'health_undo', nodes)],
    digest: `sha256:${hash(serial)}${hash(serial + 1).slice(0, 24)}`,
    undo_digest: null,
  };
}

/** The steps in the order in which they run, stage by stage. */
export const stepsOf = (plan, parts = ['build', 'deploy']) => parts.flatMap((part) => plan[part].map((each) => ({ part, name: each.name, steps: each.steps })));

function detailOf(world, row, status) {
  const environment = environmentOf(world, `${row.project}/${row.environment}`);
  const plan = planOf(environment.nodes);
  const steps = [];
  let at = Date.parse(row.started_at);
  const run = (part, stageName, step, state, ms, attempt = 1, reason) => steps.push({ id: step.id, stage: stageName, part, target: step.target, attempt, state, started_at: new Date(at).toISOString(), finished_at: new Date(at + ms).toISOString(), took_ms: ms, reason });
  const stopAt = { failed: 'test', rolled_back: 'post-check', needs_attention: 'post-check' }[status];
  if (!['cancelled', 'superseded', 'expired', 'pending_approval'].includes(status)) {
    for (const each of stepsOf(plan)) {
      const ms = { build: 9400, test: 5200, copy: 1900, fetch: 700 }[each.name] ?? 240;
      const last = each.name === stopAt;
      each.steps.forEach((step, index) => {
        const bad = last && index === Math.min(1, each.steps.length - 1);
        const state = bad ? (status === 'needs_attention' ? 'unknown' : 'failed') : 'succeeded';
        if (bad && each.name === 'post-check') run(each.part, each.name, step, 'failed', ms, 1, 'GET /healthz answered 404');
        run(each.part, each.name, step, state, ms + index * 70, bad && each.name === 'post-check' ? 2 : 1, bad ? 'GET /healthz answered 404 (3 attempts)' : undefined);
      });
      at += ms + 60;
      if (last) break;
    }
    if (status === 'rolled_back') for (const each of stepsOf(plan, ['undo'])) { each.steps.forEach((step) => run('undo', each.name, step, 'succeeded', 120)); at += 180; }
  }
  const lines = world.logs.get(row.id);
  for (const step of steps) sampleLog(step).forEach((text, index) => lines.push({ step: step.id, attempt: step.attempt, line: index + 1, text }));
  return { plan, steps };
}

export function sampleLog(step) {
  const action = step.id.split('@')[0];
  if (action === 'fetch') return ['\u001b[2m$ git fetch --no-tags origin 4f1c…\u001b[0m', 'remote: Enumerating objects: 214, done.', 'Receiving objects:  12%\rReceiving objects: 100% (214/214), 61.20 KiB | 4.1 MiB/s, done.'];
  if (action === 'build') {
    return ['\u001b[2m$ npm ci && npm run build\u001b[0m', 'added 312 packages in 4s', '', '\u001b[1m\u001b[36mvite v6.4.6\u001b[0m building for production…', ...Array.from({ length: step.lines ?? 40 }, (_, i) => `\u001b[2mdist/\u001b[0m\u001b[3${1 + (i % 6)}massets/chunk-${hash(i).slice(0, 8)}.js\u001b[0m  \u001b[2m${(i * 37) % 90}.${i % 10}0 kB\u001b[0m`), '\u001b[33mwarning\u001b[0m: 2 chunks are larger than 500 kB', '\u001b[32m✓ built in 3.81s\u001b[0m'];
  }
  if (action === 'test') return ['\u001b[2m$ npm test\u001b[0m', ' \u001b[32m✓\u001b[0m basket \u001b[2m(14)\u001b[0m', ' \u001b[32m✓\u001b[0m search \u001b[2m(31)\u001b[0m', step.state === 'failed' ? ' \u001b[31m✗ totals › rounds half up\u001b[0m' : ' \u001b[32m✓\u001b[0m totals \u001b[2m(9)\u001b[0m', step.state === 'failed' ? '\u001b[41;97m FAIL \u001b[0m expected 12.35, received 12.34' : '\u001b[42;30m PASS \u001b[0m 54 tests', 'from a hostile build: \u202Etxt.exe\u202C \u001b]0;owned\u0007<img src=x onerror=alert(1)>'];
  if (action === 'copy') return ['sending incremental file list', 'sent 61,204 bytes  received 412 bytes  123,232.00 bytes/sec', 'total size is 4,911,220  speedup is 79.70'];
  if (action === 'health') return [`GET http://${step.target}:8080/healthz`, step.state === 'failed' ? '\u001b[31m404 Not Found\u001b[0m in 3 ms' : '\u001b[32m200 OK\u001b[0m in 3 ms'];
  return [`${action} on ${step.target}: done`];
}
