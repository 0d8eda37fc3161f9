// How the log of a deployment behaves with 100,000 lines, against the mock server of dev/ (`npm run build` first):
// time to its end, frames while it is scrolled through, while it follows 1,000 lines a second, and while it is searched.
// Prints one figure per line and, with JSON=FILE, writes them. Exit 1 when a frame took longer than FRAME ms (50).
// Beside the clock stands the processor's time, which other work on the machine does not change. CHROMIUM names the browser.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const most = Number(process.env.FRAME ?? 50);
const port = Number(process.env.PORT ?? 8095);
const figures = {};
let bad = 0;

function tell(name, value, unit, limit) {
  figures[name] = { value: Math.round(value * 10) / 10, unit };
  const over = limit !== undefined && value > limit;
  if (over) bad += 1;
  console.log(`${over ? 'OVER ' : '     '}${name.padEnd(44)} ${String(figures[name].value).padStart(9)} ${unit}${limit === undefined ? '' : ` (<= ${limit})`}`);
}

const mock = spawn(process.execPath, [fileURLToPath(new URL('../dev/mock.mjs', import.meta.url))], { env: { ...process.env, PORT: String(port), BIG: '100000' }, stdio: ['ignore', 'pipe', 'inherit'] });
await new Promise((done, failed) => { mock.stdout.once('data', done); mock.once('exit', failed); });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'] });

/** Counts frames and long tasks from now on; the answer ends it. */
let cdp = null;
let busyBefore = 0;
/** Milliseconds that the page's main thread has worked, by the processor's clock. */
async function worked() {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1_000;
}
const watch = async (page) => {
  busyBefore = await worked();
  await page.evaluate(frameWatch);
};
const frameWatch = () => {
  const frames = [];
  let last = performance.now();
  let on = true;
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)));
  observer.observe({ type: 'longtask' });
  const tick = () => {
    const now = performance.now();
    frames.push(now - last);
    last = now;
    if (on) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  window.stopWatching = () => {
    on = false;
    observer.disconnect();
    frames.sort((a, b) => a - b);
    return { frames: frames.length, worst: frames.at(-1) ?? 0, p99: frames[Math.floor(frames.length * 0.99)] ?? 0, median: frames[frames.length >> 1] ?? 0, long: Math.max(0, ...tasks), longCount: tasks.length };
  };
};
const stop = async (page) => {
  const seen = await page.evaluate(() => window.stopWatching());
  return { ...seen, busy: (await worked()) - busyBefore };
};
/** So many frames drawn: what a press has set going stands by then. */
const drawn = (page, frames) => page.evaluate((left) => new Promise((done) => {
  const tick = () => { left -= 1; if (left > 0) requestAnimationFrame(tick); else done(); };
  requestAnimationFrame(tick);
}), frames);
/** How many lines the log holds, once they are `least` or more. */
const lines = (page, least) => page.evaluate((wanted) => new Promise((done) => {
  const tick = () => {
    const held = Number(document.querySelector('[data-testid="log"]').dataset.lines);
    if (held >= wanted) done(held); else requestAnimationFrame(tick);
  };
  tick();
}), least);
const report = (name, seen, limit) => {
  tell(`${name}: longest task of the main thread`, seen.long, 'ms', limit);
  tell(`${name}: processor time a frame`, seen.busy / Math.max(1, seen.frames), 'ms');
  tell(`${name}: median frame`, seen.median, 'ms');
  tell(`${name}: p99 frame`, seen.p99, 'ms');
  tell(`${name}: frames`, seen.frames, '');
};

try {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(`http://127.0.0.1:${port}/history`);
  await page.locator('[data-connection="live"]').waitFor();

  const before = performance.now();
  await page.goto(`http://127.0.0.1:${port}/dep_big?tab=log`);
  await page.getByText('request 100000 failed').waitFor();
  tell('opening: the last line in sight', performance.now() - before, 'ms');
  await watch(page);
  await page.locator('[data-testid="log"][data-complete="true"]').waitFor({ timeout: 60_000 });
  const loading = await stop(page);
  tell('opening: all 100,000 lines here', performance.now() - before, 'ms');
  report('loading', loading);
  tell('lines held', Number(await page.getByTestId('log').getAttribute('data-lines')), '');
  tell('rows in the page', await page.locator('.log-row').count(), '', 250);

  // By the wheel's distance a frame, then through the whole log in four seconds, as somebody who drags the bar.
  for (const [name, px] of [['wheel', 240], ['dragging', 8_000]]) {
    await page.evaluate(() => { document.querySelector('.log-box').scrollTop = 0; });
    await watch(page);
    await page.evaluate((by) => new Promise((done) => {
      const box = document.querySelector('.log-box');
      let turn = 0;
      const go = () => {
        box.scrollTop += by;
        turn += 1;
        if (turn < 250 && box.scrollTop + box.clientHeight < box.scrollHeight) requestAnimationFrame(go);
        else done();
      };
      requestAnimationFrame(go);
    }), px);
    report(name, await stop(page), most);
  }

  await page.getByTestId('log-search').fill('');
  await watch(page);
  const searched = performance.now();
  await page.getByTestId('log-search').fill('upstream answered');
  await page.getByTestId('log-hits').filter({ hasText: /^1 of 100$/ }).waitFor({ timeout: 60_000 });
  tell('search: 100 matches in 100,000 lines', performance.now() - searched, 'ms');
  report('search', await stop(page), most);
  await page.getByTestId('log-search').fill('');

  await watch(page);
  await page.getByTestId('log-wrap').click();
  await drawn(page, 30);
  report('wrapping 100,000 lines', await stop(page));
  await page.getByTestId('log-wrap').click();

  await page.goto(`http://127.0.0.1:${port}/dep_flood?tab=log`);
  await page.locator('.log-row').nth(20).waitFor();
  const from = await lines(page, 1_000);
  const begin = performance.now();
  await watch(page);
  const end = await lines(page, from + 5_000);
  const flood = await stop(page);
  const seconds = (performance.now() - begin) / 1_000;
  tell('following: lines a second', (end - from) / seconds, '/s');
  report('following', flood, most);
  const off = await page.evaluate(() => { const box = document.querySelector('.log-box'); return box.scrollHeight - box.scrollTop - box.clientHeight; });
  tell('following: px away from the end', off, 'px');
  if ((await page.getByTestId('log-follow').getAttribute('aria-pressed')) !== 'true') throw new Error('it follows no more');
  if (process.env.JSON) writeFileSync(process.env.JSON, JSON.stringify(figures, null, 2));
} finally {
  await browser.close();
  mock.kill();
}
process.exitCode = bad > 0 ? 1 : 0;
