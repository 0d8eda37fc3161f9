// A large team for the mock server: CROWD=1000 environments in 250 projects on as many nodes, and CHURN=200 changes a second.
import { newDeployment } from './world.mjs';

const kinds = ['dev', 'staging', 'canary', 'production'];
const areas = ['shop', 'search', 'billing', 'mail', 'media', 'auth', 'ledger', 'maps', 'queue', 'docs'];
const statuses = ['succeeded', 'succeeded', 'succeeded', 'succeeded', 'succeeded', 'succeeded', 'failed', 'superseded', 'cancelled', 'rolled_back'];
const minute = 60_000;

export function addCrowd(world, environments) {
  const projects = Math.ceil(environments / kinds.length);
  for (let index = 0; index < projects; ++index) {
    const name = `${areas[index % areas.length]}-${String(index).padStart(3, '0')}`;
    world.projects.push({ name, repository: `https://github.com/acme/${name}`, repository_bound: true, default_branch: 'main', environments: kinds, applied_at: new Date().toISOString() });
    for (const [at, kind] of kinds.entries()) {
      const key = `${name}/${kind}`;
      const nodes = [0, 1, 2].map((each) => `${name}-${kind}-${each}`);
      for (const node of nodes) world.nodes.push({ name: node, kind: 'ssh', address: `${node}.internal`, groups: [kind], health: 'up', live: {}, checks: { [key]: (index + at) % 41 === 7 && node.endsWith('2') ? 'down' : 'up' }, details: {} });
      const since = (index * 37 + at * 11) % 9000;
      const commit = (seed) => Array.from({ length: 40 }, (_, digit) => ((index * 7 + seed * 131 + digit * digit * 3 + digit) % 16).toString(16)).join('');
      const outcomes = Array.from({ length: (index * 3 + at) % 11 }, (_, each) => ({ deployment: `dep_${index}-${at}-${each}`, status: statuses[(index + at * 3 + each * 7) % statuses.length] }));
      world.environments.push({
        project: name, name: kind, queue_policy: 'supersede', deploy_on: kind === 'production' ? 'release published' : 'push main', waiting: [], quarantine: [], nodes, outcomes,
        current: { release: `rel_${index}`, commit: commit(at > index % 4 ? 1 : 2), message: `Change number ${index * 4 + at} of this service`, author: ['Mira Okafor', 'Jonas Lind', 'Priya Raman'][index % 3], deployment: `dep_${index}-${at}-live`, since: new Date(Date.now() - since * minute).toISOString() },
        previous: { release: `rel_${index}p`, commit: commit(3) },
        last_status: outcomes.at(-1)?.status ?? 'succeeded', last_deployment: outcomes.at(-1)?.deployment ?? `dep_${index}-${at}-live`,
      });
    }
  }
}

/** Deployments begin and end all over the board, so many changes a second. */
export function churn(world, perSecond, changed) {
  let turn = 0;
  const step = () => {
    const environment = world.environments[(turn * 7) % Math.min(world.environments.length, 40)];
    const key = `${environment.project}/${environment.name}`;
    const held = environment.lock && world.deployments.find((row) => row.id === environment.lock.deployment);
    if (held) {
      Object.assign(held, { status: turn % 5 === 0 ? 'failed' : 'succeeded', finished_at: new Date().toISOString() });
      Object.assign(environment, { lock: undefined, last_status: held.status, last_deployment: held.id, outcomes: [...environment.outcomes, { deployment: held.id, status: held.status }].slice(-10) });
      changed(`deployment-${held.id}`, 'deployment_finished', { environments: [environment], deployments: [held] }, { turn });
    } else {
      const row = newDeployment(world, key, { status: 'running', message: `Turn ${turn}`, author: 'Mira Okafor', started_at: new Date().toISOString() });
      world.deployments.length = Math.min(world.deployments.length, 200);
      environment.lock = { deployment: row.id, since: row.started_at };
      changed(`deployment-${row.id}`, 'deployment_started', { environments: [environment], deployments: [row] }, { turn });
    }
    ++turn;
  };
  const every = Math.max(5, 1000 / perSecond);
  return setInterval(() => { for (let each = 0; each < Math.round((perSecond * every) / 1000); ++each) step(); }, every);
}
