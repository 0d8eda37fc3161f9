// Files: what a list's filters leave, or a whole log. The server gives them in parts, each of which says where the next begins.
import { parseProblem } from '../wire/parse';
import type { Problem } from '../wire/types';
import { words } from '../words';
import { withQuery, type Answer, type Query } from './api';
import { apiUrl } from './base';

export type Format = 'csv' | 'ndjson' | 'text';

const types: Record<Format, string> = { csv: 'text/csv', ndjson: 'application/x-ndjson', text: 'text/plain' };
const deadline = 120_000; // ms for one part
const most = 50; // parts of one file: half a million rows

/** The file name that the server gives, or one of our own. */
function nameOf(disposition: string | null, fallback: string): string {
  const name = /filename="?([\w.-]{1,100})"?/.exec(disposition ?? '')?.[1];
  return name ?? fallback;
}

/** Of a table the titles stand before each part; a file has them once. */
async function withoutTitles(part: Blob): Promise<Blob> {
  const begin = new Uint8Array(await part.slice(0, 4_096).arrayBuffer());
  return part.slice(begin.indexOf(10) + 1);
}

export interface Saved { name: string; whole: boolean } // whole: nothing was left out for its size

/** Fetches all parts of a file and hands it to the browser's downloads, under the server's name for it or `fallback`. */
export async function download(path: string, query: Query, format: Format, fallback = `${path.replaceAll('/', '-')}.${format}`): Promise<Answer<Saved>> {
  const parts: Blob[] = [];
  let name = fallback;
  let next: string | undefined;
  try {
    do {
      const answer = await fetch(apiUrl(withQuery(path, next === undefined ? query : { ...query, after: next })), {
        headers: { accept: types[format] }, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(deadline),
      });
      if (!answer.ok) return { ok: false, problem: parseProblem(answer.status, await answer.text()) };
      const part = await answer.blob();
      if (parts.length === 0) name = nameOf(answer.headers.get('content-disposition'), fallback);
      parts.push(format === 'csv' && parts.length > 0 ? await withoutTitles(part) : part);
      next = answer.headers.get('eeveon-next') ?? undefined;
    } while (next !== undefined && parts.length < most);
    save(new Blob(parts), name);
    return { ok: true, value: { name, whole: next === undefined } };
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
