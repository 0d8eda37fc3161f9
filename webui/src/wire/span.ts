// The ends of the log: how far back the board can be looked at.
import { isCount, isObject, json } from './parse';
import type { Time } from './types';

export interface LogEnd { position: number; at: Time }
export interface LogSpan { first: LogEnd | null; last: LogEnd | null }

const end = (value: unknown): LogEnd | null =>
  isObject(value) && isCount(value.position) && typeof value.at === 'string' ? { position: value.position, at: value.at } : null;

export function parseSpan(text: string): LogSpan | null {
  const value = json(text);
  return isObject(value) ? { first: end(value.first), last: end(value.last) } : null;
}
