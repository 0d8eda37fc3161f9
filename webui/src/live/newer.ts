// What the log got since a list was fetched: looked up under the same filters, never more often than every few seconds.
import { useEffect, useState } from 'react';
import type { AuditPage } from '../wire/audit';
import { fresh } from '../model/audit';
import type { Query } from './api';
import { feed } from './feed';
import { records } from './records';

const apart = 2_000; // ms between two looks

/** `look`: the newest page, when it has rows that the list does not. */
export function useNewer(page: AuditPage | null, query: Query, limit: string, on: boolean): AuditPage | null {
  const [look, setLook] = useState<AuditPage | null>(null);
  const key = JSON.stringify(query);
  const top = page?.rows[0]?.position ?? 0;

  useEffect(() => {
    setLook(null);
    if (!on) return;
    const stopped = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let busy = false;
    let again = false;
    const ask = async (): Promise<void> => {
      timer = undefined;
      busy = true;
      again = false;
      const answer = await records.audit({ limit, ...(JSON.parse(key) as Query) }, stopped.signal);
      busy = false;
      if (stopped.signal.aborted) return;
      if (answer.ok && answer.value.rows.some(({ position }) => position > top)) setLook(answer.value);
      if (again) plan();
    };
    const plan = (): void => {
      again = busy;
      if (!busy) timer ??= setTimeout(() => void ask(), apart);
    };
    const stop = feed.onChange(plan);
    return () => {
      stopped.abort();
      clearTimeout(timer);
      stop();
    };
  }, [key, top, on, limit]);

  return page && look && fresh(page, look).rows.length > 0 ? look : null;
}
