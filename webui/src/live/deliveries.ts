// The pages of deliveries that are shown, newest first; new ones come on top by themselves.
import { useEffect, useRef, useState } from 'react';
import type { Delivery } from '../wire/action_types';
import type { Problem } from '../wire/types';
import { actions } from './actions';
import { feed, restores } from './feed';
import { useFetched } from './fetched';
import { complain } from './notices';
import { useStore } from './store';

export interface DeliveryFilter { source: string | undefined; event: string | undefined; q: string | undefined }

export interface Listed { rows: Delivery[] | null; problem: Problem | null; more: (() => Promise<void>) | null; again: () => void; fresh: ReadonlySet<string> }

const pageSize = '50';
export const keyOf = (row: Pick<Delivery, 'source' | 'key'>): string => `${row.source}\n${row.key}`;

export function useDeliveries(filter: DeliveryFilter): Listed {
  const asked = { source: filter.source, event: filter.event, key: filter.q, limit: pageSize };
  const restored = useStore(restores); // what was brought before may be of a log that is no more
  const which = JSON.stringify([asked, restored]);
  // Every delivery is an event, so what the feed brings says when to look; while nothing is told, a slow look now and then.
  const head = useFetched(which, (signal) => actions.deliveries(asked, signal), { when: (change) => change === 'replaced' || change.events.length === 0 || change.events.some((event) => event.delivery !== undefined), events: true, every: 60_000 });
  const [older, setOlder] = useState<{ which: string; rows: Delivery[]; next: string | null }>({ which, rows: [], next: null });
  const known = useRef<{ which: string; keys: Set<string> }>({ which: '', keys: new Set() });
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => {
    if (!head.value) return;
    const keys = head.value.deliveries.map(keyOf);
    const before = known.current;
    if (before.which === which) setFresh(new Set(keys.filter((key) => !before.keys.has(key))));
    known.current = { which, keys: new Set([...(before.which === which ? before.keys : []), ...keys]) };
  }, [head.value, which]);

  const pages = older.which === which ? older : { which, rows: [], next: null };
  const first = head.value?.deliveries ?? [];
  const seen = new Set(first.map(keyOf));
  const rows = head.value ? [...first, ...pages.rows.filter((row) => !seen.has(keyOf(row)))] : null;
  const next = pages.rows.length > 0 ? pages.next : head.value?.next ?? null;

  const more = async (): Promise<void> => {
    const answer = await actions.deliveries({ ...asked, after: next ?? undefined });
    if (!answer.ok && answer.problem.status === 401) feed.signedOut();
    if (!answer.ok) return complain(answer.problem);
    // What the head pushed out of its page meanwhile stays: it is kept among the older ones.
    setOlder({ which, rows: [...(rows ?? []), ...answer.value.deliveries], next: answer.value.next });
  };
  return { rows, problem: head.problem, more: next === null ? null : more, again: head.again, fresh };
}
