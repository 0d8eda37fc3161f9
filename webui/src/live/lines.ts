// Reads an answer of many lines while it comes, and gives the page its turn between pieces: a log of a hundred
// megabytes neither waits for its end nor holds up a frame.

import { parseProblem } from '../wire/parse';
import { words } from '../words';
import type { Answer } from './api';
import { apiUrl } from './base';

const deadline = 120_000; // ms for the whole answer
const turn = 8; // ms of work before others may go on

const next = (): Promise<void> => new Promise((done) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    channel.port1.close();
    done();
  };
  channel.port2.postMessage(null);
});

/** What an answer of lines says of the others: where they go on, and whether some stand before a tail. */
export interface Brought { next: string | undefined; earlier: boolean }

/** Asks for lines (NDJSON); `onLines` gets them while they come, and says whether to go on. */
export async function askLines(path: string, signal: AbortSignal, onLines: (lines: string[]) => boolean): Promise<Answer<Brought>> {
  try {
    const timeout = AbortSignal.timeout(deadline);
    const answer = await fetch(apiUrl(path), { headers: { accept: 'application/x-ndjson' }, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.any([signal, timeout]) });
    if (!answer.ok || !answer.body) return { ok: false, problem: parseProblem(answer.status, await answer.text()) };
    await readLines(answer.body, onLines);
    return { ok: true, value: { next: answer.headers.get('eeveon-next') ?? undefined, earlier: answer.headers.has('eeveon-earlier') } };
  } catch {
    const { noAnswer, noAnswerDetail } = words.shell.problems;
    return { ok: false, problem: { title: noAnswer, status: 0, detail: noAnswerDetail } };
  }
}

/** Calls back with the whole lines that have come, piece by piece; stops reading when it answers false. */
async function readLines(body: ReadableStream<Uint8Array>, onLines: (lines: string[]) => boolean): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let began = performance.now();
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (let from = 0; from < lines.length; from += 500) {
      if (!onLines(lines.slice(from, from + 500).filter((line) => line !== ''))) return void reader.cancel();
      if (performance.now() - began > turn) {
        await next();
        began = performance.now();
      }
    }
    if (done) return;
  }
}
