// View models of the board: what a card says about one environment.
import type { Board, DeploymentRow, Environment, Node, Project, Status } from '../wire/types';
import { isActive } from './status';
import { environmentKey } from './fold';
import { millis } from './time';
import { words } from '../words';

export interface Card {
  key: string;
  project: Project;
  environment: Environment;
  status: Status | undefined;
  running: DeploymentRow | undefined; // who holds the lock
  lockHolder: string | undefined;
  waiting: { deployment: string; commit: string }[];
  inVain: { deployment: string; status: Status; row: DeploymentRow | undefined } | undefined;
  up: number;
  down: Node[];
  nodes: Node[];
  ref: string | undefined; // where what is live, or under way, came from, as far as the board knows
  changed: number; // ms, the newest thing that happened here
}

export interface Group { project: Project; cards: Card[] }

export interface Summary { environments: number; active: number; attention: number; nodesUp: number; nodesDown: number; nodes: number }

/** The rows of a board by their keys. */
interface Index { projects: Map<string, Project>; nodes: Map<string, Node>; deployments: Map<string, DeploymentRow> }

/** An index of rows, kept as long as they are the same: a change touches few of a board's thousands. */
function indexed<Row extends object>(key: (row: Row) => string): (rows: readonly Row[]) => Map<string, Row> {
  const known = new WeakMap<readonly Row[], Map<string, Row>>();
  return (rows) => {
    const index = known.get(rows) ?? new Map(rows.map((row) => [key(row), row]));
    known.set(rows, index);
    return index;
  };
}

const byName = { projects: indexed<Project>(({ name }) => name), nodes: indexed<Node>(({ name }) => name), deployments: indexed<DeploymentRow>(({ id }) => id) };
const indexOf = (board: Board): Index => ({ projects: byName.projects(board.projects), nodes: byName.nodes(board.nodes), deployments: byName.deployments(board.deployments) });

/** What a person should read first: what happens now, then what happened last. */
function statusOf(environment: Environment, running: DeploymentRow | undefined): Status | undefined {
  if (environment.lock) return running?.status ?? 'running';
  return environment.last_status;
}

/** Everything that a card is made of; the same parts make the same card. */
function partsOf(environment: Environment, index: Index) {
  return {
    environment,
    project: index.projects.get(environment.project),
    running: environment.lock && index.deployments.get(environment.lock.deployment),
    last: environment.last_deployment === undefined ? undefined : index.deployments.get(environment.last_deployment),
    live: environment.current && index.deployments.get(environment.current.deployment),
    nodes: environment.nodes.map((name) => index.nodes.get(name)),
  };
}

type Parts = ReturnType<typeof partsOf>;

function make({ environment, project, running, last, live, nodes: known }: Parts): Card {
  const nodes = environment.nodes.map((name, at) => seenFrom(environment, known[at] ?? missing(name)));
  const times = [environment.current?.since, environment.lock?.since, environment.doubt?.since, running?.requested_at, last?.finished_at ?? last?.requested_at, ...environment.quarantine.map((row) => row.at)];
  return {
    key: environmentKey(environment),
    project: project ?? unknownProject(environment.project),
    environment,
    status: statusOf(environment, running),
    running,
    lockHolder: environment.lock?.deployment,
    waiting: environment.waiting,
    inVain: inVain(environment, last),
    nodes,
    up: nodes.filter((node) => node.health === 'up').length,
    down: nodes.filter((node) => node.health === 'down'),
    ref: (running ?? live)?.ref,
    changed: Math.max(0, ...times.map((time) => millis(time) ?? 0)),
  };
}

export const card = (environment: Environment, board: Board): Card => make(partsOf(environment, indexOf(board)));

/** `sameNodes`: no node of the board has changed, so none of these has. */
function holds({ environment, project, running, last, live, nodes }: Parts, now: Environment, index: Index, sameNodes: boolean): boolean {
  const { lock, last_deployment, current } = environment;
  return environment === now
    && project === index.projects.get(now.project)
    && (lock ? running === index.deployments.get(lock.deployment) : true)
    && (last_deployment !== undefined ? last === index.deployments.get(last_deployment) : true)
    && (current ? live === index.deployments.get(current.deployment) : true)
    && (sameNodes || nodes.every((node, at) => node === index.nodes.get(now.nodes[at] ?? '')));
}

/** Cards of one board after another: a card stays the same object while nothing in it changes, so that only what did is drawn again. */
export function cardBook(): (board: Board) => Card[] {
  let known = new Map<string, { parts: Parts; card: Card }>();
  let nodes: readonly Node[] = [];
  return (board) => {
    const index = indexOf(board);
    const sameNodes = nodes === board.nodes;
    const next: typeof known = new Map();
    const cards = board.environments.map((environment) => {
      const key = environmentKey(environment);
      let entry = known.get(key);
      if (!entry || !holds(entry.parts, environment, index, sameNodes)) {
        const parts = partsOf(environment, index);
        entry = { parts, card: make(parts) };
      }
      next.set(key, entry);
      return entry.card;
    });
    known = next;
    nodes = board.nodes;
    return cards;
  };
}

const live = cardBook();
const shown = new WeakMap<Board, Card[]>();

/** The cards of the live board, for everybody who counts or shows them. */
export function cardsOf(board: Board): Card[] {
  const known = shown.get(board) ?? live(board);
  shown.set(board, known);
  return known;
}

/** The last deployment when it brought nothing: what is live is older. None while another runs; doubt and quarantine speak for themselves. */
function inVain(environment: Environment, row: DeploymentRow | undefined): Card['inVain'] {
  const { last_deployment: id, last_status: status, doubt, quarantine } = environment;
  if (!id || !status || status === 'succeeded' || environment.lock) return undefined;
  if (doubt?.deployment === id || quarantine.some((each) => each.deployment === id)) return undefined;
  return { deployment: id, status, row };
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

/** An environment may be told of before its project. */
const unknownProject = (name: string): Project => ({ name, repository: '', repository_bound: true, environments: [], applied_at: '' });

export const statusOrder: readonly (Status | undefined)[] = ['needs_attention', 'failed', 'rolled_back', 'pending_approval', 'running', 'queued', 'expired', 'cancelled', 'superseded', 'succeeded', undefined];

/** Smaller is worse: doubt, then a failure, then nodes that are down, then what needs a person, moves, or is well. */
export function severity({ environment, status, down }: Pick<Card, 'environment' | 'status' | 'down'>): number {
  if (environment.doubt || status === 'needs_attention') return 0;
  if (status === 'failed') return 1;
  if (down.length > 0) return 2;
  return statusOrder.indexOf(status) < 0 ? statusOrder.length : statusOrder.indexOf(status) + 1;
}

/** Somebody should look at it. */
export const troubled = (card: Card): boolean => severity(card) <= 2;

/** Where an environment stands in its project's spec. */
export function place({ project, environment }: Pick<Card, 'project' | 'environment'>): number {
  const at = project.environments.indexOf(environment.name);
  return at < 0 ? project.environments.length : at;
}

/** Projects by name with their environments in the spec's order; a project without any keeps its place. */
export function groups(board: Board): Group[] {
  const cards = cardBook()(board);
  return [...board.projects].sort((a, b) => a.name.localeCompare(b.name)).map((project) => ({
    project,
    cards: cards.filter((each) => each.project === project).sort((a, b) => place(a) - place(b) || a.key.localeCompare(b.key)),
  }));
}

const summed = new WeakMap<Board, Summary>();

/** Counted once per board: its head, the tab's title and the tab's picture all say it. */
export function summary(board: Board): Summary {
  const known = summed.get(board);
  if (known) return known;
  const cards = cardsOf(board);
  const counted: Summary = {
    environments: cards.length,
    active: board.deployments.filter(isActive).length,
    attention: cards.filter(troubled).length,
    nodesUp: board.nodes.filter((node) => node.health === 'up').length,
    nodesDown: board.nodes.filter((node) => node.health === 'down').length,
    nodes: board.nodes.length,
  };
  summed.set(board, counted);
  return counted;
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
