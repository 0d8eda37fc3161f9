// Events in words: "push_received" as people say it, for chains of causes and lists.
import type { Link } from '../wire/story_types';
import { plain } from './plain';

export const eventWords = (type: string): string => {
  const text = plain(type.replaceAll('_', ' '));
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** From what somebody outside did to what followed from it; the server tells it the other way round. */
export function fromTheBeginning(links: readonly Link[]): Link[] {
  return [...links].sort((a, b) => a.position - b.position);
}

/** Nodes that run the same for the same reason stand together. */
export function together<Row extends { node: string; release: string; deployment?: string }>(rows: readonly Row[]): { nodes: string[]; row: Row }[] {
  const groups = new Map<string, { nodes: string[]; row: Row }>();
  for (const row of rows) {
    const key = `${row.release}\n${row.deployment ?? ''}`;
    const known = groups.get(key);
    if (known) known.nodes.push(row.node);
    else groups.set(key, { nodes: [row.node], row });
  }
  return [...groups.values()];
}
