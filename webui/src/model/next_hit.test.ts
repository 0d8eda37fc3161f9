import { describe, expect, it } from 'vitest';
import { Finder } from './finder';
import { listing, type Listing, type Open } from './listing';
import { frozen, LogBook } from './logbook';
import { makeMatcher, type Matcher } from './matcher';
import { nextHit } from './next_hit';

const arrived = ({ gone }: Open): boolean => !gone;
const arriving = (): boolean => true;

function search(text: string): Matcher {
  const { matcher } = makeMatcher({ text, regex: false, matchCase: false });
  if (!matcher) throw new Error('nothing to search');
  return matcher;
}
/** A log of 10,000 lines, "hit" in those named. */
function book(...hits: number[]): LogBook {
  const made = new LogBook();
  made.add('s', 1, 1, Array.from({ length: 10_000 }, (_, at) => (hits.includes(at + 1) ? 'a hit' : 'nothing')));
  return made;
}
const whole = (of: LogBook): Listing => {
  const finder = new Finder(search('hit'));
  while (!finder.go(of.ordered([]), 50));
  return listing(of.ordered([]), finder);
};
/** The list after a search that had time for the newest chunk only. */
function halfWay(of: LogBook, filter: 'all' | 'hits' = 'all'): Listing {
  let now = 0;
  const finder = new Finder(search('hit'), () => now++);
  finder.go(of.ordered([]), 40);
  return listing(of.ordered([]), finder, filter);
}

describe('the next hit', () => {
  it('is the one behind, and round from the beginning', () => {
    const list = whole(book(10, 20, 30));
    expect([nextHit(list, -1, 1, arrived), nextHit(list, 10, 1, arrived), nextHit(list, 15, 1, arrived), nextHit(list, 30, 1, arrived)]).toEqual([10, 20, 20, 10]);
  });
  it('is the one before, and round from the end', () => {
    const list = whole(book(10, 20, 30));
    expect([nextHit(list, 30, -1, arrived), nextHit(list, 25, -1, arrived), nextHit(list, 10, -1, arrived)]).toEqual([20, 20, 30]);
  });
  it('is the only one again and again', () => {
    expect(nextHit(whole(book(10)), 10, 1, arrived)).toBe(10);
  });
  it('is none only when everything was searched', () => {
    expect(nextHit(whole(book()), -1, 1, arrived)).toBe('none');
    expect(nextHit(halfWay(book()), -1, 1, arrived)).toBe('later');
  });
  it('is not known while lines before it are still to be searched', () => {
    for (const filter of ['all', 'hits'] as const) {
      const list = halfWay(book(10, 9_000), filter);
      expect(list.hits, 'the newest lines are searched first').toBe(1);
      expect(nextHit(list, -1, 1, arrived)).toBe('later');
      expect(nextHit(list, list.length, -1, arrived)).toBe(list.hit(0));
    }
  });
  it('is known as soon as nothing between here and there is left to search', () => {
    const list = halfWay(book(10, 9_000));
    expect(nextHit(list, 8_900, 1, arrived)).toBe(9_000);
    expect(nextHit(list, 9_500, 1, arrived), 'round from a beginning that is not searched yet').toBe('later');
  });
  it('waits for lines that are still on the way, and not for those that are gone', () => {
    const torn = new LogBook();
    torn.add('s', 1, 500, ['a hit']);
    const list = whole(torn);
    expect(nextHit(list, -1, 1, arriving)).toBe('later');
    expect(nextHit(list, -1, 1, arrived)).toBe(2); // behind the heading and the gap
  });
  it('is not known, nor none, while the beginning of the log is not here', () => {
    expect(nextHit(whole(new LogBook()), -1, 1, arriving)).toBe('later');
    expect(nextHit(whole(book(10)), -1, 1, arriving), 'an earlier step may come').toBe('later');
    expect(nextHit(whole(book(10, 20)), 10, 1, arriving)).toBe(20);
  });
});

describe('sections that are frozen', () => {
  it('stay as they are while the log goes on', () => {
    const growing = new LogBook();
    growing.add('s', 1, 1, ['one']);
    const kept = frozen(growing.ordered([]));
    growing.add('s', 1, 2, ['two']);
    expect([listing(kept).lines, listing(growing.ordered([])).lines]).toEqual([1, 2]);
  });
});
