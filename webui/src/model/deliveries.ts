// What hooks brought, made readable: which event, how it was answered, what it led to, and the body in pieces one can look at.
import type { CausedEvent, Delivery, DeliveryDetail } from '../wire/action_types';
import type { Tone, Shape } from './status';

export type Answered = 'accepted' | 'duplicate' | 'refused' | 'unknown';

export function answered({ status, answer }: Pick<Delivery, 'status' | 'answer'>): Answered {
  const told = typeof answer === 'object' && answer !== null ? (answer as { duplicate?: unknown; position?: unknown }) : {};
  if (told.duplicate === true) return 'duplicate';
  if (status === null) return typeof told.position === 'number' ? 'accepted' : 'unknown';
  return status >= 200 && status < 300 ? 'accepted' : 'refused';
}

export const answerLook: Record<Answered, { shape: Shape; tone: Tone }> = {
  accepted: { shape: 'check', tone: 'good' },
  duplicate: { shape: 'skip', tone: 'quiet' },
  refused: { shape: 'cross', tone: 'bad' },
  unknown: { shape: 'question', tone: 'quiet' },
};

/** A hook's delivery, rather than a command that came with an Idempotency-Key. */
export const isWebhook = (row: Pick<Delivery, 'source'>): boolean => /^github(\/|$)/.test(row.source);

/** Those that can be taken in once more, in the order in which they came: a newer push has to stay the newer one. */
export const replayable = (rows: readonly Delivery[]): Delivery[] => rows.filter((row) => isWebhook(row) && row.body_kept).sort((a, b) => a.position - b.position);

/** The deployment that an event belongs to, by its stream. */
export function deploymentOf(stream: string): string | null {
  return /^deployment-(dep_[0-9A-Za-z_-]+)$/.exec(stream)?.[1] ?? null;
}

/** What a delivery brought and what that set off at once, in the order of the log. */
export function brought(events: DeliveryDetail['events'], following: readonly CausedEvent[]): DeliveryDetail['events'] {
  const own = new Set(events.map((event) => event.position));
  return [...events, ...following.filter((event) => own.has(event.causation) && !own.has(event.position))].sort((a, b) => a.position - b.position);
}

export interface BodyView { text: string; pretty: boolean; cut: boolean; bytes: number }

export const shownAtOnce = 100_000; // characters: more of a body is shown on request only

/** The body as it is read: indented where it is JSON, cut where it is long. Numbers stay as they were written. */
export function bodyView(body: string, how: 'pretty' | 'raw', whole: boolean): BodyView {
  const bytes = new TextEncoder().encode(body).length;
  const text = how === 'pretty' ? indented(body) : null;
  const full = text ?? body;
  const cut = !whole && full.length > shownAtOnce;
  return { text: cut ? full.slice(0, shownAtOnce) : full, pretty: text !== null, cut, bytes };
}

/** JSON with its line breaks, token by token, so that long numbers and doubled keys stay what they are; null: no JSON. */
function indented(body: string): string | null {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return null;
  } catch {
    return null;
  }
  let out = '';
  let depth = 0;
  const line = (): string => `\n${'  '.repeat(depth)}`;
  for (const [token] of body.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (token === '{' || token === '[') {
      depth += 1;
      out += token + line();
    } else if (token === '}' || token === ']') {
      depth -= 1;
      out = /[{[]\s*$/.test(out.slice(-2 * depth - 6)) ? out.trimEnd() + token : out + line() + token;
    } else if (token === ',') out += token + line();
    else out += token === ':' ? ': ' : token;
  }
  return out;
}

/** "1.2 kB", "3.4 MB". */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const [number, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kB'] : bytes < 1_000_000_000 ? [bytes / 1_000_000, 'MB'] : [bytes / 1_000_000_000, 'GB'];
  return `${number < 10 ? number.toFixed(1) : Math.round(number)} ${unit}`;
}

/** What a row of the list tells of the content, where the body is there: repository and ref. */
export function about(detail: Pick<DeliveryDetail, 'body'>): { repository: string; ref: string } | null {
  try {
    const value = JSON.parse(detail.body ?? '') as { repository?: { full_name?: unknown }; ref?: unknown } | null;
    const repository = value?.repository?.full_name;
    return typeof repository === 'string' ? { repository, ref: typeof value?.ref === 'string' ? value.ref : '' } : null;
  } catch {
    return null;
  }
}
