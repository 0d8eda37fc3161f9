// One row of a log: text only, coloured as the program that wrote it asked for, as far as that can be read.
import { memo, type CSSProperties, type MouseEvent } from 'react';
import { drawn, type Span, type Style } from '../model/ansi';
import { grounds, readable } from '../model/contrast';
import { numberOf, type Row } from '../model/listing';
import { styleAt } from '../model/logbook';
import type { Matcher } from '../model/matcher';
import { plain } from '../model/plain';
import { stampOf } from '../model/stamp';
import { absolute, fineClock, type Zone } from '../model/time';
import { words } from '../words';

const say = words.deployment.log;
const themed = /^\d+$/;
/** The sixteen colours as most terminals draw them, where one stands on an exact ground. */
const palette = ['#000000', '#cd0000', '#00cd00', '#cdcd00', '#0000ee', '#cd00cd', '#00cdcd', '#e5e5e5', '#7f7f7f', '#ff0000', '#00ff00', '#ffff00', '#5c5cff', '#ff00ff', '#00ffff', '#ffffff'];

type Colors = Record<'--fl' | '--fd' | '--ground', string>;

/** An exact colour is clamped for both grounds, and the theme picks; on a ground of its own, for that one. */
function look({ fg, bg, bold, dim, italic, underline, strike, inverse }: Style): { className: string; style?: CSSProperties } {
  const back = inverse ? (fg ?? 'text') : bg;
  const front = inverse ? (bg ?? 'back') : fg;
  const colors: Partial<Colors> = {};
  const ink = (light: string, dark: string): void => void Object.assign(colors, { '--fl': light, '--fd': dark });
  if (back !== undefined) {
    colors['--ground'] = color(back);
    if (back === '0') ink('#ffffff', '#ffffff'); // black is a grey in the dark theme
    else if (!back.startsWith('#')) ink('var(--log-back)', 'var(--log-back)');
    else {
      const exact = readable(front?.startsWith('#') ? front : themed.test(front ?? '') ? (palette[Number(front)] ?? '#808080') : '#808080', back);
      ink(exact, exact);
    }
  } else if (front !== undefined) {
    if (front.startsWith('#')) ink(readable(front, grounds.light), readable(front, grounds.dark));
    else ink(color(front), color(front));
  }
  const names = [bold && 'b', dim && front === undefined && back === undefined && 'd', italic && 'i', underline && 'u', strike && 's', colors['--fl'] && 'c', colors['--ground'] && 'g'].filter(Boolean);
  return { className: names.join(' '), ...(colors['--fl'] || colors['--ground'] ? { style: colors as CSSProperties } : {}) };
}

function color(value: string): string {
  if (value === 'back') return 'var(--log-back)';
  if (value === 'text') return 'var(--log-text)';
  return themed.test(value) ? `var(--ansi-${value})` : value;
}

/** Cuts spans where a search begins and ends. */
function marked(spans: readonly Span[], ranges: readonly [number, number][]): (Span & { hit: boolean })[] {
  const out: (Span & { hit: boolean })[] = [];
  let at = 0;
  let next = 0;
  for (const { text, style } of spans) {
    let from = 0;
    while (from < text.length) {
      while (next < ranges.length && (ranges[next]?.[1] ?? 0) <= at + from) next += 1;
      const [begin, end] = ranges[next] ?? [Infinity, Infinity];
      const hit = begin <= at + from;
      const until = Math.min(text.length, (hit ? end : begin) - at);
      out.push({ text: text.slice(from, until), style, hit });
      from = until;
    }
    at += text.length;
  }
  return out;
}

interface TextProps { line: string; style: Style; limit: number; matcher: Matcher | null; onMore: () => void }

function Text({ line, style, limit, matcher, onMore }: TextProps) {
  const { spans, more } = drawn(line, style, limit);
  const ranges = matcher ? matcher.ranges(spans.map((span) => span.text).join('')) : [];
  return (
    <>
      {marked(spans, ranges).map((span, index) => {
        const { className, style: own } = look(span.style);
        const text = className || own ? <span key={index} className={className} style={own}>{span.text}</span> : span.text;
        return span.hit ? <mark key={index}>{text}</mark> : text;
      })}
      {more > 0 && <button type="button" className="log-more" onClick={onMore}>{say.more(more)}, {say.showMore}</button>}
    </>
  );
}

export interface LineProps {
  row: Row;
  version: number; // there to draw a row again whose neighbours arrived late
  chosen: boolean; // by a link to it
  current: boolean; // the match that "next" went to
  limit: number;
  stamps: boolean | null; // null: no times are known here
  zone: Zone;
  matcher: Matcher | null;
  loading: boolean;
  link: (row: Row & { kind: 'line' }) => string;
  onNumber: (row: Row & { kind: 'line' }, extend: boolean) => void;
  onMore: (row: Row & { kind: 'line' }) => void;
}

export const LogLine = memo(function LogLine(props: LineProps) {
  const { row, chosen, current, limit, stamps, zone, matcher, loading, link, onNumber, onMore } = props;
  if (row.kind === 'gap') return <div className="log-row log-gap">{say.gap(row.to - row.from + 1, loading)}</div>;
  if (row.kind === 'head') {
    const [action, target] = row.section.step.split('@');
    return (
      <div className="log-row log-head">
        <span>{plain(action ?? '')}</span>{target && target !== 'worker' && <span className="muted">{plain(target)}</span>}
        {row.section.attempt > 1 && <span className="muted">{say.attempt(row.section.attempt)}</span>}
      </div>
    );
  }
  const number = numberOf(row);
  const line = row.chunk.texts[row.index] ?? '';
  const stamp = stamps === null ? null : stampOf(line);
  const stored = stamps && !stamp && row.section.times.any ? row.section.times.of(number) : undefined;
  const click = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    onNumber(row, event.shiftKey);
  };
  return (
    <div className={`log-row${chosen ? ' log-chosen' : ''}${current ? ' log-current' : ''}`} data-line={number}>
      <a className="log-number" href={link(row)} data-line={number} tabIndex={-1} aria-label={say.lineLink(number)} onClick={click} />
      {stamp && stamps && <span className="log-stamp">{plain(stamp.text)}</span>}
      {stored !== undefined && <span className="log-stamp log-time" title={stored === null ? undefined : say.storedAt(absolute(new Date(stored).toISOString(), zone))}>{stored === null ? '' : fineClock(stored, zone)}</span>}
      <span className="log-text"><Text line={stamp ? line.slice(stamp.length) : line} style={styleAt(row.section, number)} limit={limit} matcher={matcher} onMore={() => onMore(row)} /></span>
    </div>
  );
}, (old, next) => {
  if (old.version !== next.version || old.chosen !== next.chosen || old.current !== next.current || old.limit !== next.limit || old.stamps !== next.stamps || old.zone !== next.zone || old.matcher !== next.matcher || old.loading !== next.loading || old.link !== next.link || old.onNumber !== next.onNumber) return false;
  if (old.row.kind === 'line' && next.row.kind === 'line') return old.row.chunk === next.row.chunk && old.row.index === next.row.index;
  return old.row.kind === 'head' && next.row.kind === 'head' && old.row.section === next.row.section;
});
