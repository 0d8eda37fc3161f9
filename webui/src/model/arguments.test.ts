import { describe, expect, it } from 'vitest';
import { joinCommands, quoteWord, splitCommands, withShell } from './arguments';

const words = (text: string): string[][] => {
  const split = splitCommands(text);
  if (!split.ok) throw new Error(`open quote in line ${split.line}`);
  return split.commands.map((command) => command.words);
};

describe('commands', () => {
  it('are split into words as a shell would, one command a line', () => {
    expect(words('npm ci\n\n  npm run  build ')).toEqual([['npm', 'ci'], ['npm', 'run', 'build']]);
    expect(words(`sh -c 'make && make test' "a b"c d\\ e`)).toEqual([['sh', '-c', 'make && make test', 'a bc', 'd e']]);
    expect(words(`echo '' "" "say \\"hi\\" \\n"`)).toEqual([['echo', '', '', 'say "hi" \\n']]);
    expect(words('npm run \\\n build')).toEqual([['npm', 'run', 'build']]);
  });

  it('may hold lines in quotes', () => {
    expect(words("sh -c 'one\ntwo'\nthree")).toEqual([['sh', '-c', 'one\ntwo'], ['three']]);
  });

  it('come back as they were', () => {
    const hostile = [['sh', '-c', `it's "$HOME" \\ \`id\`\n*`], ['', ' ', '-n', 'ä', "'", "''", '\\'], ['curl', 'http://{node}:8080/deep']];
    expect(words(joinCommands(hostile))).toEqual(hostile);
    expect(quoteWord('http://{node}:8080/deep')).toBe('http://{node}:8080/deep');
  });

  it('tell the line of a quote that is never closed', () => {
    expect(splitCommands("ok\nsh -c 'x")).toEqual({ ok: false, line: 2 });
  });

  it('tell what only a shell would understand, and hand it to one', () => {
    const split = splitCommands("npm test | tee log\nnpm ci\necho 'a | b'");
    expect(split.ok && split.commands.map((command) => command.shell)).toEqual(['|', null, null]);
    expect(words(withShell('npm test | tee log\nnpm ci'))).toEqual([['sh', '-c', 'npm test | tee log'], ['npm', 'ci']]);
  });
});
