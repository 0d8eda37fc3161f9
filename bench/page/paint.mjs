// From the start of a navigation to the first frame in which the cards of the window are painted: ROUNDS times, each in a
// window without cache. ENVIRONMENTS is how many the board must say it has.
import { live, openBrowser, profiled, tell, url } from './stage.mjs';

const rounds = Number(process.env.ROUNDS ?? 5);

/** In the page, before its own scripts: when cards fill the window, and when that frame was through. */
function watch() {
  window.seen = { cards: null };
  const filled = () => {
    const cards = document.querySelectorAll('[data-card]');
    const last = cards[cards.length - 1];
    return last !== undefined && last.getBoundingClientRect().bottom >= innerHeight;
  };
  new MutationObserver((_, observer) => {
    if (document.querySelector('[data-card]') === null) return;
    requestAnimationFrame(() => {
      if (window.seen.cards !== null || !filled()) return;
      observer.disconnect();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { window.seen.cards = performance.now(); };
      port2.postMessage(null); // comes after the frame's own work
    });
  }).observe(document, { childList: true, subtree: true });
}

const browser = await openBrowser();
const found = [];
for (let round = 0; round <= rounds; ++round) {
  const { page, cdp, context } = await browser.window();
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.addInitScript(watch);
  await profiled(cdp, async () => {
    await page.goto(url, { waitUntil: 'commit' });
    while (!(await page.evaluate(() => window.seen?.cards && performance.getEntriesByName('first-contentful-paint').length > 0))) await page.waitForTimeout(50);
  });
  const one = await page.evaluate(() => {
    const at = (entries, end) => entries[0]?.[end] ?? null;
    const file = (part) => performance.getEntriesByType('resource').filter(({ name }) => name.includes(part));
    return {
      painted_ms: Math.max(window.seen.cards, at(performance.getEntriesByName('first-contentful-paint'), 'startTime')),
      first_contentful_ms: at(performance.getEntriesByName('first-contentful-paint'), 'startTime'),
      cards_ms: window.seen.cards,
      html_ms: at(performance.getEntriesByType('navigation'), 'responseEnd'),
      script_ms: at(file('/assets/index-'), 'responseEnd'),
      board_ms: at(file('/api/v1/board'), 'responseEnd'),
      board_kb: (at(file('/api/v1/board'), 'decodedBodySize') ?? 0) / 1_000,
      nodes: document.querySelectorAll('*').length,
    };
  });
  // What others do on the machine does not change the processor's time.
  one.cpu_ms = (await cdp.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1_000;
  await live(page);
  one.environments = Number(/\d[\d,]*/.exec((await page.locator('.facts span').first().innerText()))?.[0].replaceAll(',', ''));
  if (round > 0) found.push(one); // the first one starts the browser's own processes
  await context.close();
}
tell({ rounds: found });
await browser.close();
