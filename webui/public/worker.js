// Shows notifications and leads to what they are about. It answers no request and stores nothing, so that what the page
// shows always comes from the server.
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

async function open(address) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const [page] = pages;
  if (!page) return self.clients.openWindow(address);
  await page.focus();
  return page.navigate(address).catch(() => self.clients.openWindow(address)); // a page that came before this worker is not its to lead
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const address = String(event.notification.data ?? '');
  if (address.startsWith(self.registration.scope)) event.waitUntil(open(address));
});
