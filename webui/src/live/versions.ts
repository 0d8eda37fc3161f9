// The deployments of one project, as far as it takes to order its versions: asked for one project at a time, because a
// board may show hundreds.
import { useEffect, useState } from 'react';
import type { DeploymentRow } from '../wire/types';
import { api } from './api';

const enough = '100'; // deployments
const known = new Map<string, { key: string; rows: DeploymentRow[] }>();
let last: Promise<unknown> = Promise.resolve();

/** `key` tells what runs: asked again when it changes, and not at all while it is null. */
export function useVersions(project: string, key: string | null): readonly DeploymentRow[] {
  const [rows, setRows] = useState<readonly DeploymentRow[]>(known.get(project)?.rows ?? []);
  useEffect(() => {
    if (key === null || known.get(project)?.key === key) return;
    let wanted = true;
    last = last.then(async () => {
      if (!wanted) return;
      const answer = await api.deployments({ project, status: 'succeeded', limit: enough });
      if (!answer.ok) return; // then the order is told by what the board knows
      known.set(project, { key, rows: answer.value.deployments });
      if (wanted) setRows(answer.value.deployments);
    });
    return () => {
      wanted = false;
    };
  }, [project, key]);
  return rows;
}
