// What a project can deploy: its repository's refs, its built releases and what was deployed lately, as one list.
import { useMemo } from 'react';
import { options, type Option } from '../model/targets';
import type { Problem } from '../wire/types';
import { actions } from './actions';
import { board } from './feed';
import { useFetched } from './fetched';
import { useStore } from './store';

/** `loading`: the repository has not answered yet; the rest is there already. */
export function useTargets(project: string): { all: Option[]; loading: boolean; problem: Problem | null } {
  const refs = useFetched(project, (signal) => actions.refs(project, signal));
  const releases = useFetched(project, (signal) => actions.releases(project, signal));
  const deployments = useStore(board)?.deployments;
  const all = useMemo(() => options({
    refs: refs.value ?? [],
    releases: releases.value ?? [],
    deployments: (deployments ?? []).filter((row) => row.project === project),
  }), [refs.value, releases.value, deployments, project]);
  return { all, loading: refs.value === null && refs.problem === null, problem: refs.problem };
}
