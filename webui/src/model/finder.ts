// Finds lines of a log piece by piece: a view gives it a few milliseconds at a time, and what was looked at once is
// not looked at again while the log grows.
import { bare } from './ansi';
import type { Chunk, Section } from './logbook';
import type { Matcher } from './matcher';

interface Seen { upTo: number; hits: number[] } // indexes into the chunk's lines, ascending

export class Finder {
  private readonly seen = new WeakMap<Chunk, Seen>();
  /** Set when a single line took too long: the search then goes no further. */
  gaveUp = false;

  constructor(readonly matcher: Matcher, private readonly clock: () => number = () => performance.now()) {}

  /** The hits of a chunk as far as it was searched. */
  hits(chunk: Chunk): readonly number[] {
    return this.seen.get(chunk)?.hits ?? [];
  }

  searched(chunk: Chunk): number {
    return this.seen.get(chunk)?.upTo ?? 0;
  }

  /** Searches on, newest lines first, for at most `ms`; true when nothing is left to search. */
  go(sections: readonly Section[], ms: number): boolean {
    const end = this.clock() + ms;
    for (let at = sections.length - 1; at >= 0; --at) {
      const chunks = sections[at]?.chunks ?? [];
      for (let index = chunks.length - 1; index >= 0; --index) {
        const chunk = chunks[index];
        if (chunk && !this.gaveUp && !this.chunk(chunk, end)) return this.gaveUp;
      }
    }
    return true;
  }

  private chunk(chunk: Chunk, end: number): boolean {
    let seen = this.seen.get(chunk);
    if (!seen) this.seen.set(chunk, (seen = { upTo: 0, hits: [] }));
    let before = this.clock();
    while (seen.upTo < chunk.texts.length) {
      const stop = Math.min(chunk.texts.length, seen.upTo + 64);
      for (; seen.upTo < stop; ++seen.upTo) if (this.matcher.test(bare(chunk.texts[seen.upTo] ?? ''))) seen.hits.push(seen.upTo);
      const now = this.clock();
      if (this.matcher.gaveUp || now - before > tooLong) this.gaveUp = true;
      if (now >= end) return seen.upTo >= chunk.texts.length && !this.gaveUp;
      before = now;
    }
    return true;
  }
}

const tooLong = 400; // ms for 64 lines
