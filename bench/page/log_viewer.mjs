// How the log of a deployment behaves while its build prints LINES lines: followed from its first to its last, then scrolled
// through, then searched. A stutter is a frame that waited for a task of the main thread.
import { live, openBrowser, tell, url } from './stage.mjs';

const lines = Number(process.env.LINES);
const frame = 1_000 / 60; // ms

/** In the page: frames and long tasks from now on; stopWatching() ends it. */
function watch() {
  const frames = [];
  const tasks = [];
  let last = performance.now();
  let on = true;
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ type: 'longtask' });
  const tick = (now) => {
    frames.push(now - last);
    last = now;
    if (on) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  window.stopWatching = () => {
    on = false;
    observer.disconnect();
    return { frames, tasks };
  };
}

const browser = await openBrowser();
const { page, cdp } = await browser.window();
await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
const worked = async () => (await cdp.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1_000;
const found = {};

/** Watches while something is done; tasks below 50 ms are no stutter and are told as none. */
async function watched(name, act) {
  const before = await worked();
  await page.evaluate(watch);
  const more = await act();
  const { frames, tasks } = await page.evaluate(() => window.stopWatching());
  const busy = (await worked()) - before;
  found[name] = {
    longest_task_ms: Math.max(0, ...tasks), long_tasks: tasks.length, frames: frames.length,
    dropped: frames.reduce((sum, each) => sum + Math.max(0, Math.round(each / frame) - 1), 0), worst_frame_ms: Math.max(0, ...frames.slice(2)), cpu_ms_a_frame: busy / frames.length, ...more,
  };
}

await page.goto(url);
await live(page);
await page.goto(new URL(`${process.env.DEPLOYMENT}?tab=log`, url).href);
const log = page.getByTestId('log');
await log.waitFor();
const held = async () => Number(await log.getAttribute('data-lines'));
await watched('follow', async () => {
  const begin = Date.now();
  while ((await held()) < lines) {
    if (Date.now() - begin > 120_000) throw new Error(`only ${await held()} of ${lines} lines`);
    await page.waitForTimeout(250);
  }
  const away = await page.evaluate(() => { const box = document.querySelector('.log-box'); return box.scrollHeight - box.scrollTop - box.clientHeight; });
  return { lines: await held(), lines_per_s: (lines * 1_000) / (Date.now() - begin), px_from_the_end: away };
});

const scroll = (by) => page.evaluate((px) => new Promise((done) => {
  const box = document.querySelector('.log-box');
  let turn = 0;
  const go = () => {
    box.scrollTop += px;
    turn += 1;
    if (turn < 250 && box.scrollTop + box.clientHeight < box.scrollHeight) requestAnimationFrame(go);
    else done();
  };
  box.scrollTop = 0;
  requestAnimationFrame(go);
}), by);
await watched('wheel', () => scroll(240));
await watched('dragging', () => scroll(8_000));
await watched('search', async () => {
  const begin = Date.now();
  await page.getByTestId('log-search').fill('answered late');
  await page.getByTestId('log-hits').filter({ hasText: new RegExp(`\\b${lines / 1_000}$`) }).waitFor();
  return { took_ms: Date.now() - begin };
});
tell(found);
await browser.close();
