// What became of each of several, where some were refused: a line for each of these.
import type { Problem } from '../wire/types';
import { words } from '../words';
import { plain } from './plain';

export interface Refusal { what: string; problem: Problem }

const most = 6; // lines that fit into a notice

const line = ({ what, problem }: Refusal): string => `${what}: ${[problem.title, problem.detail].filter(Boolean).join('. ')}`;

export function fates(refused: readonly Refusal[]): string {
  const rest = refused.length - most;
  return plain([...refused.slice(0, most).map(line), ...(rest > 0 ? [words.table.several.more(rest)] : [])].join('\n'));
}
