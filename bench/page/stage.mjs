// What the benches of the page stand on: a browser, a window whose reader is signed in, and one line of JSON at the end.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../../webui/package.json', import.meta.url))('playwright-core');

export const url = `${process.env.EEVEON_URL}/`;
const patience = 60_000; // ms

export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
  const first = await browser.newContext();
  const answer = await first.request.post(new URL('api/v1/session', url).href, { data: { token: process.env.EEVEON_TOKEN }, headers: { origin: new URL(url).origin } });
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()} ${await answer.text()}`);
  const signedIn = await first.storageState();
  await first.close();
  return {
    /** A window that knows nothing but who reads: no cache, no connection is left of another. */
    async window() {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, storageState: signedIn });
      const page = await context.newPage();
      page.setDefaultTimeout(patience);
      const cdp = await context.newCDPSession(page);
      return { page, cdp, context };
    },
    close: () => browser.close(),
  };
}

export const live = (page) => page.locator('[data-connection="live"]').first().waitFor({ state: 'attached' });

/** With PROFILE=FILE what `act` costs the page's processor is left there, for the browser's own tools. */
export async function profiled(cdp, act) {
  const file = process.env.PROFILE;
  if (file) await cdp.send('Profiler.enable');
  if (file) await cdp.send('Profiler.start');
  const value = await act();
  if (file) writeFileSync(file, JSON.stringify((await cdp.send('Profiler.stop')).profile));
  return value;
}

export const tell = (found) => console.log(`JSON ${JSON.stringify(found)}`);

export function quantile(values, share) {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? null;
}
