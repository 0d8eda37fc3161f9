// The command palette's list: fuzzy, best first. Pure; what an entry does is up to the caller.

export type Kind = 'here' | 'page' | 'environment' | 'action' | 'deployment';

export interface Entry<Run = unknown> {
  id: string;
  kind: Kind;
  title: string;
  detail?: string;
  keys?: readonly string[]; // that do the same
  quiet?: boolean; // only when asked for: there are many of them
  run: Run;
}

/** Marked letters of a title, for drawing. */
export interface Found<Run> { entry: Entry<Run>; score: number; marks: readonly number[] }

const boundary = /[\s/\-_.:·(]/;

/** How well letters in their order match a text, and where; null when they do not. Starts of words and runs count more. */
export function match(query: string, text: string): { score: number; marks: number[] } | null {
  const wanted = query.toLowerCase();
  const own = text.toLowerCase();
  const whole = own.indexOf(wanted);
  if (whole >= 0) {
    const begins = whole === 0 || boundary.test(own[whole - 1] ?? '');
    return { score: 100 + wanted.length * 4 + (begins ? 40 : 0) + (whole === 0 ? 20 : 0) - own.length / 50, marks: Array.from({ length: wanted.length }, (_, index) => whole + index) };
  }
  const marks: number[] = [];
  let score = 0;
  let at = 0;
  for (const letter of wanted) {
    if (letter === ' ') continue;
    // The start of a later word is a better place than the middle of this one.
    let found = own.indexOf(letter, at);
    if (found < 0) return null;
    if (found !== at) for (let later = found; later >= 0; later = own.indexOf(letter, later + 1)) if (later === 0 || boundary.test(own[later - 1] ?? '')) { found = later; break; }
    score += found === at && at > 0 ? 8 : found === 0 || boundary.test(own[found - 1] ?? '') ? 10 : 1;
    marks.push(found);
    at = found + 1;
  }
  return { score: score - own.length / 50, marks };
}

const order: readonly Kind[] = ['here', 'page', 'environment', 'action', 'deployment'];
const weight: Record<Kind, number> = { here: 8, page: 6, environment: 4, action: 2, deployment: 0 };

/** Every word of the query must match title or detail; the title counts more. */
export function search<Run>(entries: readonly Entry<Run>[], query: string, most: number): Found<Run>[] {
  const asked = query.trim();
  if (asked === '') {
    return entries.filter((entry) => !entry.quiet).map((entry) => ({ entry, score: 0, marks: [] })).sort((a, b) => order.indexOf(a.entry.kind) - order.indexOf(b.entry.kind)).slice(0, most);
  }
  const terms = asked.split(/\s+/);
  const found: Found<Run>[] = [];
  for (const entry of entries) {
    let score = weight[entry.kind];
    const marks: number[] = [];
    const all = terms.every((term) => {
      const inTitle = match(term, entry.title);
      const inDetail = inTitle === null && entry.detail !== undefined && term.length > 1 && entry.detail.toLowerCase().includes(term.toLowerCase()) ? 20 : null;
      if (inTitle) marks.push(...inTitle.marks);
      score += inTitle ? inTitle.score : inDetail ?? 0;
      return inTitle !== null || inDetail !== null;
    });
    if (all) found.push({ entry, score, marks: [...new Set(marks)].sort((a, b) => a - b) });
  }
  return found.sort((a, b) => b.score - a.score || a.entry.title.localeCompare(b.entry.title)).slice(0, most);
}

/** A title cut where marks begin and end. */
export function marked(title: string, marks: readonly number[]): { text: string; mark: boolean }[] {
  const out: { text: string; mark: boolean }[] = [];
  for (let at = 0; at < title.length; ++at) {
    const mark = marks.includes(at);
    const last = out.at(-1);
    if (last?.mark === mark) last.text += title[at];
    else out.push({ text: title[at] ?? '', mark });
  }
  return out;
}
