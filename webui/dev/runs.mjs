// Deployments for the page of one deployment, each at a fixed address: dep_big (100,000 lines), dep_hostile, dep_retries,
// dep_waits (held for a night), dep_wide (40 nodes), dep_building (runs for ever), dep_flood (1,000 lines a second).
import { environmentOf, newDeployment, planOf } from './world.mjs';

const esc = '\u001b';
const iso = (ms) => new Date(ms).toISOString();
const stage = (name, action, targets) => ({ name, steps: targets.map((target) => ({ id: `${action}@${target}`, action, target })) });

/** Steps written as [part, stage, id, state, from, to, attempt, reason], in seconds from the ask. */
function ran(asked, rows) {
  return rows.map(([part, name, id, state, from, to, attempt = 1, reason, output]) => ({
    id, stage: name, part, target: id.split('@')[1], attempt, state, started_at: iso(asked + from * 1000),
    ...(to === null ? {} : { finished_at: iso(asked + to * 1000), took_ms: Math.round((to - from) * 1000) }), ...(reason ? { reason } : {}), ...(output ? { output } : {}),
  }));
}

export const bigLine = (n) => {
  const at = iso(Date.UTC(2026, 0, 2, 3, 0, 0) + n * 37);
  if (n % 1000 === 0) return `${at} ${esc}[1;31mERROR${esc}[0m request ${n} failed: upstream answered ${esc}[31m502${esc}[0m after ${n % 97} ms`;
  if (n % 50 === 0) return `${at} ${esc}[33mwarn${esc}[0m  slow query (${n % 900} ms): select * from articles where id = ${n}`;
  return `${at} ${esc}[2minfo${esc}[0m  GET /articles/${n} ${esc}[32m200${esc}[0m ${n % 41} ms ${esc}[38;5;${n % 256}m■${esc}[38;2;${n % 256};${(n * 7) % 256};${(n * 13) % 256}m■${esc}[0m`;
};

export const hostileLines = [
  '<script>alert(document.cookie)</script><img src=x onerror=alert(1)>', `${esc}]8;;javascript:alert(1)${esc}\\click me${esc}]8;;${esc}\\ javascript:alert(2)`, `${esc}[2J${esc}[1;1H${esc}[8mhidden by SGR 8${esc}[0m ${esc}]0;your terminal is mine\u0007 still here`,
  'access granted to \u202egpj.exe\u202c and \u2066isolated\u2069 text', 'nul \u0000 bell \u0007 backspace \u0008\u0008\u0008 vertical \u000b delete \u007f', 'pass\u200bword with a zero-width space, and a soft\u00adhyphen',
  `${esc}[38;2;10;10;10mnearly black on dark${esc}[0m  ${esc}[38;2;250;250;200mnearly white on light${esc}[0m  ${esc}[48;2;255;255;0;38;2;255;255;255mwhite on yellow${esc}[0m  ${esc}[30;40mblack on black${esc}[0m`, `${esc}[31mnever reset`, 'this line goes on in red', `${esc}[0mand this does not`,
  'Receiving objects:  10%\rReceiving objects:  55%\rReceiving objects: 100% (214/214), done.', `a\ttab\tor two`, '你好 世界  مرحبا  Größe 🚀 👩‍👩‍👧',
];

export function addRuns(world) {
  const now = Date.now();
  const nodes = environmentOf(world, 'shop/production').nodes;
  const add = (name, fields, plan, steps, lines, more = {}) => {
    const row = newDeployment(world, fields.where ?? 'shop/production', { message: fields.message, author: 'Mira Okafor', ...fields });
    world.logs.delete(row.id);
    Object.assign(row, { id: `dep_${name}` });
    delete row.where;
    world.details.set(row.id, { plan, steps, ...more });
    world.logs.set(row.id, lines);
    return row;
  };
  const lines = (step, texts, attempt = 1) => texts.map((text, index) => ({ step, attempt, line: index + 1, text }));
  const asked = now - 3_600_000;
  const at = (seconds) => iso(asked + seconds * 1000);

  const big = Number(process.env.BIG ?? 100_000);
  add('big', { message: 'Crawl every article once', status: 'succeeded', requested_at: at(0), started_at: at(2), finished_at: at(3720), note: 'Asked for by the newsroom before the election' }, planOf(nodes),
    ran(asked, [['build', 'resolve', 'resolve@worker', 'succeeded', 2, 3], ['build', 'fetch', 'fetch@worker', 'succeeded', 3, 9], ['build', 'build', 'build@worker', 'succeeded', 9, 3709], ['build', 'test', 'test@worker', 'succeeded', 3709, 3714], ...nodes.map((node) => ['deploy', 'copy', `copy@${node}`, 'succeeded', 3715, 3717]), ...nodes.map((node) => ['deploy', 'switch', `switch@${node}`, 'succeeded', 3718, 3718.2])]),
    [...lines('fetch@worker', ['remote: Enumerating objects: 214, done.']), ...lines('build@worker', Array.from({ length: big }, (_, index) => bigLine(index + 1))), ...nodes.flatMap((node) => lines(`switch@${node}`, [`switched ${node}`]))]);

  add('hostile', { message: '<img src=x onerror=alert(1)> \u202etxt.exe', author: '<b>Mallory</b>', status: 'failed', ref: 'refs/heads/"><script>alert(1)</script>', reason: 'Step test@worker failed: <script>alert(1)</script> ended with exit code 1', requested_at: at(100), started_at: at(101), finished_at: at(160) }, planOf(nodes),
    ran(asked, [['build', 'fetch', 'fetch@worker', 'succeeded', 101, 104], ['build', 'test', 'test@worker', 'failed', 104, 160, 1, '<script>alert(1)</script> ended with exit code 1']]),
    lines('test@worker', [...hostileLines, `${'x'.repeat(20)}${'0123456789'.repeat(1_000_000)}`, 'after the line of 10 MB']));

  const tries = ran(asked, [
    ['build', 'resolve', 'resolve@worker', 'succeeded', 1, 1.6], ['build', 'fetch', 'fetch@worker', 'failed', 1.7, 4, 1, 'git: Connection timed out after 2000 ms'], ['build', 'fetch', 'fetch@worker', 'failed', 6, 8.2, 2, 'git: Connection timed out after 2000 ms'], ['build', 'fetch', 'fetch@worker', 'succeeded', 12.2, 14, 3, undefined, { commit: '4f1c2a90', submodules: ['vendor/theme at 91ab22c', 'vendor/icons at 77e0d1f'], bytes: 62710 }],
    ['build', 'build', 'build@worker', 'succeeded', 14, 38], ['build', 'test', 'test@worker', 'interrupted', 38, 44, 1], ['build', 'test', 'test@worker', 'succeeded', 52, 61, 2], ['build', 'artifact', 'artifact@worker', 'succeeded', 61, 63],
    ...nodes.map((node, n) => ['deploy', 'copy', `copy@${node}`, 'succeeded', 71, 74 + n * 2]), ...nodes.map((node) => ['deploy', 'prepare', `warm_up@${node}`, 'succeeded', 79, 80]), ...nodes.map((node) => ['deploy', 'switch', `switch@${node}`, 'succeeded', 80.4, 80.7]),
    ['deploy', 'post-check', `health@${nodes[0]}`, 'succeeded', 81, 82], ['deploy', 'post-check', `health@${nodes[1]}`, 'failed', 81, 82, 1, 'GET /healthz answered 503'], ['deploy', 'post-check', `health@${nodes[1]}`, 'failed', 83, 84, 2, 'GET /healthz answered 503'], ['deploy', 'post-check', `health@${nodes[1]}`, 'failed', 86, 87, 3, 'GET /healthz answered 503 (3 attempts)'], ['deploy', 'post-check', `health@${nodes[2]}`, 'succeeded', 81, 81.5],
    ...nodes.map((node, n) => ['undo', 'switch back', `switch_back@${node}`, 'succeeded', 88, 88.4 + n * 0.2]), ...nodes.map((node) => ['undo', 'post-check', `health_undo@${node}`, 'succeeded', 89, 90]),
  ]);
  add('retries', { message: 'Retry payments once on a timeout', status: 'rolled_back', reason: `Health check on ${nodes[1]} failed 3 times: GET /healthz answered 503. Every node is back on the previous release.`, requested_at: at(0), started_at: at(1), finished_at: at(91), note: 'Hotfix for the checkout' }, planOf(nodes), tries,
    [...[1, 2].flatMap((attempt) => lines('fetch@worker', ['$ git fetch origin', `${esc}[31mfatal: unable to access: Connection timed out${esc}[0m`], attempt)), ...lines('fetch@worker', ['$ git fetch origin', 'Receiving objects: 100% (214/214), done.'], 3), ...lines('build@worker', Array.from({ length: 60 }, (_, n) => `${iso(asked + 14_000 + n * 400)} step ${n} of the build`)), ...lines(`health@${nodes[1]}`, [`GET http://${nodes[1]}:8080/healthz`, `${esc}[31m503 Service Unavailable${esc}[0m in 4 ms`], 3)],
    { waits: [{ from: at(0), to: at(1), reason: 'its release waited for a worker to build it', for: null }, { from: at(44), to: at(52), reason: 'the lease of worker-2 ran out; worker-1 took over', for: null }, { from: at(63), to: at(71), reason: 'dep_big held shop/production', for: 'dep_big' }] });

  const night = now - 14 * 3_600_000;
  add('waits', { message: 'Move search behind a feature flag', status: 'queued', reason: 'waits behind dep_big, which holds shop/production', requested_at: iso(night), started_at: undefined }, { ...planOf(nodes), build: planOf(nodes).build }, [], [], { waits: [{ from: iso(night), to: null, reason: 'waits behind dep_big, which holds shop/production', for: 'dep_big' }] });

  const wide = Array.from({ length: 40 }, (_, n) => `web-${String(n + 1).padStart(2, '0')}`);
  const started = now - 47_000;
  add('wide', { message: 'Cache the product list for a minute', status: 'running', requested_at: iso(started), started_at: iso(started + 2000) }, planOf(wide),
    ran(started, [['build', 'resolve', 'resolve@worker', 'succeeded', 2, 2.6], ['build', 'fetch', 'fetch@worker', 'succeeded', 3, 5], ['build', 'build', 'build@worker', 'succeeded', 5, 15], ['build', 'test', 'test@worker', 'succeeded', 15, 21], ['build', 'artifact', 'artifact@worker', 'succeeded', 21, 22], ...wide.map((node, n) => ['deploy', 'copy', `copy@${node}`, n < 26 ? 'succeeded' : 'running', 23 + (n % 5), n < 26 ? 26 + (n % 7) * 1.7 : null])]),
    wide.flatMap((node) => lines(`copy@${node}`, [`sending to ${node}`, 'total size is 4,911,220  speedup is 79.70'])));

  add('flood', { message: 'A build that talks a lot', status: 'running', requested_at: iso(now - 8_000), started_at: iso(now - 7_000) }, planOf(nodes), ran(now - 8_000, [['build', 'fetch', 'fetch@worker', 'succeeded', 1, 3], ['build', 'build', 'build@worker', 'running', 3, null]]), []);
  world.deployments.sort((a, b) => b.requested_at.localeCompare(a.requested_at));
}

/** Lines into dep_flood as a worker sends them, ten times a second, while anybody watches. */
export function flood(world, send) {
  const perTurn = Number(process.env.FLOOD ?? 100);
  const lines = world.logs.get('dep_flood');
  let next = 1;
  return setInterval(() => {
    const texts = Array.from({ length: perTurn }, (_, index) => bigLine(next + index));
    const at = new Date().toISOString();
    texts.forEach((text, index) => lines.push({ step: 'build@worker', attempt: 1, line: next + index, text, at }));
    if (lines.length > 300_000) lines.splice(0, 100_000);
    send('dep_flood', { type: 'log', deployment: 'dep_flood', step: 'build@worker', attempt: 1, first_line: next, text: `${texts.join('\n')}\n`, at });
    next += perTurn;
  }, 100);
}

/** The answers about one deployment besides itself, or undefined. */
export function story(world, row, what, query) {
  if (what === 'changes') return changesOf(row);
  if (what === 'why') return { nodes: environmentOf(world, `${row.project}/${row.environment}`).nodes.map((node) => ({ node, release: row.release, commit: row.commit, since: row.finished_at ?? row.requested_at, deployment: row.id, chain: chainOf(row) })) };
  return eventsOf(world, row, query);
}

const chainOf = (row) => [
  { position: row.position + 3, type: 'deployment_finished', at: row.finished_at ?? row.requested_at, actor: 'worker-1', text: `worker-1 brought it live on ${row.environment}` },
  { position: row.position, type: 'deployment_requested', at: row.requested_at, actor: 'gate', text: `the gate asked for it, because ${row.project}/${row.environment} follows ${row.ref ?? 'main'}` },
  { position: row.position - 1, type: 'push_received', at: row.requested_at, actor: 'github:acme', text: `${row.author} pushed ${row.commit.slice(0, 7)} to ${row.ref ?? 'main'}` },
];

function changesOf(row) {
  const base = row.commit.split('').reverse().join('');
  const direction = row.rollback_of ? 'back' : row.status === 'queued' ? 'unknown' : 'forward';
  if (direction === 'unknown') return { base: null, head: row.commit, direction, commits: [], commits_truncated: false, files: null, files_truncated: false, totals: null, compare_url: null };
  const subjects = [row.message, 'Round totals half up, as the invoice does (#412)', 'Write access logs as JSON', 'Update dependencies', 'Name the worker in its health answer'];
  const files = [['src/basket/totals.ts', 48, 12], ['src/basket/totals.test.ts', 96, 0], ['package-lock.json', 1204, 988], ['src/server/log.ts', 14, 31], ['public/images/hero.avif', null, null], ['db/migrate/20261102_add_totals.sql', 24, 0], ['docs/operations/very/deep/folder/structure/how-to-read-the-access-log-when-it-is-late.md', 7, 2], ['src/legacy/cart.js', 0, 210]];
  return {
    base, head: row.commit, direction, commits: subjects.map((subject, index) => ({ commit: `${index}${row.commit.slice(1)}`, author: ['Mira Okafor', 'Jonas Lind', 'Priya Raman'][index % 3], at: iso(Date.parse(row.requested_at) - index * 5_400_000), subject })), commits_truncated: false,
    files: files.map(([path, added, removed]) => ({ path, added, removed })), files_truncated: false, totals: { files: files.length, added: 1369, removed: 1243 }, compare_url: `https://github.com/acme/shop/compare/${base.slice(0, 7)}...${row.commit.slice(0, 7)}`,
  };
}

function eventsOf(world, row, query) {
  const { steps = [] } = world.details.get(row.id) ?? {};
  const rows = [['deployment_requested', { deployment: row.id, commit: row.commit, trigger: row.trigger }], ['deployment_planned', { plan: 'sha256:…' }], ['run_queued', { run: 'run_1', kind: 'deploy' }], ['run_claimed', { run: 'run_1', worker: 'worker-1' }],
    ...steps.flatMap((step) => [['step_started', { step: step.id, part: step.part, attempt: step.attempt }], [`step_${step.state === 'failed' ? 'failed' : 'succeeded'}`, { step: step.id, attempt: step.attempt, took_ms: step.took_ms, output: step.output ?? {} }]]), ['deployment_finished', { status: row.status }]];
  const events = rows.map(([type, data], index) => ({ position: row.position + index, stream: `deployment-${row.id}`, version: index + 1, type, schema: 1, data, actor: index < 2 ? 'gate' : 'worker-1', causation: row.position - 1, correlation: row.id, recorded_at: iso(Date.parse(row.requested_at) + index * 700) }));
  const wanted = events.filter((event) => event.position > Number(query.get('after') ?? 0) && (!query.get('type') || event.type === query.get('type')));
  return { events: wanted.slice(0, Number(query.get('limit') ?? 100)), position: world.position };
}
