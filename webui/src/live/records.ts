// What the records are asked for over REST: pages of the audit, figures, the ends of the log, the board of a past moment, exports.
import { parseAudit, type AuditPage } from '../wire/audit';
import { parseCounted, parseDora, type CountedPage, type Dora } from '../wire/dora';
import { json, parseBoard, parseProblem } from '../wire/parse';
import { parseSpan, type LogSpan } from '../wire/span';
import type { Board, Problem } from '../wire/types';
import { words } from '../words';
import { ask, withQuery, type Answer, type Query } from './api';
import { apiUrl } from './base';

const stopping = (signal?: AbortSignal): { signal?: AbortSignal } => (signal ? { signal } : {});

export const records = {
  audit: (query: Query, signal?: AbortSignal): Promise<Answer<AuditPage>> => ask(withQuery('audit', query), parseAudit, stopping(signal)),
  dora: (query: Query, signal?: AbortSignal): Promise<Answer<Dora>> => ask(withQuery('dora', query), parseDora, stopping(signal)),
  counted: (query: Query, signal?: AbortSignal): Promise<Answer<CountedPage>> => ask(withQuery('dora/deployments', query), parseCounted, stopping(signal)),
  span: (): Promise<Answer<LogSpan>> => ask('log-span', parseSpan),
  boardAt: (at: string): Promise<Answer<Board>> => ask(withQuery('board', { at }), (text) => parseBoard(json(text))),
};

export type Format = 'csv' | 'ndjson';

const types: Record<Format, string> = { csv: 'text/csv', ndjson: 'application/x-ndjson' };
const deadline = 120_000; // ms for all rows

/** The file name that the server gives, or one of our own. */
function nameOf(disposition: string | null, fallback: string): string {
  const name = /filename="?([\w.-]{1,100})"?/.exec(disposition ?? '')?.[1];
  return name ?? fallback;
}

export interface Saved { name: string; whole: boolean } // whole: nothing was left out for its size

/** Fetches an export and hands it to the browser's downloads. */
export async function download(path: string, query: Query, format: Format): Promise<Answer<Saved>> {
  try {
    const answer = await fetch(apiUrl(withQuery(path, query)), {
      headers: { accept: types[format] }, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(deadline),
    });
    if (!answer.ok) return { ok: false, problem: parseProblem(answer.status, await answer.text()) };
    const name = nameOf(answer.headers.get('content-disposition'), `${path.replaceAll('/', '-')}.${format}`);
    save(await answer.blob(), name);
    return { ok: true, value: { name, whole: !answer.headers.has('eeveon-next') } };
  } catch {
    const problem: Problem = { title: words.records.notSaved, status: 0, detail: words.records.notSavedDetail };
    return { ok: false, problem };
  }
}

function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // the browser reads it after the click
}
