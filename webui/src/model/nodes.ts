// The nodes page: where each node is down and why, what rests on it; and a node's form.
import type { RegisteredNode } from '../wire/action_types';
import type { Environment, Node } from '../wire/types';
import { environmentKey } from './fold';

export interface NodePlace { key: string; project: string; environment: string; release: string | undefined; health: Node['health']; detail: string | undefined }

/** The environments that a node serves or is chosen by, the ones in trouble first. */
export function places(node: Node, environments: readonly Environment[]): NodePlace[] {
  const own = environments.filter((row) => row.nodes.includes(node.name));
  const keys = [...new Set([...own.map(environmentKey), ...Object.keys(node.live), ...Object.keys(node.checks)])];
  const rank = { down: 0, up: 1, unknown: 2 } as const;
  return keys.map((key): NodePlace => {
    const [project = key, environment = ''] = key.split('/', 2);
    const health = node.checks[key] ?? 'unknown';
    return { key, project, environment, release: node.live[key], health, detail: health === 'down' ? node.details[key] ?? node.health_detail : undefined };
  }).sort((a, b) => rank[a.health] - rank[b.health] || a.key.localeCompare(b.key));
}

/** The ones that need eyes first, then by name. */
export function worstFirst(nodes: readonly Node[]): Node[] {
  const rank = { down: 0, unknown: 1, up: 2 } as const;
  return [...nodes].sort((a, b) => (rank[a.health] ?? 1) - (rank[b.health] ?? 1) || a.name.localeCompare(b.name));
}

/** Environments where something is live on this node: all, and those that have no other. */
export function restsOn(node: Node, environments: readonly Environment[]): { live: string[]; alone: string[] } {
  const live = environments.filter((row) => row.current && row.nodes.includes(node.name));
  return { live: live.map(environmentKey), alone: live.filter((row) => row.nodes.length === 1).map(environmentKey) };
}

export interface NodeForm { name: string; kind: 'local' | 'ssh'; address: string; user: string; port: string; root: string; groups: string }

export const newNode: NodeForm = { name: '', kind: 'ssh', address: '', user: '', port: '22', root: '', groups: '' };

export const nodeForm = (node: RegisteredNode): NodeForm => ({
  name: node.name, kind: node.kind, address: node.address, user: node.user ?? '', port: String(node.port ?? 22), root: node.root, groups: node.groups.join(', '),
});

export const wordsOf = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter((word) => word !== ''))];

/** What is sent; a local node has no login. `hostKey`: as it was confirmed. */
export function nodeBody(form: NodeForm, hostKey: string): Record<string, unknown> {
  const common = { name: form.name.trim(), kind: form.kind, root: form.root.trim(), groups: wordsOf(form.groups) };
  const address = form.address.trim();
  if (form.kind === 'local') return { ...common, ...(address && { address }) };
  const port = form.port.trim() || '22';
  return { ...common, address, user: form.user.trim(), port: /^\d+$/.test(port) ? Number(port) : port, ...(hostKey && { host_key: hostKey }) };
}

/** The same in a shell, for who would rather script it. */
export function nodeCommand(form: NodeForm, quote: (word: string) => string): string {
  const option = (name: string, value: string): string[] => (value.trim() === '' ? [] : [`--${name}`, quote(value.trim())]);
  return ['eeveon', 'nodes', 'add', quote(form.name.trim() || 'NAME'), ...(form.kind === 'local' ? ['--kind', 'local'] : []), ...option('address', form.address),
    ...(form.kind === 'ssh' ? [...option('user', form.user), ...(form.port.trim() === '22' ? [] : option('port', form.port))] : []),
    ...option('root', form.root), ...wordsOf(form.groups).flatMap((group) => option('group', group))].join(' ');
}

/** Required fields that are still empty. */
export function missingOf(form: NodeForm): (keyof NodeForm)[] {
  const needed: (keyof NodeForm)[] = form.kind === 'ssh' ? ['name', 'address', 'user', 'root'] : ['name', 'root'];
  return needed.filter((key) => form[key].trim() === '');
}

/** Groups in use, by nodes and by environments, most used first: what a new node may want to join. */
export function groupsInUse(nodes: readonly Pick<Node, 'groups'>[]): string[] {
  const counts = new Map<string, number>();
  for (const node of nodes) for (const group of node.groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([group]) => group);
}
