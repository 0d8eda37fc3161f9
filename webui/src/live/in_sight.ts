// An answer that was asked for is brought into sight: forms are longer than the window, and their buttons stay in it.
import { useEffect, useRef, type RefObject } from 'react';

/** Of the element that tells the answer; moves the page whenever `answer` is another, and as little as needed. */
export function useInSight<Kind extends HTMLElement>(answer: unknown): RefObject<Kind | null> {
  const place = useRef<Kind>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' }); // no value of it is returned: browsers begin to give a promise
  }, [answer]);
  return place;
}
