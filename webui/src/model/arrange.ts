// Which cards the board shows and in what order: filters, grouping and sorting, all of them in the address.
import type { Project, Status } from '../wire/types';
import { place, severity, statusOrder, troubled, type Card } from './cards';
import { plain } from './plain';
import type { RouteOf } from './route';
import { allStatuses, look } from './status';
import { words } from '../words';

export type Filter = RouteOf<'board'>;

export const views = ['cards', 'matrix', 'wall'] as const;
export const groupings = ['project', 'environment', 'state', 'none'] as const;
export const sortings = ['name', 'newest', 'worst'] as const;
export type View = (typeof views)[number];
export type Grouping = (typeof groupings)[number];
export type Sorting = (typeof sortings)[number];

/** Statuses of the contract, and what people ask for across them. */
export const states = ['trouble', 'active', ...allStatuses, 'none'] as const;
export type State = 'trouble' | 'active' | Status | 'none';

/** Cards under one heading; a project's heading leads to its repository. */
export interface Section { key: string; title: string; project?: Project; environment?: string; cards: Card[] }

const oneOf = <Value extends string>(values: readonly Value[], value: string | undefined): Value | undefined => values.find((each) => each === value);

export const viewOf = (filter: Filter): View => oneOf(views, filter.view) ?? 'cards';
export const groupingOf = (filter: Filter): Grouping => oneOf(groupings, filter.group) ?? 'project';
export const sortingOf = (filter: Filter): Sorting => oneOf(sortings, filter.sort) ?? 'name';
export const stateOf = (filter: Filter): State | undefined => oneOf<State>(states, filter.state);

/** Does the address narrow the board? How it is ordered hides nothing. */
export const isNarrowed = (filter: Filter): boolean => Boolean(filter.project || filter.environment || stateOf(filter) || filter.q?.trim());

/** The same view without what narrows it. */
export const widened = ({ project: _, environment: __, state: ___, q: ____, ...rest }: Filter): Filter => rest;

const active = ({ status, waiting }: Card): boolean => status === 'running' || status === 'queued' || status === 'pending_approval' || waiting.length > 0;

export function isIn(card: Card, state: State): boolean {
  if (state === 'trouble') return troubled(card);
  if (state === 'active') return active(card);
  return (card.status ?? 'none') === state;
}

const texts = new WeakMap<Card, string>();

/** Everything about a card that a person may search for. */
function textOf(card: Card): string {
  const known = texts.get(card);
  if (known !== undefined) return known;
  const { environment, running, inVain, nodes } = card;
  const versions = [environment.current, running, inVain?.row];
  const text = [
    environment.project, environment.name, environment.deploy_on, card.ref, environment.doubt?.commit,
    ...versions.flatMap((row) => [row?.commit, row?.message, row?.author]),
    ...environment.waiting.map((row) => row.commit), ...environment.quarantine.map((row) => row.commit),
    ...nodes.flatMap((node) => [node.name, node.address]),
  ].filter(Boolean).join('\n').toLowerCase();
  texts.set(card, text);
  return text;
}

/** Every word must be found somewhere. */
export function isFound(card: Card, query: string): boolean {
  const text = textOf(card);
  return query.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

export function narrowed(cards: readonly Card[], filter: Filter): Card[] {
  const state = stateOf(filter);
  const query = filter.q?.trim() ?? '';
  return cards.filter((card) =>
    (!filter.project || card.environment.project === filter.project)
    && (!filter.environment || card.environment.name === filter.environment)
    && (!state || isIn(card, state))
    && (query === '' || isFound(card, query)));
}

// Names are ASCII, and a thousand of them are sorted on every change: code units tell the order as well as a collator.
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byName = (a: Card, b: Card): number => byText(a.environment.project, b.environment.project) || place(a) - place(b) || byText(a.environment.name, b.environment.name);
const byNewest = (a: Card, b: Card): number => b.changed - a.changed || byName(a, b);
const byWorst = (a: Card, b: Card): number => severity(a) - severity(b) || byNewest(a, b);
const comparisons: Record<Sorting, (a: Card, b: Card) => number> = { name: byName, newest: byNewest, worst: byWorst };

export const worstFirst = (cards: readonly Card[]): Card[] => [...cards].sort(byWorst);

const keys: Record<Grouping, (card: Card) => string> = {
  project: (card) => card.environment.project,
  environment: (card) => card.environment.name,
  state: (card) => card.status ?? 'none',
  none: () => '',
};

function titleOf(grouping: Grouping, key: string): string {
  if (grouping === 'none') return words.board.everything;
  return grouping === 'state' ? look(key === 'none' ? undefined : (key as Status)).word : plain(key);
}

/** Narrowed, sorted, grouped. A group stands where its first card would; by name, groups stand by theirs. */
export function arrange(cards: readonly Card[], projects: readonly Project[], filter: Filter): Section[] {
  const grouping = groupingOf(filter);
  const sorting = sortingOf(filter);
  const sections = new Map<string, Section>();
  const at = (key: string): Section => {
    const known = sections.get(key) ?? { key, title: titleOf(grouping, key), cards: [] };
    sections.set(key, known);
    return known;
  };
  for (const card of narrowed(cards, filter).sort(comparisons[sorting])) {
    const section = at(keys[grouping](card));
    if (grouping === 'project') section.project = card.project;
    if (grouping === 'environment') section.environment = card.environment.name;
    section.cards.push(card);
  }
  // A project without environments has no card, but keeps its place while nothing is asked for.
  if (grouping === 'project' && !isNarrowed(filter)) for (const project of projects) at(project.name).project = project;
  const all = [...sections.values()];
  if (grouping === 'state') return all.sort((a, b) => rank(a) - rank(b));
  return sorting === 'name' ? all.sort((a, b) => byText(a.title, b.title)) : all;
}

const rank = (section: Section): number => statusOrder.indexOf(section.cards[0]?.status);
