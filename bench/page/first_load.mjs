// What the board costs to load, as the network counts it: every file until nothing more is asked for, and what a browser
// with a window asks for besides. ENCODINGS=gzip asks as a browser far away over plain http, which takes no brotli.
import { live, openBrowser, tell, url } from './stage.mjs';

const quiet = 5_000; // ms without a request, after which the page has all it wants

const browser = await openBrowser();
const { page, cdp } = await browser.window();
await cdp.send('Network.enable');
if (process.env.ENCODINGS) await cdp.send('Network.setExtraHTTPHeaders', { headers: { 'Accept-Encoding': process.env.ENCODINGS } });
const files = new Map();
let last = Date.now();
cdp.on('Network.responseReceived', ({ requestId, response }) => {
  last = Date.now();
  const { pathname } = new URL(response.url);
  if (!pathname.startsWith('/api/')) files.set(requestId, { path: pathname, encoding: response.headers['Content-Encoding'] ?? '', bytes: 0 });
});
cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
  const file = files.get(requestId);
  if (file) file.bytes = encodedDataLength;
});
await page.goto(url);
await live(page);
while (Date.now() - last < quiet) await page.waitForTimeout(100);

// A headless browser asks for no icon and no manifest, and the worker's request is not the page's.
const seen = new Set([...files.values()].map(({ path }) => path));
const besides = await page.evaluate(() => [...[...document.querySelectorAll('link[rel="icon"], link[rel="manifest"]')].map((link) => link.href), new URL('worker.js', document.baseURI).href]);
for (const address of besides.filter((each) => !seen.has(new URL(each).pathname))) await page.evaluate((each) => fetch(each, { cache: 'no-store' }).then((answer) => answer.text()), address);
await page.waitForTimeout(500);
tell({ files: [...files.values()] });
await browser.close();
