// One row of a log: text only, coloured as the program that wrote it asked for.
import { memo, type CSSProperties } from 'react';
import { spans, type Style } from '../model/ansi';
import { styleAt, type Row } from '../model/logbook';
import { plain } from '../model/plain';

const themed = /^\d+$/;
/** Black and white keep their contrast on a coloured ground in either theme. */
const onColor: Record<string, string> = { 0: '#111111', 8: '#111111', 7: '#ffffff', 15: '#ffffff' };

function look({ fg, bg, bold, dim, italic, underline, strike, inverse }: Style): { className: string; style?: CSSProperties } {
  const back = inverse ? (fg ?? 'text') : bg;
  const front = inverse ? (bg ?? 'back') : back !== undefined && fg !== undefined ? (onColor[fg] ?? fg) : fg;
  const names = [bold && 'b', dim && 'd', italic && 'i', underline && 'u', strike && 's'].filter(Boolean);
  const style: CSSProperties = {};
  if (front !== undefined) style.color = color(front);
  if (back !== undefined) style.backgroundColor = color(back);
  return { className: names.join(' '), ...(front === undefined && back === undefined ? {} : { style }) };
}

function color(value: string): string {
  if (value === 'back') return 'var(--log-back)';
  if (value === 'text') return 'var(--log-text)';
  return themed.test(value) ? `var(--ansi-${value})` : value;
}

function Text({ row }: { row: Row & { kind: 'line' } }) {
  const text = row.section.texts[row.index] ?? '';
  return spans(text, styleAt(row.section, row.index)).map((span, index) => {
    const { className, style } = look(span.style);
    return className || style ? <span key={index} className={className} style={style}>{span.text}</span> : span.text;
  });
}

/** `version` is there to draw a row again whose neighbours arrived late. */
export const LogLine = memo(function LogLine({ row, top }: { row: Row; top: number; version: number }) {
  const style = { transform: `translateY(${top}px)` };
  if (row.kind === 'head') {
    const [action, target] = row.section.step.split('@');
    return (
      <div className="log-row log-head" style={style}>
        <span>{plain(action ?? '')}</span>{target && target !== 'worker' && <span className="muted">{plain(target)}</span>}
        {row.section.attempt > 1 && <span className="muted">attempt {row.section.attempt}</span>}
      </div>
    );
  }
  return (
    <div className="log-row" style={style}>
      <span className="log-number" data-line={row.section.numbers[row.index]} />
      <span className="log-text"><Text row={row} /></span>
    </div>
  );
}, (old, next) => old.top === next.top && old.version === next.version && old.row.kind === next.row.kind && old.row.section === next.row.section
  && (old.row.kind === 'head' || next.row.kind === 'head' || old.row.index === next.row.index));
