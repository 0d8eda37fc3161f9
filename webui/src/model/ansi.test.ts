import { describe, expect, it } from 'vitest';
import { bare, drawn, noStyle, resets, shownLength, spans, styleAfter, type Style } from './ansi';

const esc = '\u001b';
const text = (line: string): string => spans(line).map((span) => span.text).join('');
const only = (line: string, start: Style = noStyle): Style | undefined => spans(line, start)[0]?.style;

describe('colours', () => {
  it('splits a line where the style changes', () => {
    expect(spans(`a${esc}[1;31mb${esc}[0mc`)).toEqual([
      { text: 'a', style: {} }, { text: 'b', style: { bold: true, fg: '1' } }, { text: 'c', style: {} },
    ]);
  });

  it.each([
    ['30', { fg: '0' }], ['97', { fg: '15' }], ['42', { bg: '2' }], ['103', { bg: '11' }], ['38;5;196', { fg: '#ff0000' }], ['38;5;9', { fg: '9' }],
    ['48;5;244', { bg: '#808080' }], ['38;2;1;2;255', { fg: '#0102ff' }], ['38:2:1:2:3', { fg: '#010203' }], ['1;2;3;4;9', { bold: true, dim: true, italic: true, underline: true, strike: true }], ['7', { inverse: true }],
  ])('reads SGR %s', (codes, style) => {
    expect(only(`${esc}[${codes}mx`)).toEqual(style);
  });

  it('takes single attributes back', () => {
    expect(only(`${esc}[1;31;44m${esc}[22;39;49mx`)).toEqual({ bold: false, dim: false });
    expect(only(`${esc}[31m${esc}[mx`)).toEqual({});
  });

  it('carries a style over to the next line', () => {
    const after = styleAfter(`${esc}[32mgreen`, noStyle);
    expect(only('still green', after)).toEqual({ fg: '2' });
    expect(styleAfter('nothing here', after)).toBe(after);
  });

  it.each(['38;5', '38;5;999', '38;2', '48', '38;9;1', '999', ';;;', '38;2;999;0;0'])('survives SGR %s', (codes) => {
    expect(text(`${esc}[${codes}mx`)).toBe('x');
  });

  it('never lets anything but a colour through as a colour', () => {
    for (const codes of ['38;2;1;2;3', '38;5;200', '38;2;NaN;1;1', '48;2;;;', '38;2;-1;1e9;3']) {
      for (const { style } of spans(`${esc}[${codes}mx`)) {
        for (const color of [style.fg, style.bg]) if (color !== undefined) expect(color).toMatch(/^(\d{1,2}|#[0-9a-f]{6})$/);
      }
    }
  });
});

describe('hostile output', () => {
  it.each([
    ['a window title', `a${esc}]0;owned\u0007b`, 'ab'],
    ['a link', `${esc}]8;;javascript:alert(1)${esc}\\click${esc}]8;;${esc}\\`, 'click'],
    ['an unfinished string', `a${esc}]0;never ends <script>`, 'a'],
    ['a device string', `a${esc}P1$r0m${esc}\\b`, 'ab'],
    ['cursor moves and erasing', `safe${esc}[2J${esc}[1;1H${esc}[Kstill`, 'safestill'],
    ['8-bit controls', 'a\u009b31mb\u009d0;t\u009cc', 'abc'],
    ['a bare escape at the end', `a${esc}`, 'a'],
    ['an unfinished sequence', `a${esc}[31`, 'a31'],
    ['private modes', `a${esc}[?1049h${esc}[?25lb`, 'ab'],
    ['a character set', `a${esc}(0b`, 'ab'],
    ['bell, backspace and nul', 'a\u0007b\u0008c\u0000\u007f', 'a⟨U+0007⟩b⟨U+0008⟩c⟨U+0000⟩⟨U+007F⟩'],
  ])('drops or shows %s', (_, line, shown) => {
    expect(text(line)).toBe(shown);
  });

  it('shows what would turn the reading direction', () => {
    expect(text('access\u202egpj.exe')).toBe('access⟨U+202E⟩gpj.exe');
    expect(text('\u2066a\u2069')).toBe('⟨U+2066⟩a⟨U+2069⟩');
  });

  it('drops characters without a shape', () => {
    expect(text('pass\u200bword\ufeff\u2060')).toBe('password');
  });

  it('keeps markup as text', () => {
    expect(text('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
  });

  it('cuts a line of megabytes, and says how much is left', () => {
    const line = 'x'.repeat(10_000_000);
    const before = performance.now();
    const { spans: shown, more } = drawn(line);
    expect(shown.map((span) => span.text).join('')).toHaveLength(5_000);
    expect(more).toBe(9_995_000);
    expect(drawn(line, noStyle, 20_000)).toMatchObject({ more: 9_980_000 });
    expect(bare(line).length).toBeLessThan(100_000);
    expect(performance.now() - before).toBeLessThan(1_500);
  });

  it('leaves nothing over of a line that fits', () => {
    expect(drawn(`${esc}[31m${'x'.repeat(5_000)}${esc}[0m`)).toMatchObject({ more: 0 });
    expect(drawn(`${'x'.repeat(5_000)}y`).more).toBe(1);
    expect(drawn(`ab${esc}[1mcd`, noStyle, 2)).toEqual({ spans: [{ text: 'ab', style: {} }], more: 2 });
    expect(drawn('')).toEqual({ spans: [], more: 0 });
  });

  it('answers quickly to sequences made to be slow', () => {
    const before = performance.now();
    for (const line of [`${esc}[`.repeat(50_000), `${esc}]`.repeat(50_000), `${esc}[${';'.repeat(200_000)}`, `${esc}[0m`.repeat(50_000), `${esc}P`.repeat(20_000) + 'x'.repeat(100_000), `${'\r'.repeat(2_000_000)}x`, `${esc}[31mx`.repeat(1_500_000)]) {
      spans(line);
      bare(line);
      styleAfter(line, noStyle);
    }
    expect(performance.now() - before).toBeLessThan(8_000);
  });
});

describe('plain lines', () => {
  it('shows what is left after carriage returns', () => {
    expect(text('10%\r50%\r100%\r')).toBe('100%');
    expect(text('done\r')).toBe('done');
    expect(only(`${esc}[31mold\rnew`)).toEqual({ fg: '1' });
  });
  it('widens tabs', () => {
    expect(text('a\tb')).toBe('a       b');
    expect(text('\t12345678\tx')).toBe('        12345678        x');
    expect(text(`abc${esc}[31m\td`)).toBe('abc     d');
  });
  it('knows a line that takes its colours back', () => {
    expect(resets(`${esc}[31mred${esc}[0m`)).toBe(true);
    expect(resets(`${esc}[31mred`)).toBe(false);
  });
  it('knows about how long a line is', () => {
    expect([shownLength(`a${esc}[1;31mbc${esc}[0m`, 99), shownLength('10%\r100%\r', 99), shownLength('x'.repeat(500), 99), shownLength('', 99), shownLength(`${esc}[31`, 99)]).toEqual([3, 5, 99, 0, 0]);
  });
  it('finds text across colours', () => {
    expect(bare(`er${esc}[31mror`)).toBe('error');
  });
});
