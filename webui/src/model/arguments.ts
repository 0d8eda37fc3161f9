// Commands as people type them and as the spec holds them: words split as a POSIX shell would, and nothing expanded.

export interface Command {
  words: string[];
  shell: string | null; // the first sign that only a shell would understand; the program gets it as it stands
}

export type Commands = { ok: true; commands: Command[] } | { ok: false; line: number };

const safe = /^[A-Za-z0-9_@%+=:,./{}-]+$/;

/** One word, quoted for a POSIX shell where it needs to be. */
export function quoteWord(word: string): string {
  return safe.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

export const joinCommands = (commands: readonly (readonly string[])[]): string =>
  commands.map((words) => words.map(quoteWord).join(' ')).join('\n');

const operators = /[|&;<>()$`*?]/;

/** One command a line; a quoted text may go on over lines. Not ok: a quote that is never closed, with its line. */
export function splitCommands(text: string): Commands {
  const commands: Command[] = [];
  let words: string[] = [];
  let word: string | null = null;
  let shell: string | null = null;
  let line = 1;
  const endWord = (): void => {
    if (word !== null) words.push(word);
    word = null;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push({ words, shell });
    words = [];
    shell = null;
  };
  for (let at = 0; at < text.length; ++at) {
    const sign = text[at] ?? '';
    if (sign === '\n') {
      endCommand();
      line += 1;
    } else if (sign === ' ' || sign === '\t' || sign === '\r') {
      endWord();
    } else if (sign === "'" || sign === '"') {
      const end = closing(text, at);
      if (end < 0) return { ok: false, line };
      const inside = text.slice(at + 1, end);
      line += inside.split('\n').length - 1;
      word = (word ?? '') + (sign === '"' ? inside.replace(/\\(["\\$`])/g, '$1') : inside);
      at = end;
    } else if (sign === '\\' && at + 1 < text.length) {
      at += 1;
      if (text[at] === '\n') line += 1; // a continued line
      else word = (word ?? '') + (text[at] ?? '');
    } else {
      if (operators.test(sign)) shell ??= sign;
      word = (word ?? '') + sign;
    }
  }
  endCommand();
  return { ok: true, commands };
}

function closing(text: string, open: number): number {
  const quote = text[open] ?? '';
  for (let at = open + 1; at < text.length; ++at) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return -1;
}

/** The same lines with those that need a shell handed to one. */
export function withShell(text: string): string {
  return text.split('\n').map((line) => {
    const split = splitCommands(line);
    const command = split.ok ? split.commands[0] : undefined;
    return command?.shell ? joinCommands([['sh', '-c', line.trim()]]) : line;
  }).join('\n');
}
