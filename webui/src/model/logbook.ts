// The lines of one deployment's log, by step and attempt. Lines arrive twice (fetched and live) and out of order:
// a line is (step, attempt, number), so it stands here once, in its place.
import { noStyle, styleAfter, bare, type Style } from './ansi';

export interface Section {
  step: string;
  attempt: number;
  numbers: number[]; // ascending
  texts: string[];
  styles: Style[]; // in force where the line begins; filled as far as somebody looked
}

export type Row =
  | { kind: 'head'; section: Section }
  | { kind: 'line'; section: Section; index: number };

/** Where the lines that a view shows stand: rows are computed when they are looked at, not for the whole log. */
export interface Listing { length: number; row(at: number): Row | undefined }

export class LogBook {
  private readonly sections = new Map<string, Section>();
  version = 0; // grows with every change, so that a view knows when to look again
  lines = 0;

  /** Adds lines numbered from `first`. Says "gap" when lines between them and the known ones are missing. */
  add(step: string, attempt: number, first: number, texts: readonly string[]): 'added' | 'known' | 'gap' {
    const section = this.section(step, attempt);
    const last = section.numbers.at(-1);
    const expected = last === undefined ? 1 : last + 1; // a log may count from 0 or 1
    const end = first + texts.length;
    if (texts.length === 0 || (last !== undefined && end <= expected && this.holds(section, first, end))) return 'known';
    const before = section.numbers.length;
    if (last === undefined || first > last) append(section, first, texts);
    else insert(section, first, texts);
    const added = section.numbers.length - before;
    if (added === 0) return 'known';
    this.lines += added;
    this.version += 1;
    return first > expected ? 'gap' : 'added';
  }

  /** The sections in a given order of steps; those it does not name come last, in order of arrival. */
  ordered(order: readonly string[]): Section[] {
    const rank = new Map(order.map((step, index) => [step, index]));
    const place = (section: Section): number => rank.get(section.step) ?? order.length;
    return [...this.sections.values()].sort((a, b) => place(a) - place(b) || (a.step === b.step ? a.attempt - b.attempt : 0));
  }

  private section(step: string, attempt: number): Section {
    const key = `${step}\n${attempt}`;
    let section = this.sections.get(key);
    if (!section) {
      section = { step, attempt, numbers: [], texts: [], styles: [] };
      this.sections.set(key, section);
    }
    return section;
  }

  private holds(section: Section, first: number, end: number): boolean {
    const from = lowerBound(section.numbers, first);
    return section.numbers[from] === first && section.numbers[from + end - first - 1] === end - 1;
  }
}

/** The first index whose number is not below `wanted`. */
function lowerBound(numbers: readonly number[], wanted: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function append(section: Section, first: number, texts: readonly string[]): void {
  texts.forEach((text, index) => {
    section.numbers.push(first + index);
    section.texts.push(text);
  });
}

function insert(section: Section, first: number, texts: readonly string[]): void {
  const merged = new Map(section.numbers.map((number, index) => [number, section.texts[index] ?? '']));
  texts.forEach((text, index) => {
    if (!merged.has(first + index)) merged.set(first + index, text);
  });
  const sorted = [...merged].sort((a, b) => a[0] - b[0]);
  section.numbers = sorted.map(([number]) => number);
  section.texts = sorted.map(([, text]) => text);
  section.styles = [];
}

/** The style in which a line begins: colours run on from line to line until they are reset. */
export function styleAt(section: Section, index: number): Style {
  while (section.styles.length <= index) {
    const at = section.styles.length;
    const before = section.styles[at - 1];
    section.styles.push(before === undefined ? noStyle : styleAfter(section.texts[at - 1] ?? '', before));
  }
  return section.styles[index] ?? noStyle;
}

/** Rows to show: one heading per section, then its lines; with a search, only lines that hold it (any case). */
export function listing(sections: readonly Section[], search = ''): Listing {
  const wanted = search.trim().toLowerCase();
  if (wanted !== '') return found(sections, wanted);
  const starts: number[] = [];
  let length = 0;
  for (const section of sections) {
    starts.push(length);
    length += section.numbers.length + 1;
  }
  return {
    length,
    row(at) {
      if (at < 0 || at >= length) return undefined;
      const next = lowerBound(starts, at + 1) - 1;
      const section = sections[next];
      if (!section) return undefined;
      const index = at - (starts[next] ?? 0) - 1;
      return index < 0 ? { kind: 'head', section } : { kind: 'line', section, index };
    },
  };
}

function found(sections: readonly Section[], wanted: string): Listing {
  const rows: Row[] = [];
  for (const section of sections) {
    const hits: Row[] = [];
    section.texts.forEach((text, index) => {
      if (bare(text).toLowerCase().includes(wanted)) hits.push({ kind: 'line', section, index });
    });
    if (hits.length > 0) rows.push({ kind: 'head', section }, ...hits);
  }
  return { length: rows.length, row: (at) => rows[at] };
}
