// Toasts: a short word after an action. Errors stay until they are closed; the rest leaves by itself, unless somebody reads it.
import { look } from '../model/status';
import type { Route } from '../model/route';
import type { Problem, Status } from '../wire/types';
import { words } from '../words';
import { store } from './store';

/** What can be done about it: go somewhere, or undo it. */
export type NoticeAction = { label: string; to: Route } | { label: string; run: () => void };

/** `times`: how often it was told. */
export interface Notice { id: number; times: number; kind: 'done' | 'error'; title: string; detail?: string; request?: string; action?: NoticeAction }

const shown = 6_000; // ms
const shownLonger = 12_000; // ms, when there is something to press
const most = 4;
let next = 1;
let held = false;

export const notices = store<readonly Notice[]>([]);
const timers = new Map<number, ReturnType<typeof setTimeout>>();

function leaveLater({ id, kind, action }: Notice): void {
  clearTimeout(timers.get(id));
  if (kind === 'done' && !held) timers.set(id, setTimeout(() => dismiss(id), action ? shownLonger : shown));
}

/** The same title is told once: the newer word takes the older one's place. */
function add(notice: Omit<Notice, 'id' | 'times'>): void {
  const told = notices.get().find((old) => old.title === notice.title);
  const entry: Notice = { ...notice, id: told?.id ?? next++, times: (told?.times ?? 0) + 1 };
  notices.set([...notices.get().filter((old) => old !== told), entry].slice(-most));
  leaveLater(entry);
}

/** While the pointer or the focus is on the toasts, none leaves. */
export function hold(still: boolean): void {
  held = still;
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
  if (!still) notices.get().forEach(leaveLater);
}

export const dismiss = (id: number): void => {
  clearTimeout(timers.get(id));
  timers.delete(id);
  notices.set(notices.get().filter((notice) => notice.id !== id));
};

export const tell = (title: string, detail?: string, action?: NoticeAction): void => add({ kind: 'done', title, ...(detail && { detail }), ...(action && { action }) });

/** News about what is followed: what ended badly stays. */
export function announce(title: string, detail: string, to: Route, status: Status): void {
  add({ kind: look(status).tone === 'bad' ? 'error' : 'done', title, detail, action: { label: words.shell.open, to } });
}

export function complain(problem: Problem): void {
  const detail = [problem.detail, problem.field && words.shell.inField(problem.field)].filter(Boolean).join(' · ');
  add({ kind: 'error', title: problem.title, ...(detail && { detail }), ...(problem.request_id && { request: problem.request_id }) });
}
