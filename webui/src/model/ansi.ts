// Terminal output as spans of safe text. Colours and weight are kept; every other sequence (cursor, titles, links,
// queries) is dropped, so a log can neither rewrite the page nor hide a line from its reader.
import { plain } from './plain';

export interface Style {
  fg?: string; // "0".."15" names a theme colour, "#rrggbb" is exact
  bg?: string;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
  strike?: boolean;
  inverse?: boolean;
}

export interface Span { text: string; style: Style }

export const noStyle: Style = Object.freeze({});

/** Characters shown of one line until a reader asks for more. */
export const widest = 5_000;
const tab = 8;
const longest = 65_536; // characters of a line that are looked at for its colours, or for a search

const cube = [0, 95, 135, 175, 215, 255];
const hex = (value: number): string => Math.min(255, Math.max(0, value)).toString(16).padStart(2, '0');

/** Colour n of the 256: the first 16 by theme, then a 6x6x6 cube, then greys. */
function indexed(n: number): string | undefined {
  if (!(n >= 0 && n <= 255)) return undefined;
  if (n < 16) return String(n);
  if (n >= 232) return `#${hex(8 + (n - 232) * 10).repeat(3)}`;
  const at = n - 16;
  return `#${[Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((i) => hex(cube[i] ?? 0)).join('')}`;
}

function extended(codes: number[], at: number): { color: string | undefined; used: number } {
  if (codes[at + 1] === 5) return { color: indexed(codes[at + 2] ?? 0), used: 2 };
  if (codes[at + 1] === 2) {
    const [r = 0, g = 0, b = 0] = codes.slice(at + 2, at + 5).map((value) => value || 0);
    return { color: `#${hex(r)}${hex(g)}${hex(b)}`, used: 4 };
  }
  return { color: undefined, used: 0 };
}

const switches: Record<number, Style> = {
  1: { bold: true }, 2: { dim: true }, 3: { italic: true }, 4: { underline: true }, 7: { inverse: true }, 9: { strike: true },
  22: { bold: false, dim: false }, 23: { italic: false }, 24: { underline: false }, 27: { inverse: false }, 29: { strike: false },
};

/** The style after one SGR sequence ("1;31"). */
function graphic(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map((part) => (part === '' ? 0 : Number(part)));
  let out: Style = { ...style };
  for (let at = 0; at < codes.length; ++at) {
    const code = codes[at] ?? 0;
    if (code === 0) out = {};
    else if (switches[code]) out = { ...out, ...switches[code] };
    else if (code >= 30 && code <= 37) out.fg = String(code - 30);
    else if (code >= 90 && code <= 97) out.fg = String(code - 82);
    else if (code >= 40 && code <= 47) out.bg = String(code - 40);
    else if (code >= 100 && code <= 107) out.bg = String(code - 92);
    else if (code === 39) delete out.fg;
    else if (code === 49) delete out.bg;
    else if (code === 38 || code === 48) {
      const { color, used } = extended(codes, at);
      if (color !== undefined) out[code === 38 ? 'fg' : 'bg'] = color;
      at += used;
    }
  }
  return out;
}

// One escape sequence: CSI; OSC, DCS, SOS, PM, APC up to their terminator (or the end: unfinished); any two-character one.
const sequence =
  /(?:\u001b\[|\u009b)([0-?]{0,64})[ -/]{0,8}([@-~])|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)|\u001b[ -/]{0,8}[0-~]?|\u009b/g;

/** The line without the carriage returns at its end. (Not by an expression: those look again from each one.) */
function unended(line: string): string {
  let end = line.length;
  while (end > 0 && line.charCodeAt(end - 1) === 13) --end;
  return end === line.length ? line : line.slice(0, end);
}

/** What a carriage return leaves to see: the text after the last one that is followed by something. */
function overwritten(line: string): string {
  const text = unended(line);
  return text.includes('\r') ? text.slice(text.lastIndexOf('\r') + 1) : text;
}

const escapes = /[\u001b\u009b]/;

/** The style in force after a line, without building its spans; of a monstrous line only the end is looked at. */
export function styleAfter(line: string, start: Style): Style {
  const end = line.length > longest ? line.slice(-longest) : line;
  if (!escapes.test(end)) return start;
  let style = start;
  for (const found of end.matchAll(sequence)) {
    if (found[2] === 'm') style = graphic(style, found[1] ?? '');
  }
  return style;
}

/** True when nothing of the lines before reaches beyond this one: its last colours are taken back. */
export const resets = (line: string): boolean => line.includes('\u001b[0m') || line.includes('\u001b[m');

// Controls without a meaning here are named, as marks of direction are: they are seen and change nothing.
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
const pictured = (found: string): string => `⟨U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** What is to be drawn of a line, and how many of its characters are not. */
export interface Drawn { spans: Span[]; more: number }

/** One line that begins in a style, as far as `limit` characters. The work is bounded by the limit, not by the line. */
export function drawn(line: string, start: Style = noStyle, limit = widest): Drawn {
  const whole = overwritten(line);
  const text = whole.length > limit * 4 ? whole.slice(0, limit * 4) : whole; // room for the sequences between
  const out: Span[] = [];
  let style = whole.length === line.length ? start : styleAfter(line.slice(0, line.length - whole.length), start);
  let column = 0;
  let from = 0;
  let seen = 0; // characters of the line that were drawn, or needed no drawing

  const push = (end: number): void => {
    const raw = text.slice(from, Math.min(end, from + limit - column));
    seen = from + raw.length;
    let safe = plain(raw.replace(control, pictured));
    if (safe.includes('\t')) safe = widened(safe, column);
    if (safe === '') return;
    column += safe.length;
    out.push({ text: safe, style });
  };

  for (const found of text.matchAll(sequence)) {
    if (column >= limit) break;
    push(found.index);
    if (column >= limit && seen < found.index) break;
    from = found.index + found[0].length;
    seen = from;
    if (found[2] === 'm') style = graphic(style, found[1] ?? '');
  }
  if (column < limit && from >= seen) push(text.length);
  return { spans: out, more: whole.length - seen };
}

/** Tabs as spaces up to the next stop. */
function widened(text: string, column: number): string {
  let out = '';
  for (const [index, part] of text.split('\t').entries()) {
    if (index > 0) out += ' '.repeat(tab - ((column + out.length) % tab));
    out += part;
  }
  return out;
}

/** The spans of one line that begins in a style. */
export const spans = (line: string, start: Style = noStyle): Span[] => drawn(line, start).spans;

/** The text of a line without any sequence, for searching; of a monstrous line its beginning. */
export function bare(line: string): string {
  const text = overwritten(line.length > longest ? line.slice(0, longest) : line);
  return plain(escapes.test(text) ? text.replace(sequence, '') : text);
}

/** About how many letters a line shows, without building them: for heights that are only estimated. */
export function shownLength(line: string, most: number): number {
  let count = 0;
  for (let at = 0; at < line.length && count < most; ++at) {
    const code = line.charCodeAt(at);
    if (code === 0x1b) {
      if (line.charCodeAt(at + 1) !== 0x5b) continue;
      at += 2;
      while (at < line.length && line.charCodeAt(at) < 0x40) ++at;
    } else if (code === 0x0d && at + 1 < line.length) count = 0;
    else if (code === 9) count += tab;
    else count += 1;
  }
  return Math.min(count, most);
}
