// View models of the board: what a card says about one environment.
import type { Board, DeploymentRow, Environment, Node, Project, Status } from '../wire/types';
import { isActive } from './status';
import { environmentKey } from './fold';
import { words } from '../words';

export interface Card {
  key: string;
  environment: Environment;
  status: Status | undefined;
  running: DeploymentRow | undefined; // who holds the lock
  lockHolder: string | undefined;
  waiting: { deployment: string; commit: string }[];
  inVain: { deployment: string; status: Status; row: DeploymentRow | undefined } | undefined;
  up: number;
  down: Node[];
  nodes: Node[];
}

export interface Group { project: Project; cards: Card[] }

export interface Summary { environments: number; active: number; attention: number; nodesUp: number; nodesDown: number; nodes: number }

/** What a person should read first: what happens now, then what happened last. */
function statusOf(environment: Environment, running: DeploymentRow | undefined): Status | undefined {
  if (environment.lock) return running?.status ?? 'running';
  return environment.last_status;
}

export function card(environment: Environment, board: Board): Card {
  const running = environment.lock && board.deployments.find((row) => row.id === environment.lock?.deployment);
  const nodes = environment.nodes
    .map((name) => board.nodes.find((node) => node.name === name) ?? missing(name))
    .map((node) => seenFrom(environment, node));
  return {
    key: environmentKey(environment),
    environment,
    status: statusOf(environment, running),
    running,
    lockHolder: environment.lock?.deployment,
    waiting: environment.waiting,
    inVain: inVain(environment, board),
    nodes,
    up: nodes.filter((node) => node.health === 'up').length,
    down: nodes.filter((node) => node.health === 'down'),
  };
}

/** The last deployment when it brought nothing: what is live is older. None while another runs; doubt and quarantine speak for themselves. */
function inVain(environment: Environment, board: Board): Card['inVain'] {
  const { last_deployment: id, last_status: status, doubt, quarantine } = environment;
  if (!id || !status || status === 'succeeded' || environment.lock) return undefined;
  if (doubt?.deployment === id || quarantine.some((row) => row.deployment === id)) return undefined;
  return { deployment: id, status, row: board.deployments.find((row) => row.id === id) };
}

/** A node as one environment sees it: what is down for others there may be well here. Where nothing is live, nothing is healthy or ill. */
export function seenFrom(environment: Environment, node: Node): Node {
  const key = environmentKey(environment);
  const health = (environment.current && node.checks[key]) ?? 'unknown';
  const { health_detail: told, ...rest } = node;
  const detail = health === 'down' ? node.details[key] ?? told : node.health === 'unknown' ? told : undefined;
  return { ...rest, health, ...(detail !== undefined && { health_detail: detail }) };
}

/** A node that the project names but nobody registered: shown, because it explains a refusal. */
const missing = (name: string): Node => ({
  name, kind: 'local', address: '', groups: [], health: 'unknown', health_detail: words.board.health.notRegistered, live: {}, checks: {}, details: {},
});

/** Projects by name with their environments in the spec's order; a project without any keeps its place. */
export function groups(board: Board): Group[] {
  return [...board.projects]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((project) => {
      const order = (name: string): number => {
        const at = project.environments.indexOf(name);
        return at < 0 ? project.environments.length : at;
      };
      const cards = board.environments
        .filter((environment) => environment.project === project.name)
        .sort((a, b) => order(a.name) - order(b.name) || a.name.localeCompare(b.name))
        .map((environment) => card(environment, board));
      return { project, cards };
    });
}

export function summary(board: Board): Summary {
  const states = board.environments.map((environment) => card(environment, board).status);
  return {
    environments: board.environments.length,
    active: board.deployments.filter(isActive).length,
    attention: states.filter((status) => status === 'failed' || status === 'needs_attention').length,
    nodesUp: board.nodes.filter((node) => node.health === 'up').length,
    nodesDown: board.nodes.filter((node) => node.health === 'down').length,
    nodes: board.nodes.length,
  };
}

/** The title of the browser's tab: what moves or hurts comes first, because a tab shows little. */
export function tabTitle(page: string, board: Board | null): string {
  if (!board) return words.shell.title(page);
  const { active, attention } = summary(board);
  const sign = attention > 0 ? `(${attention}!) ` : active > 0 ? `(${active}) ` : '';
  return sign + words.shell.title(page);
}

/** Does this node serve that release in that environment? The key is the environment's name, alone or with its project. */
export function serves(node: Node, environment: Pick<Environment, 'project' | 'name'>, release: string | undefined): boolean {
  return release !== undefined && (node.live[environmentKey(environment)] ?? node.live[environment.name]) === release;
}

/** "3/4 healthy", as `eeveon status` counts; nodes that are not checked, or not yet, are neither healthy nor ill. */
export function healthWords(up: number, down: number, all: number): string {
  const unknown = all - up - down;
  const { health } = words.board;
  if (up + down === 0) return health.unknown;
  return unknown > 0 ? health.withUnknown(up, all, unknown) : health.healthy(up, all);
}

/** Which commit a node serves in an environment, as far as the environment knows the release; null: none. `or`: it may be this one instead. */
export function served(node: Node, environment: Environment): { commit: string | null; current: boolean; or?: string } {
  const { doubt, ...sure } = environment;
  if (doubt?.nodes.includes(node.name)) return { commit: served(node, sure).commit, current: false, or: doubt.commit };
  if (serves(node, environment, environment.current?.release)) return { commit: environment.current?.commit ?? null, current: true };
  if (serves(node, environment, environment.previous?.release)) return { commit: environment.previous?.commit ?? null, current: false };
  return { commit: null, current: false };
}

/** What the Deploy dialog begins with: the branch that is watched, else the repository's own, else nothing is guessed. */
export function likelyRef(environment: Pick<Environment, 'deploy_on'>, project: Pick<Project, 'default_branch'>): string {
  const watched = /^push (.+)$/.exec(environment.deploy_on ?? '')?.[1] ?? '';
  return watched.replace(/^refs\/(heads|tags)\//, '') || (project.default_branch ?? '');
}

/** What was typed into the Deploy dialog: a commit when it can be nothing else, else a branch or tag. */
export function wanted(text: string): { commit: string } | { ref: string } {
  const value = text.trim();
  return /^[0-9a-f]{7,64}$/.test(value) ? { commit: value } : { ref: value };
}
