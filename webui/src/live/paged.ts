// A list that comes in pages. Other filters ask anew and keep what stands there until the answer is in.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../wire/types';
import type { Answer, Query } from './api';
import { feed, restores } from './feed';
import { useStore } from './store';

export interface Paged<Page> {
  page: Page | null; // all pages that came, joined
  query: string; // which filters they belong to
  loading: boolean; // the first page of other filters is under way
  busy: boolean; // another page is
  problem: Problem | null;
  more: () => void;
  again: () => void;
  retry: () => void; // what the problem is about, once more
  set: (change: (page: Page) => Page) => void;
}

const stretches = 8; // looks in a row

/** A server that looks back a stretch at a time may answer with nothing found and more to look through: the way goes on. */
async function found<Page extends { next: string | null }>(fetch: Fetch<Page>, query: Query, signal: AbortSignal, size: (page: Page) => number): Promise<Answer<Page>> {
  let answer = await fetch(query, signal);
  for (let look = 1; look < stretches && answer.ok && answer.value.next !== null && size(answer.value) === 0 && !signal.aborted; ++look) {
    answer = await fetch({ ...query, after: answer.value.next }, signal);
  }
  return answer;
}

type Fetch<Page> = (query: Query, signal: AbortSignal) => Promise<Answer<Page>>;

interface Kind<Page> { fetch: Fetch<Page>; join: (page: Page, more: Page) => Page; size: (page: Page) => number }

export function usePaged<Page extends { next: string | null }>(query: Query, { fetch, join, size }: Kind<Page>): Paged<Page> {
  const key = JSON.stringify(query);
  const [state, setState] = useState<{ page: Page | null; query: string; problem: Problem | null; stuck: boolean }>({ page: null, query: key, problem: null, stuck: false });
  const [busy, setBusy] = useState(false); // `stuck` above: on the way to another page
  const [turn, setTurn] = useState(0);
  const restored = useStore(restores); // asks anew: rows that stand here may be gone
  const stopped = useRef<AbortController | null>(null);

  useEffect(() => {
    const mine = new AbortController();
    stopped.current = mine;
    setBusy(false);
    void found(fetch, JSON.parse(key) as Query, mine.signal, size).then((answer) => {
      if (mine.signal.aborted) return;
      if (answer.ok) return setState({ page: answer.value, query: key, problem: null, stuck: false });
      if (answer.problem.status === 401) feed.signedOut();
      setState((old) => ({ page: old.query === key ? old.page : null, query: key, problem: answer.problem, stuck: false }));
    });
    return () => mine.abort();
  }, [key, turn, restored]);

  const { page } = state;
  const more = async (): Promise<void> => {
    const mine = stopped.current;
    if (!page?.next || busy || !mine) return;
    setBusy(true);
    const answer = await found(fetch, { ...query, after: page.next }, mine.signal, size);
    if (mine.signal.aborted) return;
    setBusy(false);
    if (!answer.ok && answer.problem.status === 401) feed.signedOut();
    setState((old) => ({ ...old, page: answer.ok && old.page ? join(old.page, answer.value) : old.page, problem: answer.ok ? null : answer.problem, stuck: !answer.ok }));
  };

  const again = useCallback(() => setTurn((old) => old + 1), []);
  const loading = state.query !== key;
  return {
    ...state, busy, loading, again,
    problem: loading ? null : state.problem, // of other filters: nothing is known of these yet
    more: () => void more(),
    retry: state.stuck ? () => void more() : again,
    set: (change) => setState((old) => (old.page ? { ...old, page: change(old.page) } : old)),
  };
}
