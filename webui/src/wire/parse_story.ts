// The answers that tell a deployment's story, read without trusting them.
import { readChanges } from './parse_actions';
import type { Changes } from './action_types';
import type { EventPage, Link, NodeWhy } from './story_types';
import type { EventRow } from './types';

type Shape = Record<string, unknown>;

const isObject = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const count = (value: unknown): number => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0);
const rows = (value: unknown): Shape[] => (Array.isArray(value) ? value.filter(isObject) : []);

function json(from: string): Shape | null {
  try {
    const value: unknown = JSON.parse(from);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Leaves out what is absent, so that an optional field is never undefined. */
function only<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Value;
}

export function parseChanges(from: string): Changes | null {
  return readChanges(json(from)) ?? null;
}

const links = (value: unknown): Link[] =>
  rows(value).filter((row) => text(row.type) !== undefined)
    .map((row) => only({ position: count(row.position), type: text(row.type) ?? '', at: text(row.at) ?? '', actor: text(row.actor) ?? '', text: text(row.text) }) as Link);

export function parseWhy(from: string): NodeWhy[] | null {
  const value = json(from);
  if (!value || !Array.isArray(value.nodes)) return null;
  return rows(value.nodes).filter((row) => text(row.node) !== undefined).map((row) => only({
    node: text(row.node) ?? '', release: text(row.release) ?? '', commit: text(row.commit) ?? '', since: text(row.since), deployment: text(row.deployment), chain: links(row.chain),
  }) as NodeWhy);
}

export function parseEvents(from: string): EventPage | null {
  const value = json(from);
  if (!value || !Array.isArray(value.events)) return null;
  const events = rows(value.events).filter((row) => text(row.type) !== undefined && count(row.position) > 0).map((row) => only({
    position: count(row.position), stream: text(row.stream) ?? '', version: count(row.version), type: text(row.type) ?? '', schema: count(row.schema), data: isObject(row.data) ? row.data : {},
    actor: text(row.actor) ?? '', causation: count(row.causation), correlation: text(row.correlation) ?? '', recorded_at: text(row.recorded_at) ?? '', delivery: text(row.delivery),
  }) as EventRow);
  return { events, position: count(value.position) };
}
