// A search in the log as it is typed, and as the address has it: the address follows when one pauses, a link at once.
import { useEffect, useRef, useState } from 'react';
import { currentRoute, go } from '../live/navigation';
import { keysOf, lookOf, type LogLook } from '../model/log_address';
import type { RouteOf } from '../model/route';

const typing = 300; // ms without a key before the address is changed: browsers allow few changes a second

type Here = RouteOf<'deployment'>;

const same = (a: LogLook, b: LogLook): boolean => JSON.stringify(keysOf(a)) === JSON.stringify(keysOf(b));

/** Changes the address of the deployment that is shown, whatever else has changed in it meanwhile. */
function put(id: string, change: Partial<Here>): void {
  const here = currentRoute();
  if (here.page === 'deployment' && here.id === id) go({ ...here, ...change }, 'replace');
}

export function useLook(route: Here): [LogLook, (next: LogLook) => void] {
  const { id, q, how, only } = route;
  const [look, setLook] = useState(() => lookOf(route));
  const told = useRef(look); // what the address says, as far as this has read or written it

  useEffect(() => {
    if (same(look, told.current)) return undefined;
    const timer = setTimeout(() => {
      told.current = look;
      put(id, keysOf(look));
    }, typing);
    return () => clearTimeout(timer);
  }, [id, look]);

  useEffect(() => {
    const asked = lookOf({ ...(q && { q }), ...(how && { how }), ...(only && { only }) });
    if (same(asked, told.current)) return;
    told.current = asked;
    setLook(asked);
  }, [q, how, only]);

  return [look, setLook];
}

/** A link says whether lines are wrapped; without a word in it the reader's own choice holds. */
export const wrapsBy = ({ wrap }: Here, own: boolean): boolean => (wrap === '1' || wrap === '0' ? wrap === '1' : own);
export const putWrap = (id: string, wrap: boolean): void => put(id, { wrap: wrap ? '1' : '0' });
/** The line that a moment of the timeline led to. */
export const putLine = (id: string, place: Pick<Here, 'step' | 'attempt' | 'line'>): void => put(id, place);
