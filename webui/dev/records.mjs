// What the mock server keeps for history, audit, metrics and the past: a long archive made of the same team's work.
const day = 86_400_000;
const noise = /^(step_|run_|undo_)/;
const ended = new Set(['succeeded', 'failed', 'rolled_back']);

/** A number in [0, 1) that only depends on its seed, so that a picture of the page looks the same each time. */
const chance = (seed) => { const x = Math.sin(seed * 12.9898) * 43758.5453; return x - Math.floor(x); };

/** Ninety days of deployments behind those that the world has, oldest last. */
export function addArchive(world, newDeployment) {
  const recent = world.deployments.splice(0);
  const newest = recent.length > 0 ? Date.parse(recent.at(-1).requested_at) : Date.now();
  const people = ['Mira Okafor', 'Jonas Lind', 'Priya Raman', 'Tomás Vega', 'Ana Sousa'];
  const texts = ['Show the price with and without tax', 'Keep the session for a week', 'Load fonts from our own host', 'Fix the date in the footer', 'Send the receipt once', 'Read the limits from the configuration', 'Sort orders by date', 'Bring back the old search'];
  let at = newest - 90 * day;
  for (let seed = 1; at < newest - 3_600_000; ++seed) {
    at += (0.05 + chance(seed) * 0.5) * day * (new Date(at).getUTCDay() % 6 === 0 ? 2.2 : 1);
    if (at >= newest - 3_600_000) break;
    const dice = chance(seed + 0.5);
    const status = dice < 0.8 ? 'succeeded' : dice < 0.87 ? 'rolled_back' : dice < 0.94 ? 'failed' : 'superseded';
    const key = ['demo/production', 'shop/staging', 'shop/staging', 'shop/production'][seed % 4];
    const time = (ms) => new Date(at + ms).toISOString();
    newDeployment(world, key, { position: ++world.position, status, message: texts[seed % texts.length], author: people[seed % people.length], trigger: seed % 7 === 0 ? 'manual' : 'push', actor: seed % 7 === 0 ? 'admin' : 'github:acme', requested_at: time(0), started_at: time(900), finished_at: time(20_000 + chance(seed + 0.3) * 260_000), ...(status === 'failed' && { reason: 'Step test@worker failed: npm test ended with exit code 1' }) });
  }
  world.deployments.sort((a, b) => b.requested_at.localeCompare(a.requested_at));
  world.deployments.unshift(...recent);
  world.audit = world.deployments.flatMap(auditOf).sort((a, b) => a.at.localeCompare(b.at)).map((row, index) => ({ ...row, position: index + 1, causation: Math.max(1, index) }));
  world.position = Math.max(world.position, world.audit.length);
}

const verbs = { succeeded: 'is live', failed: 'failed', rolled_back: 'was taken back', superseded: 'was overtaken by a newer commit', cancelled: 'was cancelled', expired: 'expired', needs_attention: 'needs attention', pending_approval: 'waits for approval', running: 'runs', queued: 'waits' };

function auditOf(row) {
  const place = `${row.project}/${row.environment}`;
  const short = row.commit.slice(0, 7);
  const base = { project: row.project, environment: row.environment, deployment: row.id, stream: `deployment-${row.id}`, correlation: row.id.slice(-12) };
  const rows = [];
  if (row.trigger === 'push') rows.push({ at: row.requested_at, actor: row.author, type: 'push_received', what: `pushed ${short} to main`, why: row.message, from: 'webhook github/default', project: row.project, stream: 'repo-github-4711', delivery: `github/default/${row.id.slice(-8)}`, correlation: base.correlation, data: { ref: 'refs/heads/main', commit: row.commit, message: row.message } });
  rows.push({ ...base, at: row.requested_at, actor: row.trigger === 'manual' ? row.actor : 'reactor', type: 'deployment_requested', what: `asked for ${short} on ${place}`, why: row.trigger === 'manual' ? 'customers wait for it' : `push to main by ${row.author}`, from: row.trigger === 'manual' ? 'page, 10.0.0.7' : '', data: { commit: row.commit, trigger: row.trigger } });
  rows.push({ ...base, at: row.started_at ?? row.requested_at, actor: 'worker-1', type: 'run_claimed', what: `claimed the run for ${place}`, why: '', from: 'worker-1', data: { fence: '1.42' } });
  rows.push({ ...base, at: row.started_at ?? row.requested_at, actor: 'worker-1', type: 'step_started', what: 'began switch@node-1', why: '', from: 'worker-1', data: { step: 'switch@node-1', attempt: 1 } });
  if (row.finished_at) rows.push({ ...base, at: row.finished_at, actor: 'worker-1', type: `deployment_${row.status}`, what: `${short} ${verbs[row.status]} on ${place}`, why: row.reason ?? '', from: 'worker-1', data: { reason: row.reason ?? null, note: 'a hostile \u202Ename\u202C <script>alert(1)</script>' } });
  return rows;
}

/** A new event as the audit has it. */
export function addAudit(world, event) {
  const told = { position: event.position, at: event.recorded_at, actor: event.actor, type: event.type, what: `${event.type.replaceAll('_', ' ')} (${event.stream})`, why: '', from: event.actor, stream: event.stream, causation: world.audit.at(-1)?.position ?? 0, correlation: event.correlation, data: event.data };
  world.audit.push(told);
}

const inTime = (query, time) => (!query.get('from') || time >= new Date(query.get('from')).toISOString()) && (!query.get('to') || time < new Date(query.get('to')).toISOString());
const same = (query, row, keys) => keys.every((key) => !query.get(key) || query.get(key) === row[key]);

export function deployments(world, query) {
  const q = (query.get('q') ?? '').toLowerCase();
  const fits = world.deployments.filter((row) => same(query, row, ['project', 'environment', 'status', 'trigger', 'actor']) && inTime(query, row.requested_at)
    && (!q || row.commit.startsWith(q) || [row.message, row.author, row.ref, row.id].some((text) => text?.toLowerCase().includes(q))));
  const from = Number(query.get('after') ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  return { deployments: fits.slice(from, from + limit), next: from + limit < fits.length ? String(from + limit) : null };
}

export function audit(world, query) {
  const q = (query.get('q') ?? '').toLowerCase();
  const before = Number(query.get('after') ?? Infinity);
  const limit = Number(query.get('limit') ?? 50);
  const fits = world.audit.filter((row) => row.position < before && same(query, row, ['actor', 'type', 'project', 'environment', 'deployment']) && inTime(query, row.at)
    && (query.get('detail') === 'all' || query.get('type') || !noise.test(row.type)) && (!q || JSON.stringify(row).toLowerCase().includes(q))).reverse();
  return { rows: fits.slice(0, limit), next: fits.length > limit ? String(fits[limit - 1].position) : null };
}

export const csv = (rows) => [Object.keys(rows[0] ?? { empty: '' }).join(','), ...rows.map((row) => Object.values(row).map((value) => JSON.stringify(value ?? '')).join(','))].join('\r\n');

function quantile(values, share) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
}

const took = (row) => Date.parse(row.finished_at) - Date.parse(row.requested_at);
const lead = (row) => took(row) + 3_600_000 * (0.2 + 9 * chance(Number.parseInt(row.commit.slice(0, 4), 16)));
const recovered = (row) => 60_000 * (8 + 90 * chance(Number.parseInt(row.commit.slice(4, 8), 16)));

function counts(rows) {
  const of = (status) => rows.filter((row) => row.status === status);
  const done = of('succeeded');
  const broken = [...of('failed'), ...of('rolled_back')];
  return {
    deployments: rows.length, succeeded: done.length, failed: of('failed').length, rolled_back: of('rolled_back').length, other: rows.filter((row) => !ended.has(row.status)).length, rework: Math.round(of('rolled_back').length * 0.7),
    lead_time_median_ms: quantile(done.map(lead), 0.5), lead_time_p90_ms: quantile(done.map(lead), 0.9), recovery_median_ms: quantile(broken.map(recovered), 0.5), duration_median_ms: quantile([...done, ...broken].map(took), 0.5), duration_p90_ms: quantile([...done, ...broken].map(took), 0.9),
    success_rate: done.length + broken.length > 0 ? done.length / (done.length + broken.length) : null,
  };
}

export function dora(world, query) {
  const to = query.get('to') ? Date.parse(query.get('to')) : Date.now();
  const from = query.get('from') ? Date.parse(query.get('from')) : to - 30 * day;
  const size = to - from > 60 * day ? 7 * day : day;
  const rows = world.deployments.filter((row) => same(query, row, ['project', 'environment']) && row.finished_at && Date.parse(row.finished_at) >= from && Date.parse(row.finished_at) < to);
  const bucketsOf = (some) => {
    const out = [];
    for (let at = from; at < to; at += size) out.push({ from: new Date(at).toISOString(), ...counts(some.filter((row) => Date.parse(row.finished_at) >= at && Date.parse(row.finished_at) < at + size)) });
    return out;
  };
  const buckets = bucketsOf(rows);
  const done = rows.filter(({ status }) => status === 'succeeded');
  const broken = rows.filter(({ status }) => status === 'failed' || status === 'rolled_back');
  const back = rows.filter(({ status }) => status === 'rolled_back');
  const all = done.length + broken.length;
  const keys = [...new Set(rows.map((row) => `${row.project}/${row.environment}`))].sort();
  return {
    from: new Date(from).toISOString(), to: new Date(to).toISOString(), bucket: size === day ? 'day' : 'week', buckets,
    environments: keys.map((key) => ({ project: key.split('/')[0], environment: key.split('/')[1] })),
    lead_time: { median_ms: quantile(done.map(lead), 0.5), p90_ms: quantile(done.map(lead), 0.9), count: done.length },
    frequency: { count: done.length, per_day: done.length / Math.max(1, (to - from) / day) },
    recovery: { median_ms: quantile(broken.map(recovered), 0.5), p90_ms: quantile(broken.map(recovered), 0.9), count: broken.length, open: broken.length > 0 ? 1 : 0 },
    change_fail_rate: { failed: back.length, of: all, rate: all > 0 ? back.length / all : null },
    rework_rate: { rework: Math.round(back.length * 0.7), of: all, rate: all > 0 ? Math.round(back.length * 0.7) / all : null },
    durations: { median_ms: quantile([...done, ...broken].map(took), 0.5), p90_ms: quantile([...done, ...broken].map(took), 0.9) },
    success_rate: all > 0 ? done.length / all : null,
    by_environment: keys.map((key) => { const [project, environment] = key.split('/'); const here = rows.filter((row) => row.project === project && row.environment === environment); return { project, environment, ...counts(here), buckets: bucketsOf(here).filter(({ deployments }) => deployments > 0) }; }),
    definitions: {
      lead_time: 'The time from a commit to the moment it is live, for every commit that a deployment newly brought. Median and 90th percentile.',
      frequency: 'How often a deployment brought something new to the environment and stayed. The same commit again does not count.',
      recovery: 'The time from a deployment that failed in the environment to the next moment when what was live was well again.',
      change_fail_rate: 'The share of deployments after which somebody had to step in at once: a rollback or a repair.',
      durations: 'From the start of the run of a deployment that succeeded to its end: waiting is left out.', success_rate: 'Of the deployments that succeeded, failed or were rolled back, those that succeeded.', buckets: 'By the time a deployment ended, in days of UTC.', environments: 'Each environment is counted for itself and then added.',
      rework_rate: 'The share of deployments that were not planned and mend what an incident showed.',
    },
    flags: { negative_lead_times: rows.length > 0 ? 1 : 0, unknown_commit_times: 0 },
  };
}

/** The deployments behind a figure. */
export function counted(world, query) {
  const is = { lead_time: ['succeeded'], frequency: ['succeeded'], recovery: ['failed', 'rolled_back'], change_fail_rate: ['rolled_back'], rework_rate: ['rolled_back'] }[query.get('figure')];
  const below = Date.parse(query.get('after') ?? '') || Infinity;
  const from = Date.parse(query.get('from') ?? '') || 0;
  const limit = Number(query.get('limit') ?? 50);
  const fits = world.deployments
    .filter((row) => same(query, row, ['project', 'environment']) && row.finished_at && (!is || is.includes(row.status)) && Date.parse(row.finished_at) >= from && Date.parse(row.finished_at) < below)
    .sort((a, b) => b.finished_at.localeCompare(a.finished_at));
  const shown = fits.slice(0, limit).map((row) => {
    const { id, project, environment, commit, message, status, started_at, finished_at } = row;
    const done = status === 'succeeded';
    return {
      id, project, environment, commit, message, status, started_at: started_at ?? null, ended_at: finished_at, live_at: done ? finished_at : null, changed: done, commits: done ? 1 + (Number.parseInt(commit.slice(0, 2), 16) % 5) : 0,
      lead_time_ms: done ? Math.round(lead(row)) : null, lead_time_from: done ? 'commits' : null, duration_ms: done ? took(row) : null, failed: !done, recovered_after_ms: done ? null : Math.round(recovered(row)), open: false, rework: is?.[0] === 'rolled_back', rollback: false,
    };
  });
  return { deployments: shown, next: fits.length > limit ? shown.at(-1).ended_at : null };
}

/** The ends of the log. */
export function span(world) {
  const end = (row) => (row ? { position: row.position, at: row.at } : null);
  return { first: end(world.audit[0]), last: end(world.audit.at(-1)) };
}

/** The board as it was: every environment with what was live and ran then. */
export function boardAt(world, present, at) {
  const ms = /^\d+$/.test(at) ? Date.parse(world.audit.find(({ position }) => position === Number(at))?.at ?? at) : Date.parse(at);
  if (ms >= Date.now()) return present;
  const before = (time) => time && Date.parse(time) <= ms;
  const rows = world.deployments.filter((row) => before(row.requested_at)).map((row) => (before(row.finished_at) ? row : { ...row, status: before(row.started_at) ? 'running' : 'queued', finished_at: undefined, reason: undefined }));
  const last = /^\d+$/.test(at) ? Number(at) : world.audit.findLast((row) => before(row.at))?.position ?? 0;
  const environments = world.environments.map((environment) => {
    const mine = rows.filter((row) => row.project === environment.project && row.environment === environment.name);
    const done = mine.filter(({ status }) => status === 'succeeded');
    const running = mine.find(({ status }) => status === 'running');
    const past = mine.filter(({ finished_at }) => finished_at);
    const live = ({ release, commit, message, author, id, finished_at }) => ({ release, commit, message, author, deployment: id, since: finished_at });
    return { ...environment, current: done[0] && live(done[0]), previous: done[1] && live(done[1]), lock: running && { deployment: running.id, since: running.started_at }, quarantine: [], last_status: past[0]?.status, last_deployment: past[0]?.id, outcomes: past.slice(0, 10).reverse().map(({ id, status }) => ({ deployment: id, status })) };
  });
  return { ...present, position: last, at: new Date(ms).toISOString(), environments, deployments: rows.slice(0, 50) };
}
