// Every picture of the page: 16 x 16, drawn with the text's colour.
import type { ReactNode } from 'react';
import type { Shape } from '../model/status';

const disc = <circle cx="8" cy="8" r="7" fill="currentColor" />;
const outline = <circle cx="8" cy="8" r="6.25" />;

/** Shapes are told apart without colour: filled for what ended well or badly, outlined for the rest, a triangle for what needs a person. */
const drawings = {
  check: <>{disc}<path className="cut" d="m4.9 8.3 2.1 2.1 4.1-4.6" /></>,
  cross: <>{disc}<path className="cut" d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6" /></>,
  ring: <><circle cx="8" cy="8" r="6.25" opacity=".25" /><path className="spin" d="M8 1.75A6.25 6.25 0 0 1 14.25 8" /></>,
  dots: <circle cx="8" cy="8" r="6.25" strokeDasharray="1.6 2.33" />,
  undo: <>{outline}<path d="M6.6 5.2 4.9 6.9l1.7 1.7M5 6.9h3.6a2 2 0 1 1 0 4H7" /></>,
  slash: <>{outline}<path d="m3.9 12.1 8.2-8.2" /></>,
  skip: <>{outline}<path d="m5.3 5.6 2.3 2.4-2.3 2.4M8.6 5.6l2.3 2.4-2.3 2.4" /></>,
  clock: <>{outline}<path d="M8 4.6V8l2.2 1.6" /></>,
  alert: <><path d="M8 1.3a1 1 0 0 1 .9.5l6 11a1 1 0 0 1-.9 1.5H2a1 1 0 0 1-.9-1.5l6-11a1 1 0 0 1 .9-.5Z" fill="currentColor" stroke="none" /><path className="cut" d="M8 5.8v3.4M8 11.6v.1" /></>,
  hold: <>{outline}<path d="M6.4 5.6v4.8m3.2-4.8v4.8" /></>,
  empty: <circle cx="8" cy="8" r="6.25" opacity=".45" />,
  question: <>{outline}<path d="M6.3 6.4a1.8 1.8 0 1 1 2.4 1.7c-.5.2-.7.5-.7 1M8 11.2v.1" /></>,
  break: <>{outline}<path d="M5 8h2m2 0h2" /></>,
  close: <path d="m4 4 8 8m0-8-8 8" />,
  copy: <><rect x="5.5" y="5.5" width="8" height="8" rx="1.5" /><path d="M10.5 3.5v-.3a.7.7 0 0 0-.7-.7H3.2a.7.7 0 0 0-.7.7v6.6c0 .4.3.7.7.7h.3" /></>,
  sun: <><circle cx="8" cy="8" r="2.8" /><path d="M8 1.5v1.2m0 10.6v1.2M1.5 8h1.2m10.6 0h1.2M3.4 3.4l.9.9m7.4 7.4.9.9m0-9.2-.9.9m-7.4 7.4-.9.9" /></>,
  moon: <path d="M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1Z" />,
  system: <><circle cx="8" cy="8" r="6" /><path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor" /></>,
  down: <path d="m4 6.2 4 4 4-4" />,
  right: <path d="m6.2 4 4 4-4 4" />,
  rocket: <path d="M8 12.5v-9m0 0L4.2 7.3M8 3.5l3.8 3.8" />,
  search: <><circle cx="7" cy="7" r="4.3" /><path d="m10.2 10.2 3.3 3.3" /></>,
  out: <path d="M6.5 2.5h-3a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h3M10.5 11l3-3-3-3m3 3h-7" />,
  external: <path d="M6.5 3.5h-3v9h9v-3m-4-6h4v4m0-4-5.5 5.5" />,
  branch: <><circle cx="4.5" cy="3.7" r="1.7" /><circle cx="4.5" cy="12.3" r="1.7" /><circle cx="11.5" cy="5.7" r="1.7" /><path d="M4.5 5.4v5.2m7-3.2c0 2-2 2.4-4 2.7" /></>,
  bell: <path d="M8 2a4 4 0 0 0-4 4c0 3.4-1.3 4.6-1.3 4.6h10.6S12 9.4 12 6a4 4 0 0 0-4-4Zm-1.3 11.3a1.5 1.5 0 0 0 2.6 0" />,
  belled: <path d="M8 2a4 4 0 0 0-4 4c0 3.4-1.3 4.6-1.3 4.6h10.6S12 9.4 12 6a4 4 0 0 0-4-4Zm-1.3 11.3a1.5 1.5 0 0 0 2.6 0" fill="currentColor" />,
  cards: <><rect x="2.2" y="2.5" width="5" height="5" rx="1" /><rect x="8.8" y="2.5" width="5" height="5" rx="1" /><rect x="2.2" y="9" width="5" height="4.5" rx="1" /><rect x="8.8" y="9" width="5" height="4.5" rx="1" /></>,
  matrix: <path d="M2.2 2.7h11.6v10.6H2.2ZM2.2 6.2h11.6M2.2 9.7h11.6M6 2.7v10.6" />,
  wall: <><rect x="1.8" y="2.8" width="12.4" height="8" rx="1" /><path d="M5.5 13.5h5" /></>,
  sliders: <><path d="M2.5 5h5m4 0h2m-11 6h2m4 0h5" /><circle cx="9.5" cy="5" r="1.8" /><circle cx="6.5" cy="11" r="1.8" /></>,
  equal: <path d="M3.5 6h9m-9 4h9" />,
  expand: <path d="M9.5 2.5h4v4m0-4-4 4m-3 7h-4v-4m0 4 4-4" />,
  dotdotdot: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2" />,
  keyboard: <><rect x="1.7" y="4" width="12.6" height="8" rx="1.4" /><path d="M4.5 7h.01M7 7h.01M9.5 7h.01M11.8 7h.01M5.5 9.6h5" /></>,
  command: <path d="M6 6h4v4H6Zm0 0V4.3A1.7 1.7 0 1 0 4.3 6Zm4 0h1.7A1.7 1.7 0 1 0 10 4.3Zm0 4v1.7a1.7 1.7 0 1 0 1.7-1.7Zm-4 0H4.3A1.7 1.7 0 1 0 6 11.7Z" />,
  menu: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />,
  download: <path d="M8 2.5v7.2m0 0L5 6.8m3 2.9 3-2.9M2.8 13.2h10.4" />,
  filter: <path d="M2.5 4.5h11M4.7 8h6.6M6.9 11.5h2.2" />,
  link: <><path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2A2.6 2.6 0 0 0 9 3.3l-.8.8" /><path d="M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.8-.8" /></>,
  help: <><circle cx="8" cy="8" r="6.25" /><path d="M6.3 6.4a1.8 1.8 0 1 1 2.4 1.7c-.5.2-.7.5-.7 1M8 11.2v.1" /></>,
  play: <path d="M4.8 3.2v9.6L12.6 8Z" fill="currentColor" />,
  pause: <path d="M5.4 3.5v9m5.2-9v9" strokeWidth="2.4" />,
  back: <path d="M10.2 3.8 6 8l4.2 4.2" />,
  forward: <path d="M5.8 3.8 10 8l-4.2 4.2" />,
  first: <path d="M11.8 3.8 7.6 8l4.2 4.2M4.4 3.8v8.4" />,
  last: <path d="M4.2 3.8 8.4 8l-4.2 4.2m7.4-8.4v8.4" />,
  rewind: <><path d="M2.6 5.4A6 6 0 1 1 2 8M2.3 2.6v3h3" /><path d="M8 4.9V8l2.1 1.5" /></>,
  tag: <><path d="M2.5 3.2v4.3l6 6a1 1 0 0 0 1.4 0l3.6-3.6a1 1 0 0 0 0-1.4l-6-6H3.2a.7.7 0 0 0-.7.7Z" /><path d="M5.4 5.4v.01" /></>,
  box: <><path d="M8 1.9 13.5 5v6L8 14.1 2.5 11V5L8 1.9Z" /><path d="M2.7 5.1 8 8.1l5.3-3M8 8.1V14" /></>,
  commit: <><circle cx="8" cy="8" r="2.6" /><path d="M1.5 8h3.9m5.2 0h3.9" /></>,
  ticked: <><rect x="2.5" y="2.5" width="11" height="11" rx="2" /><path d="m5.2 8.2 1.9 1.9 3.7-4" /></>,
  plus: <path d="M8 3v10M3 8h10" />,
  trash: <path d="M2.8 4.3h10.4M6.3 4.2V2.7h3.4v1.5M4.2 4.5l.6 8.8h6.4l.6-8.8" />,
  key: <><circle cx="5" cy="11" r="2.7" /><path d="m7 9 6-6m-2.4 2.4 1.9 1.9M9 7l1.4 1.4" /></>,
  eye: <><path d="M1.6 8S4 3.6 8 3.6 14.4 8 14.4 8 12 12.4 8 12.4 1.6 8 1.6 8Z" /><circle cx="8" cy="8" r="1.9" /></>,
  again: <path d="M13 8a5 5 0 1 1-1.5-3.6L13 5.9m0-3.2v3.2H9.8" />,
  server: <><rect x="2" y="2.8" width="12" height="4.4" rx="1.2" /><rect x="2" y="8.8" width="12" height="4.4" rx="1.2" /><path d="M4.6 5v.01M4.6 11v.01" /></>,
  wrap: <path d="M2.5 4h11m-11 4h8.7a2.3 2.3 0 1 1 0 4.6H8.5m1.6-1.7-1.7 1.7 1.7 1.7M2.5 12.6h2.7" />,
  shrink: <path d="M13.5 6.2H9.8V2.5m0 3.7 4-4M2.5 9.8h3.7v3.7m0-3.7-4 4" />,
  up: <path d="m4 9.8 4-4 4 4" />,
  end: <path d="M8 2.5v7m0 0 3.2-3.2M8 9.5 4.8 6.3M3.5 13h9" />,
} satisfies Record<Shape, ReactNode> & Record<string, ReactNode>;

export type Sign = Exclude<keyof typeof drawings, Shape>;

export function Icon({ name, size = 16 }: { name: Shape | Sign; size?: number }) {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 16 16" width={size} height={size} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      {drawings[name]}
    </svg>
  );
}
