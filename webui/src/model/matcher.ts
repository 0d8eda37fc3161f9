// What a reader searches for in a log: plain words or an expression, in any case or as typed. It must never make the
// page stand still, so expressions that can take for ever are refused before they run.

export interface Query { text: string; regex: boolean; matchCase: boolean }

export interface Matcher {
  test(text: string): boolean;
  /** Where it stands in a text: pairs of begin and end, in order, at most a few. */
  ranges(text: string): [number, number][];
}

export type Wanted = { matcher: Matcher | null; problem: 'none' | 'unreadable' | 'slow' };

const nothing: Wanted = { matcher: null, problem: 'none' };
const marked = 200; // matches marked in one line
const looked = 8_192; // characters of a line an expression looks at

export function makeMatcher({ text, regex, matchCase }: Query): Wanted {
  if (text === '') return nothing;
  if (!regex) return { matcher: words(text, matchCase), problem: 'none' };
  if (isSlow(text)) return { matcher: null, problem: 'slow' };
  for (const kind of ['u', '']) { // what is strict about letters refuses some expressions that people are used to
    try {
      return { matcher: expression(new RegExp(text, `g${matchCase ? '' : 'i'}${kind}`)), problem: 'none' };
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

function expression(pattern: RegExp): Matcher {
  return {
    test(text) {
      pattern.lastIndex = 0;
      return pattern.test(text.length > looked ? text.slice(0, looked) : text);
    },
    ranges(text) {
      const out: [number, number][] = [];
      for (const found of text.slice(0, looked).matchAll(pattern)) {
        if (found[0] !== '') out.push([found.index, found.index + found[0].length]);
        if (out.length >= marked) break;
      }
      return out;
    },
  };
}

/**
 * An expression whose repeated group repeats or chooses inside can take time that grows without bound with the line's
 * length, and so can one that refers back or repeats often.
 */
export function isSlow(pattern: string): boolean {
  const groups: boolean[] = []; // of each open group: does it repeat or choose inside?
  let repeats = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; ++at) {
    const sign = pattern[at] ?? '';
    if (sign === '\\') {
      if (/[1-9k]/.test(pattern[at + 1] ?? '')) return true;
      at += 1;
    } else if (inClass) inClass = sign !== ']';
    else if (sign === '[') inClass = true;
    else if (sign === '(') groups.push(false);
    else if (sign === ')') {
      const inner = groups.pop() ?? false;
      if (inner && isRepeat(pattern, at + 1)) return true;
      if (inner && groups.length > 0) groups[groups.length - 1] = true;
    } else if (sign === '|' && groups.length > 0) groups[groups.length - 1] = true;
    else if (isRepeat(pattern, at)) {
      repeats += 1;
      if (groups.length > 0) groups[groups.length - 1] = true;
    }
  }
  return repeats > 4;
}

const isRepeat = (pattern: string, at: number): boolean => pattern[at] === '*' || pattern[at] === '+' || /^\{\d+,(\d{2,})?\}/.test(pattern.slice(at, at + 12));
