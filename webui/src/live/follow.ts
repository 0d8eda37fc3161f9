// Tells a person about what they follow: by the system's notifications while the page is out of sight, else by a toast.
import { newsBetween, readFollowed, toggled, writeFollowed, type News } from '../model/follow';
import type { Board } from '../wire/types';
import { words } from '../words';
import { base } from './base';
import { board } from './feed';
import { kept } from './kept';
import { go, href } from './navigation';
import { announce, tell } from './notices';
import { store, useStore } from './store';

export type Permission = 'granted' | 'denied' | 'default' | 'unsupported';

const followed = kept('eeveon-follow', readFollowed, writeFollowed);
const permission = store<Permission>('Notification' in window ? Notification.permission : 'unsupported');

export const usePermission = (): Permission => useStore(permission);
export const useFollowed = (key: string): boolean => useStore(followed).has(key);
export const useFollowedCount = (): number => useStore(followed).size;

/** Only ever from a press: browsers refuse others, and people too. */
export async function askPermission(): Promise<void> {
  if (!('Notification' in window)) return;
  permission.set(await Notification.requestPermission());
}

export function toggleFollow(key: string, name: string): void {
  const before = followed.get();
  followed.set(toggled(before, key));
  if (before.has(key)) return;
  if (permission.get() === 'default') void askPermission();
  tell(words.shell.follow.begun(name), permission.get() === 'denied' ? words.shell.follow.denied : undefined);
}

const icon = new URL('icons/icon-192.png', base).href;

async function notify({ id, title, body }: News): Promise<void> {
  const to = href({ page: 'deployment', id });
  const options: NotificationOptions = { body, tag: id, icon, data: to };
  const worker = await navigator.serviceWorker?.getRegistration();
  if (worker) return worker.showNotification(title, options); // phones know no other way
  const shown = new Notification(title, options);
  shown.onclick = () => {
    window.focus();
    go({ page: 'deployment', id });
  };
}

let before: Board | null = null;

board.subscribe(() => {
  const after = board.get();
  const news = before && after ? newsBetween(before, after, followed.get()) : [];
  before = after;
  for (const each of news) {
    if (document.visibilityState === 'visible' && document.hasFocus()) announce(each.title, each.body, { page: 'deployment', id: each.id }, each.status);
    else if (permission.get() === 'granted') notify(each).catch(() => undefined);
  }
});
