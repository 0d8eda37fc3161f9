// The changes a deployment brings, in the words and proportions in which they are shown.
import type { Changes } from '../wire/action_types';
import { words } from '../words';

const say = words.deployment.changes;

/** One sentence: what the change is as a whole. */
export function summary(changes: Changes): string {
  const commits = changes.commits.length;
  switch (changes.direction) {
    case 'first': return say.first;
    case 'same': return say.same;
    case 'back': return say.back(commits);
    case 'forward': return say.forward(commits);
    case 'diverged': return say.diverged;
    case 'unknown': return say.unknown;
  }
}

const squares = 5;

/** Of five squares, how many are added and how many removed lines; what changed shows at least one. */
export function bars(added: number, removed: number, most: number): { added: number; removed: number; none: number } {
  const whole = added + removed;
  if (whole === 0) return { added: 0, removed: 0, none: squares };
  const filled = Math.max(1, Math.min(squares, Math.round((squares * Math.log1p(whole)) / Math.log1p(Math.max(whole, most)))));
  let plus = Math.round((filled * added) / whole);
  if (added > 0 && plus === 0) plus = 1;
  if (removed > 0 && plus === filled) plus = Math.max(added > 0 ? 1 : 0, filled - 1);
  const minus = removed === 0 ? 0 : Math.max(1, filled - plus);
  return { added: Math.min(plus, squares - minus), removed: minus, none: squares - Math.min(plus, squares - minus) - minus };
}

/** A path as its folder and its name, so that the name stays in sight when there is little room. */
export function splitPath(path: string): { folder: string; name: string } {
  const at = path.replace(/\/$/, '').lastIndexOf('/');
  return { folder: path.slice(0, at + 1), name: path.slice(at + 1) };
}
