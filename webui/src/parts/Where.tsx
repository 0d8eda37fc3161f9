// Which project, which environment: the pair of choices that every record has.
import { plain } from '../model/plain';
import type { Board } from '../wire/types';
import { words } from '../words';
import { Choice } from './Choice';

interface Filter { project?: string; environment?: string }

/** Another project forgets the environment; without a project the environments of all are offered. */
export function Where({ filter, value, onChange }: { filter: Filter; value: Board | null; onChange: (next: Filter) => void }) {
  const projects = value?.projects ?? [];
  const environments = value?.environments.filter((row) => !filter.project || row.project === filter.project) ?? [];
  const names = [...new Set(environments.map((row) => row.name))];
  return (
    <>
      <Choice all={words.records.all} label={words.records.project} value={filter.project} options={projects.map(({ name }) => [name, plain(name)])} onChoose={(project) => onChange({ project, environment: '' })} />
      <Choice all={words.records.all} label={words.records.environment} value={filter.environment} options={names.map((name) => [name, plain(name)])} onChoose={(environment) => onChange({ environment })} />
    </>
  );
}
