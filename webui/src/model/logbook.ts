// The lines of one deployment's log, by step and attempt. Lines arrive twice (fetched and live) and out of order:
// a line is (step, attempt, number), so it stands here once, in its place. They are kept in chunks that never move,
// so that a hundred thousand lines cost no more to add to, to list and to search than a few.
import { noStyle, resets, styleAfter, type Style } from './ansi';
import { LineTimes } from './line_times';
import { lowerBound } from './lower_bound';

/** Consecutive lines; only the last one of a section grows. */
export interface Chunk { readonly first: number; readonly texts: string[] }

export interface Section {
  readonly key: string;
  readonly step: string;
  readonly attempt: number;
  chunks: Chunk[]; // by number, without overlap
  lines: number;
  styles: Map<number, Style>; // where lines begin that somebody looked at; forgotten when something comes before them
  epoch: number; // how often they were forgotten
  readonly times: LineTimes; // when lines were stored, as far as it is known
}

/** The sections as they are now, whatever the log does. */
export const frozen = (sections: readonly Section[]): Section[] =>
  sections.map((section) => ({ ...section, styles: new Map(), chunks: section.chunks.map((chunk, at, all) => (at < all.length - 1 ? chunk : { ...chunk, texts: chunk.texts.slice() })) }));

const largest = 4_096; // lines of a chunk

export const endOf = (chunk: Chunk): number => chunk.first + chunk.texts.length;

/** A log counts its lines from one; an old one may count from zero. */
const firstOf = (section: Section): number => Math.min(1, section.chunks[0]?.first ?? 1);

export class LogBook {
  private readonly sections = new Map<string, Section>();
  version = 0; // grows with every change, so that a view knows when to look again
  lines = 0;

  /** Beyond `most` lines the oldest of the longest section go, so that a page left open does not grow for ever. */
  constructor(private readonly most = 500_000) {}

  /** Adds lines numbered from `first`. Says "gap" when lines between them and the known ones are missing. */
  add(step: string, attempt: number, first: number, texts: readonly string[]): 'added' | 'known' | 'gap' {
    const section = this.section(step, attempt);
    const last = section.chunks.at(-1);
    const expected = last ? endOf(last) : 1;
    const added = texts.length === 0 ? 0 : !last || first >= endOf(last) ? append(section, first, texts) : insert(section, first, texts);
    if (added === 0) return 'known';
    section.lines += added;
    this.lines += added;
    this.version += 1;
    if (this.lines > this.most) this.trim();
    return first > expected ? 'gap' : 'added';
  }

  /** Lines from `first` on were stored at this time (ms), until another one is told; null: it is not known. */
  stamp(step: string, attempt: number, first: number, time: number | null): void {
    this.section(step, attempt).times.add(first, time);
  }

  holds(step: string, attempt: number, number: number): boolean {
    const section = this.sections.get(keyOf(step, attempt));
    return section !== undefined && chunkAt(section, number) !== undefined;
  }

  /** True when lines are missing between others, or before them. */
  get torn(): boolean {
    return [...this.sections.values()].some((section) => section.chunks.some((chunk, at) => chunk.first !== (at === 0 ? firstOf(section) : endOf(section.chunks[at - 1] as Chunk))));
  }

  /** The sections in a given order of steps; those it does not name come last, in order of arrival. */
  ordered(order: readonly string[]): Section[] {
    const rank = new Map(order.map((step, index) => [step, index]));
    const place = (section: Section): number => rank.get(section.step) ?? order.length;
    return [...this.sections.values()].filter((section) => section.lines > 0).sort((a, b) => place(a) - place(b) || (a.step === b.step ? a.attempt - b.attempt : 0));
  }

  private section(step: string, attempt: number): Section {
    const key = keyOf(step, attempt);
    let section = this.sections.get(key);
    if (!section) {
      section = { key, step, attempt, chunks: [], lines: 0, styles: new Map(), epoch: 0, times: new LineTimes() };
      this.sections.set(key, section);
    }
    return section;
  }

  private trim(): void {
    const longest = [...this.sections.values()].reduce((a, b) => (b.lines > a.lines ? b : a));
    while (longest.chunks.length > 1 && this.lines > this.most) {
      const gone = longest.chunks.shift()?.texts.length ?? 0;
      longest.lines -= gone;
      this.lines -= gone;
    }
    longest.styles.clear();
  }
}

const keyOf = (step: string, attempt: number): string => `${step}\n${attempt}`;

/** The chunk that holds a line, if the book does. */
export function chunkAt(section: Section, number: number): Chunk | undefined {
  const at = lowerBound(section.chunks.length, (index) => endOf(section.chunks[index] as Chunk), number + 1);
  const chunk = section.chunks[at];
  return chunk && chunk.first <= number ? chunk : undefined;
}

function append(section: Section, first: number, texts: readonly string[]): number {
  let from = 0;
  while (from < texts.length) {
    let last = section.chunks.at(-1);
    if (!last || endOf(last) !== first + from || last.texts.length >= largest) {
      last = { first: first + from, texts: [] };
      section.chunks.push(last);
    }
    const until = Math.min(texts.length, from + largest - last.texts.length);
    for (let at = from; at < until; ++at) last.texts.push(texts[at] ?? '');
    from = until;
  }
  return texts.length;
}

/** Puts in what is missing of these lines; what is known stays as it is. */
function insert(section: Section, first: number, texts: readonly string[]): number {
  const fresh: Chunk[] = [];
  let added = 0;
  let at = first;
  const end = first + texts.length;
  const take = (until: number): void => {
    for (; at < until; at += largest) {
      const piece = texts.slice(at - first, Math.min(until, at + largest) - first);
      fresh.push({ first: at, texts: piece });
      added += piece.length;
    }
    at = until;
  };
  for (const chunk of section.chunks) {
    if (at >= end) break;
    if (endOf(chunk) <= at) continue;
    if (chunk.first > at) take(Math.min(end, chunk.first));
    at = Math.max(at, endOf(chunk));
  }
  const behind = at < end ? append(section, at, texts.slice(at - first)) : 0;
  if (fresh.length > 0) {
    section.chunks = [...section.chunks, ...fresh].sort((a, b) => a.first - b.first);
    section.styles.clear();
    section.epoch += 1;
  }
  return added + behind;
}

const lookBack = 2_000; // lines in which a colour that runs on is searched for its beginning

/** The style in which a line begins: colours run on from line to line until they are reset. */
export function styleAt(section: Section, number: number): Style {
  const known = section.styles.get(number);
  if (known) return known;
  const text = (line: number): string | undefined => {
    const chunk = chunkAt(section, line);
    return chunk?.texts[line - chunk.first];
  };
  let from = number;
  while (from > number - lookBack && !section.styles.has(from)) {
    const before = text(from - 1);
    if (before === undefined) break;
    from -= 1;
    if (resets(before)) break;
  }
  let style = section.styles.get(from) ?? noStyle;
  for (let line = from; line < number; ++line) style = styleAfter(text(line) ?? '', style);
  if (section.styles.size > 20_000) section.styles.clear();
  section.styles.set(number, style);
  return style;
}
