// Toasts: a short word after an action. Errors stay until they are closed; the rest leaves by itself.
import type { Problem } from '../wire/types';
import { words } from '../words';
import { store } from './store';

export interface Notice { id: number; kind: 'done' | 'error'; title: string; detail?: string }

const shown = 6_000; // ms
const most = 4;
let next = 1;

export const notices = store<readonly Notice[]>([]);

function add(notice: Omit<Notice, 'id'>): void {
  const id = next++;
  const others = notices.get().filter((old) => old.title !== notice.title || old.detail !== notice.detail);
  notices.set([...others, { ...notice, id }].slice(-most));
  if (notice.kind === 'done') setTimeout(() => dismiss(id), shown);
}

export const dismiss = (id: number): void => notices.set(notices.get().filter((notice) => notice.id !== id));
export const tell = (title: string, detail?: string): void => add({ kind: 'done', title, ...(detail ? { detail } : {}) });

export function complain(problem: Problem): void {
  const detail = [problem.detail, problem.field && words.shell.inField(problem.field)].filter(Boolean).join(' · ');
  add({ kind: 'error', title: problem.title, ...(detail ? { detail } : {}) });
}
