// A server with a made-up team, to look at the page without the real one: `npm run build && npm run mock`.
// PORT (default 8090), EMPTY=1 for the first run, PREFIX=/eeveon/ for a path prefix, LINES=20000 for long builds,
// CROWD=1000 for so many environments more, CHURN=200 for so many changes a second, NO_SOCKET=1 for a proxy that blocks it.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addCrowd, churn } from './crowd.mjs';
import { actions, addActions, receive } from './actions.mjs';
import { addRuns, flood, story } from './runs.mjs';
import { accept } from './socket.mjs';
import { addArchive, addAudit, audit, boardAt, counted, csv, deployments, dora, span } from './records.mjs';
import { environmentOf, makeWorld, newDeployment, planOf, sampleLog, stepsOf } from './world.mjs';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const prefix = process.env.PREFIX ?? '/';
const world = makeWorld(process.env.EMPTY === '1');
if (process.env.EMPTY !== '1') addRuns(world);
if (process.env.EMPTY === '1') world.audit = [];
else addArchive(world, newDeployment);
if (process.env.CROWD) addCrowd(world, Number(process.env.CROWD));
const kinds = { '.webmanifest': 'application/manifest+json', '.png': 'image/png', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const policy = "default-src 'none'; script-src 'self'; manifest-src 'self'; worker-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";
world.requests = 0xa17f3;
addActions(world, process.env.EMPTY === '1');
const sockets = new Set();
const pause = Number(process.env.PAUSE ?? 500);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

const board = () => ({ position: world.position, at: new Date().toISOString(), projects: world.projects, environments: world.environments, nodes: world.nodes, deployments: world.deployments.slice(0, 50) });

function tellChange({ channel, topics }, { events, ...rest }) {
  channel.send(JSON.stringify(topics.includes('events') ? { ...rest, events } : rest));
}

function changed(stream, type, rows, data = {}, delivery = undefined) {
  const event = { position: ++world.position, stream, version: 1, type, schema: 1, data, actor: 'worker-1', causation: world.position - 1, correlation: 'c', recorded_at: new Date().toISOString(), delivery };
  world.events.push(event);
  addAudit(world, event);
  for (const client of sockets) tellChange(client, { type: 'change', first: event.position, position: event.position, at: event.recorded_at, events: [event], board: rows });
}

async function run(row, { bad = false, rollback = false } = {}) {
  const key = `${row.project}/${row.environment}`;
  const environment = environmentOf(world, key);
  const plan = planOf(environment.nodes, rollback);
  const steps = [];
  world.details.set(row.id, { plan, steps });
  const rows = () => ({ environments: [environment], deployments: [row], nodes: world.nodes });
  changed(`deployment-${row.id}`, 'deployment_requested', rows());
  Object.assign(row, { status: 'running', started_at: new Date().toISOString() });
  environment.lock = { deployment: row.id, since: row.started_at };
  let failed = false;
  const stages = stepsOf(plan);
  for (let stage = stages.shift(); stage; stage = stages.shift()) {
    const parts = stage.steps.map((step) => ({ id: step.id, stage: stage.name, part: stage.part, target: step.target, attempt: 1, state: 'running', started_at: new Date().toISOString(), lines: Number(process.env.LINES ?? 40) }));
    steps.push(...parts);
    changed(`deployment-${row.id}`, 'step_started', rows());
    for (const part of parts) sendLog(row, part);
    await wait(pause);
    if (row.status !== 'running') { failed = true; break; }
    for (const [index, part] of parts.entries()) {
      const broken = bad && stage.name === 'post-check' && stage.part === 'deploy' && index === 1;
      Object.assign(part, { state: broken ? 'failed' : 'succeeded', finished_at: new Date().toISOString(), took_ms: pause - 40 + index * 13, ...(broken ? { reason: 'GET /healthz answered 404 (3 attempts)' } : {}) });
      failed ||= broken;
    }
    changed(`deployment-${row.id}`, 'step_succeeded', rows());
    if (failed && stage.part === 'deploy' && stage.name === 'post-check') stages.splice(0, stages.length, ...stepsOf(plan, ['undo']));
  }
  finish(row, environment, key, failed, rollback);
  changed(`deployment-${row.id}`, 'deployment_finished', { environments: [environment], deployments: world.deployments.filter((each) => each.id === row.id || each.id === row.rollback_of), nodes: world.nodes });
}

function finish(row, environment, key, failed, rollback) {
  row.finished_at = new Date().toISOString();
  if (row.status === 'running') row.status = failed ? 'rolled_back' : 'succeeded';
  if (row.status === 'rolled_back') row.reason = 'Health check on node-2 failed 3 times: GET /healthz answered 404. Every node is back on the previous release.';
  delete environment.lock;
  if (!failed) {
    const old = environment.current;
    environment.current = { release: row.release, commit: row.commit, message: row.message, author: row.author, deployment: row.id, since: row.finished_at };
    environment.previous = rollback ? undefined : old && { release: old.release, commit: old.commit, message: old.message };
    for (const name of environment.nodes) world.nodes.find((each) => each.name === name).live[key] = row.release;
    if (rollback) environment.quarantine = [{ commit: old.commit, deployment: row.id, reason: 'rolled back by a person', at: row.finished_at }];
  } else environment.quarantine = [{ commit: row.commit, deployment: row.id, reason: 'health check failed on node-2', at: row.finished_at }];
  environment.last_status = row.status;
  environment.outcomes = [...environment.outcomes, { deployment: row.id, status: row.status }].slice(-10);
}

function sendLog(row, step) {
  const texts = sampleLog(step);
  const lines = world.logs.get(row.id);
  const stored = new Date().toISOString();
  texts.forEach((text, index) => lines.push({ step: step.id, attempt: 1, line: index + 1, text, at: stored }));
  for (let at = 0; at < texts.length; at += 200) {
    const message = JSON.stringify({ type: 'log', deployment: row.id, step: step.id, attempt: 1, first_line: at + 1, text: `${texts.slice(at, at + 200).join('\n')}\n`, at: stored });
    for (const { channel, following } of sockets) if (following.has(row.id)) channel.send(message);
  }
}

function detail(row) {
  const { plan, steps, waits } = world.details.get(row.id) ?? { plan: { build: [], deploy: [], undo: [], digest: null }, steps: [] };
  const environment = environmentOf(world, `${row.project}/${row.environment}`);
  const causes = ['push_received', 'deployment_requested', 'run_queued', 'run_claimed'].map((type, index) => ({ position: row.position - 3 + index, type, at: row.requested_at, actor: index === 0 ? row.actor : index === 3 ? 'worker-1' : 'reactor' }));
  const open = row.status === 'running' || row.status === 'queued';
  return { ...row, plan, steps, ...(waits ? { waits } : {}), worker: steps.length > 0 ? 'worker-1' : undefined, attempts: 1, causes, actions: { cancel: open || row.status === 'needs_attention', retry: ['failed', 'needs_attention'].includes(row.status), mark_done: row.status === 'needs_attention', rollback: row.status === 'succeeded' && (environment.current?.deployment !== row.id || Boolean(environment.previous)) } };
}

function push({ bad, message = 'Say hello on the landing page' }) {
  const row = newDeployment(world, 'demo/production', { message, author: 'Mira Okafor' });
  void run(row, { bad });
  return { deployment: row.id };
}

function request(project, name, verb, body) {
  const environment = environmentOf(world, `${project}/${name}`);
  if (body.ref === 'nowhere') return [422, { title: 'There is no such branch or tag', detail: 'The repository has no ref “nowhere”. Push it first, or name a commit.', field: 'ref' }];
  const rollback = verb === 'rollback';
  if (body.dry_run) return [200, { plan: planOf(environment.nodes, rollback) }];
  const goal = rollback ? environment.previous ?? environment.current : {};
  const row = newDeployment(world, `${project}/${name}`, { trigger: rollback ? 'rollback' : 'manual', actor: 'admin', message: goal.message ?? 'Deployed by hand', author: 'Mira Okafor', ...(goal.commit ? { commit: goal.commit } : {}), ...(rollback ? { rollback_of: environment.current.deployment, ref: undefined } : {}) });
  void run(row, { rollback });
  return [202, { deployment: row.id, position: world.position, plan: planOf(environment.nodes, rollback) }];
}

/** Lines of made-up runs were stored evenly over their step, in chunks of twenty. */
function dated(row, lines) {
  const steps = new Map((world.details.get(row.id)?.steps ?? []).map((step) => [`${step.id}/${step.attempt}`, step]));
  const many = new Map();
  for (const line of lines) many.set(`${line.step}/${line.attempt}`, line.line);
  return lines.map((line) => {
    const step = steps.get(`${line.step}/${line.attempt}`);
    if (line.at || !step?.started_at) return line;
    const from = Date.parse(step.started_at);
    const to = step.finished_at ? Date.parse(step.finished_at) : Date.now();
    return { ...line, at: new Date(from + Math.round(((to - from) * Math.floor(line.line / 20) * 20) / many.get(`${line.step}/${line.attempt}`))).toISOString() };
  });
}

function logOf(row, query, accepted) {
  const kept = dated(row, world.logs.get(row.id)).filter((line) => !query.get('step') || line.step === query.get('step'));
  const lines = query.get('tail') ? kept.slice(-Number(query.get('tail'))) : kept;
  const headers = lines.length < kept.length ? { 'eeveon-earlier': 'true' } : {};
  return [200, lines.map((line) => (accepted.includes('ndjson') ? JSON.stringify(line) : line.text)).join('\n'), headers];
}

function api(method, path, query, body, accepted) {
  const parts = path.split('/').map(decodeURIComponent);
  const row = world.deployments.find((each) => each.id === parts[1]);
  const acted = actions(world, method, path, query, body, changed);
  if (acted) return acted;
  if (path === 'session' && method === 'POST') return body.token.startsWith('used') ? [401, { title: 'This link is used up' }] : [200, { actor: 'admin' }];
  if (path === 'session') return method === 'DELETE' ? [204, null] : [200, { actor: 'admin' }];
  if (path === 'board') return [200, query.get('at') ? boardAt(world, board(), query.get('at')) : board()];
  if (path === 'log-span') return [200, span(world)];
  const listed = { deployments: () => deployments(world, query), audit: () => audit(world, query), dora: () => dora(world, query), 'dora/deployments': () => counted(world, query) }[path];
  if (listed && /csv|ndjson/.test(accepted)) { query.set('limit', '10000'); const { deployments: rows, rows: events, buckets } = listed(); const all = rows ?? events ?? buckets; return [200, accepted.includes('csv') ? csv(all) : all.map((each) => JSON.stringify(each)).join('\n')]; }
  if (listed) return [200, listed()];
  if (path === 'nodes/load') return [200, { at: new Date().toISOString(), nodes: loads() }];
  if (path === 'events' && !query.get('stream')) return [200, { events: world.events.filter((event) => event.position > Number(query.get('after'))).slice(0, Number(query.get('limit') ?? 100)) }];
  if (parts[0] === 'deployments' && !row) return [404, { title: 'There is no such deployment' }];
  if (parts[0] === 'deployments' && parts[2] === 'log') return logOf(row, query, accepted);
  if (parts[0] === 'deployments' && parts[2] === 'changes') return [200, story(world, row, 'changes', query)];
  if (parts[4] === 'why') { const live = world.deployments.find((each) => each.id === environmentOf(world, `${parts[1]}/${parts[3]}`)?.current?.deployment); return [200, live ? story(world, live, 'why', query) : { nodes: [] }]; }
  if (path === 'events' && query.get('stream')) { const of = world.deployments.find((each) => query.get('stream').endsWith(each.id)); return [200, of ? story(world, of, 'events', query) : { events: [], position: world.position }]; }
  if (parts[0] === 'deployments' && parts[2] === 'cancel') { Object.assign(row, { status: 'cancelled', reason: 'Cancelled by admin' }); return [202, { position: world.position }]; }
  if (parts[0] === 'deployments' && parts[2]) return [409, { title: 'This cannot be done now', detail: 'The mock server only cancels.' }];
  if (parts[0] === 'deployments') return [200, detail(row)];
  if (parts[4] === 'quarantine') { const environment = environmentOf(world, `${parts[1]}/${parts[3]}`); environment.quarantine = []; changed('env', 'quarantine_lifted', { environments: [environment] }); return [200, { position: world.position }]; }
  if (parts[2] === 'environments') return request(parts[1], parts[3], parts[4], body);
  return [404, { title: 'Not found' }];
}

/** Made-up figures that drift, one node fuller than the others. */
function loads() {
  const at = new Date().toISOString();
  const turn = Date.now() / 15_000;
  return Object.fromEntries(world.nodes.slice(0, 100).map(({ name }, index) => {
    const share = (speed, least) => least + (1 - least) * 0.5 * (1 + Math.sin(turn * speed + index)) * (index === 4 ? 1.3 : 0.6);
    return [name, { at, load1: Number((share(1, 0.05) * 4).toFixed(2)), cores: 4, memory_used: Math.min(16e9, Math.round(share(0.3, 0.3) * 16e9)), memory_total: 16e9, disk_used: Math.min(100e9, Math.round(share(0.05, 0.4) * 100e9)), disk_total: 100e9 }];
  }));
}

setInterval(() => { for (const { channel } of sockets) channel.send(JSON.stringify({ type: 'load', nodes: loads() })); }, 15_000);
if (process.env.CHURN) churn(world, Number(process.env.CHURN), changed);

const server = createServer(async (incoming, answer) => {
  const url = new URL(incoming.url, 'http://mock');
  if (!url.pathname.startsWith(prefix)) return answer.writeHead(404).end();
  const path = url.pathname.slice(prefix.length);
  let text = '';
  for await (const chunk of incoming) text += chunk;
  const body = text ? JSON.parse(text) : {};
  if (path === 'mock/hook') return answer.end(JSON.stringify(receive(world, changed)));
  if (path === 'mock/push') return answer.end(JSON.stringify(push(body)));
  if (path === 'mock/drop') { for (const { channel } of sockets) channel.close(); return answer.end(); }
  if (path.startsWith('api/v1/')) {
    const [status, value, headers = {}] = api(incoming.method, path.slice(7), url.searchParams, body, incoming.headers.accept ?? '');
    answer.writeHead(status, { ...headers, 'content-type': typeof value === 'string' ? 'text/plain; charset=utf-8' : 'application/json' });
    return answer.end(value === null ? '' : typeof value === 'string' ? value : JSON.stringify(status >= 400 ? { ...value, status, request_id: `req_${(++world.requests).toString(16).padStart(12, '0')}` } : value));
  }
  const file = path.includes('..') ? '' : join(dist, path);
  const found = extname(path) && existsSync(file) ? file : join(dist, 'index.html');
  answer.writeHead(200, { 'content-type': kinds[extname(found)] ?? 'application/octet-stream', 'content-security-policy': policy });
  createReadStream(found).pipe(answer);
});

server.on('upgrade', (incoming, socket) => {
  if (process.env.NO_SOCKET === '1') return socket.destroy();
  const asked = new URL(incoming.url, 'http://mock').searchParams;
  const client = { following: new Set(), channel: null, topics: (asked.get('topics') ?? 'board,events,load,logs').split(',') };
  client.channel = accept(incoming, socket, (text) => {
    const message = JSON.parse(text);
    if (message.type === 'topics') client.topics = message.topics;
    else client.following[message.type === 'follow' ? 'add' : 'delete'](message.deployment);
  }, () => sockets.delete(client));
  sockets.add(client);
  const after = asked.get('after');
  if (after === null) client.channel.send(JSON.stringify({ type: 'snapshot', position: world.position, board: board() }));
  client.channel.send(JSON.stringify({ type: 'load', nodes: loads() }));
  const missed = world.events.filter((event) => after !== null && event.position > Number(after));
  if (missed.length > 0) tellChange(client, { type: 'change', first: missed[0].position, position: world.position, events: missed, board: board() });
});

const sendTo = (id, message) => { for (const { channel, following } of sockets) if (following.has(id)) channel.send(JSON.stringify(message)); };
if (world.logs.has('dep_flood') && process.env.FLOOD !== '0') flood(world, sendTo).unref();

server.listen(Number(process.env.PORT ?? 8090), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}${prefix}`));
