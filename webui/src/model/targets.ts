// What the Deploy dialog offers: branches, tags, built releases and commits, and which of them fit what was typed.
import type { DeploymentRow, Environment, Project, Time } from '../wire/types';
import type { NamedRef, ReleaseRow, Target } from '../wire/action_types';
import { likelyRef } from './cards';
import { millis } from './time';

export type TargetKind = 'branch' | 'tag' | 'release' | 'commit' | 'typed';

export interface Option {
  id: string; // of its own in the whole list
  kind: TargetKind;
  label: string; // what it is called
  target: Target;
  commit: string | undefined;
  message: string | undefined;
  at: Time | undefined; // how old: of the release, or of the newest deployment known of it
  author: string | undefined;
}

export interface Known { refs: readonly NamedRef[]; releases: readonly ReleaseRow[]; deployments: readonly DeploymentRow[] }

const isTag = (ref: string): boolean => ref.startsWith('refs/tags/');
const nameOf = (ref: string): string => ref.replace(/^refs\/(heads|tags)\//, '');

interface Facts { message: string | undefined; at: Time | undefined; author: string | undefined }

/** What is known of commits, from releases and deployments; the newest word counts. */
function facts(known: Known): Map<string, Facts> {
  const out = new Map<string, Facts>();
  const tell = (commit: string, message: string | undefined, at: Time | undefined, author: string | undefined): void => {
    const old = out.get(commit);
    const newer = (millis(at) ?? 0) > (millis(old?.at) ?? 0);
    out.set(commit, { message: old?.message ?? message, at: newer ? at : old?.at, author: old?.author ?? author });
  };
  for (const row of known.releases) tell(row.commit, row.message, row.authored_at ?? row.built_at, row.author);
  for (const row of known.deployments) tell(row.commit, row.message, undefined, row.author);
  for (const row of known.deployments) if (!out.get(row.commit)?.at) tell(row.commit, undefined, row.requested_at, undefined);
  return out;
}

/** Everything that can be deployed, each kind with its newest first. */
export function options(known: Known): Option[] {
  const about = facts(known);
  const of = (commit: string | undefined): Facts => (commit !== undefined && about.get(commit)) || { message: undefined, at: undefined, author: undefined };
  const refs = known.refs.map(({ ref, commit }): Option => ({
    id: ref, kind: isTag(ref) ? 'tag' : 'branch', label: nameOf(ref), target: { ref }, commit, ...of(commit),
  }));
  const releases = known.releases.filter((row) => row.state === 'built').map((row): Option => ({
    id: row.id, kind: 'release', label: row.id, target: { release: row.id }, commit: row.commit, message: row.message, at: row.built_at, author: row.author,
  }));
  const commits = [...new Set([...known.deployments, ...known.releases].map((row) => row.commit))].map((commit): Option => ({
    id: commit, kind: 'commit', label: commit, target: { commit }, commit, ...of(commit),
  }));
  const newest = (a: Option, b: Option): number => (millis(b.at) ?? 0) - (millis(a.at) ?? 0);
  return [...refs.sort(newest), ...releases.sort(newest), ...commits.sort(newest)];
}

const order: Record<TargetKind, number> = { typed: 0, branch: 1, tag: 2, release: 3, commit: 4 };

/** How well an option fits: 0 not at all. What begins so counts more than what holds it, a name more than a message. */
export function fit(option: Option, query: string): number {
  const wanted = query.toLowerCase();
  const label = option.label.toLowerCase();
  if (label === wanted || option.id === query) return 100;
  if (label.startsWith(wanted)) return 80;
  if (label.replace(/^rel_/, '').startsWith(wanted)) return 75;
  if (option.commit?.startsWith(wanted) && wanted.length >= 3) return 70;
  if (label.split(/[^a-z0-9]+/).some((word) => word.startsWith(wanted))) return 60;
  if (label.includes(wanted)) return 50;
  const words = wanted.split(/\s+/).filter((word) => word !== '');
  const text = `${label} ${option.message ?? ''} ${option.author ?? ''}`.toLowerCase();
  if (words.length > 0 && words.every((word) => text.includes(word))) return 30;
  return wanted.length >= 3 && inOrder(wanted, label) ? 10 : 0;
}

/** All signs of `wanted`, in this order: "relst" in "release/staging". */
function inOrder(wanted: string, text: string): boolean {
  let at = 0;
  for (const sign of text) if (sign === wanted[at]) at += 1;
  return at === wanted.length;
}

const shown = 60; // options at most
const perKind = { '': 6 } as const; // of each kind while nothing is typed

/** What to show for what was typed, best first; a name or a commit that is not known can still be asked for. */
export function matching(all: readonly Option[], query: string, first = ''): Option[] {
  const wanted = query.trim();
  if (wanted === '') {
    const led = all.filter((option) => option.kind === 'branch' && option.label === first);
    const rest = all.filter((option) => !led.includes(option));
    const few = (['branch', 'tag', 'release', 'commit'] as const).flatMap((kind) => rest.filter((option) => option.kind === kind).slice(0, perKind['']));
    return [...led, ...few];
  }
  const found = all
    .map((option, index) => ({ option, index, score: fit(option, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || order[a.option.kind] - order[b.option.kind] || a.index - b.index)
    .map(({ option }) => option);
  return [...found.slice(0, shown), ...typed(wanted, found)];
}

/** What was typed, taken at its word: a whole commit, a release's id, or the name of a branch or tag. */
function typed(wanted: string, found: readonly Option[]): Option[] {
  const known = found.some((option) => option.id === wanted || option.label === wanted || nameOf(option.id) === wanted);
  const bare = { id: `typed:${wanted}`, kind: 'typed' as const, label: wanted, message: undefined, at: undefined, author: undefined };
  if (known || /\s/.test(wanted)) return [];
  if (/^[0-9a-f]{40}$/.test(wanted)) return [{ ...bare, kind: 'commit', target: { commit: wanted }, commit: wanted }];
  if (/^rel_[0-9a-z-]+$/.test(wanted)) return [{ ...bare, kind: 'release', target: { release: wanted }, commit: undefined }];
  return [{ ...bare, target: { ref: wanted }, commit: undefined }];
}

/** What the dialog begins with: the branch that is watched, else the repository's own. */
export function firstChoice(environment: Environment, project: Pick<Project, 'default_branch'>): string {
  return likelyRef(environment, project).replace(/,.*$/, '');
}

/** What a row's second line says it is, beside its message. */
export function hint(option: Option): string | undefined {
  return option.commit === undefined || option.kind === 'commit' ? undefined : option.commit.slice(0, 7);
}
