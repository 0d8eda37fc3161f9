// What a reader searches for in a log: plain words or an expression, in any case or as typed. It must never make the
// page stand still, so expressions that can take for ever are refused before they run.

export interface Query { text: string; regex: boolean; matchCase: boolean }

export interface Matcher {
  test(text: string): boolean;
  /** Where it stands in a text: pairs of begin and end, in order, at most a few. */
  ranges(text: string): [number, number][];
  /** Set when a line would have taken too long: from then on it finds nothing. */
  readonly gaveUp: boolean;
}

export type Wanted = { matcher: Matcher | null; problem: 'none' | 'unreadable' | 'slow' };

const nothing: Wanted = { matcher: null, problem: 'none' };
const marked = 200; // matches marked in one line
const looked = 8_192; // characters of a line an expression looks at
const tried = 32; // characters of the shortest stretch that an expression is tried on
const tooLong = 50; // ms for a stretch: one of twice its length takes up to 32 times as long

export function makeMatcher({ text, regex, matchCase }: Query, clock: () => number = () => performance.now()): Wanted {
  if (text === '') return nothing;
  if (!regex) return { matcher: words(text, matchCase), problem: 'none' };
  const { slow, ways } = weigh(text);
  if (slow) return { matcher: null, problem: 'slow' };
  for (const kind of ['u', '']) { // what is strict about letters refuses some expressions that people are used to
    try {
      return { matcher: expression(new RegExp(text, `g${matchCase ? '' : 'i'}${kind}`), ways > 1 ? clock : null), problem: 'none' };
    } catch {
      continue;
    }
  }
  return { matcher: null, problem: 'unreadable' };
}

function words(typed: string, matchCase: boolean): Matcher {
  const same = (text: string): string => (matchCase ? text : text.toLowerCase());
  const wanted = same(typed);
  return {
    gaveUp: false,
    test: (text) => same(text).includes(wanted),
    ranges(text) {
      const out: [number, number][] = [];
      const all = same(text);
      if (all.length !== text.length) return out; // a few letters change their length with their case: found, not marked
      for (let at = all.indexOf(wanted); at >= 0 && out.length < marked; at = all.indexOf(wanted, at + wanted.length)) out.push([at, at + wanted.length]);
      return out;
    },
  };
}

/** `clock` (ms): for an expression that has several ways to match a line, so that how long a line takes is not known before. */
function expression(pattern: RegExp, clock: (() => number) | null): Matcher {
  let gaveUp = false;
  const matches = (text: string): boolean => {
    pattern.lastIndex = 0;
    return pattern.test(text);
  };
  // Nothing ends an expression that runs: so it proves itself on ever longer stretches of the line first.
  const bears = (line: string): boolean => {
    if (clock === null) return true;
    for (let length = tried; length < line.length && !gaveUp; length *= 2) {
      for (let at = 0; at < line.length && !gaveUp; at += length) {
        const begun = clock();
        matches(line.slice(at, at + length));
        gaveUp = clock() - begun > tooLong;
      }
    }
    return !gaveUp;
  };
  return {
    get gaveUp() { return gaveUp; },
    test(text) {
      const line = text.slice(0, looked);
      return bears(line) && matches(line);
    },
    ranges(text) {
      const out: [number, number][] = [];
      const line = text.slice(0, looked);
      if (!bears(line)) return out;
      for (const found of line.matchAll(pattern)) {
        if (found[0] !== '') out.push([found.index, found.index + found[0].length]);
        if (out.length >= marked) break;
      }
      return out;
    },
  };
}

/**
 * An expression whose repeated group repeats or chooses inside can take time that grows without bound with the line's
 * length, and so can one that refers back or repeats often. `ways`: parts of it that may be of several lengths.
 */
export function weigh(pattern: string): { slow: boolean; ways: number } {
  const groups: boolean[] = []; // of each open group: does it repeat or choose inside?
  const slow = { slow: true, ways: 0 };
  const chooses = (): void => {
    if (groups.length > 0) groups[groups.length - 1] = true;
  };
  let repeats = 0;
  let options = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; ++at) {
    const sign = pattern[at] ?? '';
    const count = inClass ? null : counted.exec(pattern.slice(at, at + 24));
    if (sign === '\\') {
      if (/[1-9k]/.test(pattern[at + 1] ?? '')) return slow;
      at += 1;
    } else if (inClass) inClass = sign !== ']';
    else if (sign === '[') inClass = true;
    else if (sign === '(') {
      groups.push(false);
      if (pattern[at + 1] === '?') at += 1; // "(?:" and the like: nothing that may be left out
    } else if (sign === ')') {
      const inner = groups.pop() ?? false;
      if (inner && counted.test(pattern.slice(at + 1, at + 25)) && pattern[at + 1] !== '?') return slow;
      if (inner) chooses();
    } else if (sign === '|') chooses();
    else if (count) {
      if (sign === '?' || /^\{\d+,\d\}/.test(count[0])) options += 1;
      else if (!/^\{\d+\}/.test(count[0])) repeats += 1;
      if (!/^\{\d+\}/.test(count[0])) chooses();
      at += count[0].length - 1;
    }
  }
  return { slow: repeats > 4 || options > 8, ways: repeats + options };
}

const counted = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/; // lazy or not
