// Which rows a log shows, and where each begins: computed per chunk, so that it costs the same for a hundred lines
// and for a hundred thousand. A row itself is made when it is looked at.
import { shownLength } from './ansi';
import type { Finder } from './finder';
import { endOf, type Chunk, type Section } from './logbook';
import { lowerBound } from './lower_bound';

export type Row =
  | { kind: 'head'; section: Section }
  | { kind: 'gap'; section: Section; from: number; to: number } // lines that this page does not hold
  | { kind: 'line'; section: Section; chunk: Chunk; index: number };

export type Filter = 'all' | 'hits' | 'others';

interface Block { start: number; length: number; row: (at: number) => Row; section: Section; chunk?: Chunk; picked?: readonly number[] }

/** Rows that a search has not looked at yet, or between two rows (a half) where some would stand; `gone`: lines that are not here. */
export interface Open { from: number; to: number; gone: boolean }

export interface Listing {
  readonly length: number;
  readonly lines: number; // rows that are lines
  row(at: number): Row | undefined;
  /** Where a line stands, or would. */
  find(step: string, attempt: number, number: number): number | undefined;
  /** The hits of a search in order: how many there are, and the row of one. */
  readonly hits: number;
  hit(nth: number): number | undefined;
  /** How many hits stand before a row. */
  hitsBefore(row: number): number;
  /** Where hits may still come, in order. */
  readonly open: readonly Open[];
  /** Calls back with each chunk and which of its lines are shown (all: undefined). */
  blocks: readonly Block[];
}

export const numberOf = (row: Row & { kind: 'line' }): number => row.chunk.first + row.index;

/** One heading per section, then its lines; a search marks lines, or leaves only those that hold it, or the others. */
export function listing(sections: readonly Section[], finder: Finder | null = null, filter: Filter = 'all'): Listing {
  const blocks: Block[] = [];
  const marks: { before: number; block: Block; hits: readonly number[] }[] = [];
  let length = 0;
  let lines = 0;
  let hits = 0;
  const open: Open[] = [{ from: -0.5, to: -0.5, gone: true }]; // what comes before all that is here
  const add = (block: Omit<Block, 'start'>): Block => {
    const made = { ...block, start: length };
    blocks.push(made);
    length += block.length;
    return made;
  };
  for (const section of sections) {
    const own = filter === 'all' || !finder ? null : finder;
    const shown = section.chunks.map((chunk) => (own ? picked(own, chunk, filter) : undefined));
    if (own && shown.every((each) => each?.length === 0)) {
      if (section.chunks.some((chunk) => isUnsearched(own, chunk))) open.push({ from: length - 0.5, to: length - 0.5, gone: false });
      continue;
    }
    add({ length: 1, section, row: () => ({ kind: 'head', section }) });
    let expected = Math.min(1, section.chunks[0]?.first ?? 1);
    section.chunks.forEach((chunk, nth) => {
      const from = expected;
      if (chunk.first > from) {
        open.push({ from: length, to: length, gone: true });
        add({ length: 1, section, row: () => ({ kind: 'gap', section, from, to: chunk.first - 1 }) });
      }
      expected = endOf(chunk);
      const only = shown[nth];
      const count = only ? only.length : chunk.texts.length;
      if (finder && isUnsearched(finder, chunk)) {
        const end = only ? length + count - 0.5 : length + count - 1;
        open.push({ from: only ? end : length + finder.searched(chunk), to: end, gone: false });
      }
      if (count === 0) return;
      const block = add({ length: count, section, chunk, ...(only ? { picked: only } : {}), row: (at) => ({ kind: 'line', section, chunk, index: only ? (only[at] ?? 0) : at }) });
      lines += count;
      const found = finder && filter !== 'others' ? finder.hits(chunk) : [];
      if (found.length > 0) {
        // The list of hits grows while the search goes on; what is listed here stays as it is.
        marks.push({ before: hits, block, hits: filter === 'hits' && only ? only : found.slice() });
        hits += filter === 'hits' && only ? only.length : found.length;
      }
    });
  }
  const blockOf = (at: number): Block | undefined => blocks[lowerBound(blocks.length, (index) => blocks[index]?.start ?? 0, at + 1) - 1];
  const indexIn = (block: Block, index: number): number => (block.picked ? lowerBound(block.picked.length, (at) => block.picked?.[at] ?? 0, index) : index);

  return {
    length, lines, hits, blocks, open,
    row(at) {
      if (at < 0 || at >= length) return undefined;
      const block = blockOf(at);
      return block?.row(at - block.start);
    },
    find(step, attempt, number) {
      for (const block of blocks) {
        const { section, chunk } = block;
        if (!chunk || section.step !== step || section.attempt !== attempt || number >= endOf(chunk)) continue;
        return block.start + Math.min(block.length - 1, indexIn(block, Math.max(0, number - chunk.first)));
      }
      return undefined;
    },
    hit(nth) {
      const mark = marks[lowerBound(marks.length, (index) => marks[index]?.before ?? 0, nth + 1) - 1];
      const index = mark?.hits[nth - mark.before];
      return mark && index !== undefined ? mark.block.start + indexIn(mark.block, index) : undefined;
    },
    hitsBefore(row) {
      let before = 0;
      for (const mark of marks) {
        if (mark.block.start >= row) break;
        before += lowerBound(mark.hits.length, (at) => mark.block.start + indexIn(mark.block, mark.hits[at] ?? 0), row);
      }
      return before;
    },
  };
}

const isUnsearched = (finder: Finder, chunk: Chunk): boolean => finder.searched(chunk) < chunk.texts.length;

function picked(finder: Finder, chunk: Chunk, filter: Filter): readonly number[] {
  const hits = finder.hits(chunk);
  if (filter === 'hits') return hits.slice();
  const out: number[] = [];
  let next = 0;
  const upTo = finder.searched(chunk);
  for (let at = 0; at < upTo; ++at) {
    if (hits[next] === at) next += 1;
    else out.push(at);
  }
  return out;
}

/** Where rows lie from top to bottom. */
export interface Places { readonly height: number; top(row: number): number; at(y: number): number }

export function evenPlaces(rows: number, height: number): Places {
  return { height: rows * height, top: (row) => row * height, at: (y) => Math.max(0, Math.min(rows - 1, Math.floor(y / height))) };
}

const widths = new WeakMap<Chunk, number[]>();

/** How many characters the lines of a chunk have, colours aside; counted once. */
function widthsOf(chunk: Chunk, most: number): number[] {
  let known = widths.get(chunk);
  if (!known) widths.set(chunk, (known = []));
  for (let at = known.length; at < chunk.texts.length; ++at) known.push(shownLength(chunk.texts[at] ?? '', most));
  return known;
}

/** With wrapped lines a row is as high as its text is long. An estimate: letters of double width make it a little more. */
export function wrappedPlaces(list: Listing, height: number, columns: number, most: number): Places {
  const tops = new Float64Array(list.length + 1);
  let row = 0;
  let top = 0;
  for (const block of list.blocks) {
    const known = block.chunk ? widthsOf(block.chunk, most) : null;
    for (let at = 0; at < block.length; ++at) {
      tops[row++] = top;
      const width = known ? (known[block.picked ? (block.picked[at] ?? 0) : at] ?? 0) : 0;
      top += height * Math.max(1, Math.ceil(width / columns));
    }
  }
  tops[row] = top;
  return {
    height: top,
    top: (at) => tops[Math.min(at, list.length)] ?? top,
    at: (y) => Math.max(0, Math.min(list.length - 1, lowerBound(list.length, (index) => tops[index] ?? 0, y + 0.5) - 1)),
  };
}
