// What the records are asked for over REST: pages of the audit, figures, the ends of the log, the board of a past moment.
import { parseAudit, type AuditPage } from '../wire/audit';
import { parseCounted, parseDora, type CountedPage, type Dora } from '../wire/dora';
import { json, parseBoard } from '../wire/parse';
import { parseSpan, type LogSpan } from '../wire/span';
import type { Board } from '../wire/types';
import { ask, withQuery, type Answer, type Query } from './api';

const stopping = (signal?: AbortSignal): { signal?: AbortSignal } => (signal ? { signal } : {});

export const records = {
  audit: (query: Query, signal?: AbortSignal): Promise<Answer<AuditPage>> => ask(withQuery('audit', query), parseAudit, stopping(signal)),
  dora: (query: Query, signal?: AbortSignal): Promise<Answer<Dora>> => ask(withQuery('dora', query), parseDora, stopping(signal)),
  counted: (query: Query, signal?: AbortSignal): Promise<Answer<CountedPage>> => ask(withQuery('dora/deployments', query), parseCounted, stopping(signal)),
  span: (): Promise<Answer<LogSpan>> => ask('log-span', parseSpan),
  boardAt: (at: string): Promise<Answer<Board>> => ask(withQuery('board', { at }), (text) => parseBoard(json(text))),
};
