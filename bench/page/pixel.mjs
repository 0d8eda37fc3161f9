// From an event's commit to the frame that shows it. The board says in `data-position` up to which event it is drawn: every
// event is shown by the first frame whose board stands at it or beyond. Says READY when it watches; SECONDS later it tells.
import { live, openBrowser, profiled, quantile, tell, url } from './stage.mjs';

const seconds = Number(process.env.SECONDS ?? 10);

/** In the page, before its own scripts: when the changes came, by the positions they bring, and when a board that has it was through. */
function watch() {
  const log = { came: [], shown: [], tasks: [], frames: 0, cards: 0, bytes: 0, on: false };
  window.pixels = log;
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...words) {
      super(...words);
      this.addEventListener('message', ({ data }) => {
        if (!log.on) return;
        const came = Date.now();
        log.bytes += data.length;
        const message = JSON.parse(data);
        if (message.type !== 'change') return;
        log.came.push([message.first, message.position, came]);
      });
    }
  };
  new PerformanceObserver((list) => log.on && log.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  // A change made while a frame is being prepared is in that frame, any other in the next. A message that is sent during
  // the preparation comes when the frame is through.
  const after = (what) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = what;
    port2.postMessage(null);
  };
  let preparing = false;
  const next = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => next((time) => {
    if (!preparing) after(() => { preparing = false; });
    preparing = true;
    callback(time);
  });
  let planned = false;
  const note = () => {
    planned = false;
    ++log.frames;
    const at = document.querySelector('[data-position]');
    if (at) log.shown.push([Number(at.dataset.position), Date.now()]);
  };
  new MutationObserver((changes) => {
    if (!log.on) return;
    const cards = new Set(changes.map(({ target }) => (target.nodeType === 1 ? target : target.parentElement)?.closest('[data-card], .recent')));
    cards.delete(null);
    cards.delete(undefined);
    log.cards += cards.size;
    if (planned) return;
    planned = true;
    if (preparing) after(note);
    else next(() => after(note));
  }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
}

/** When each event of these positions was recorded: the board's feed does not bring the events themselves. */
async function commits(from, until) {
  const times = new Map();
  for (let after = from - 1; after < until;) {
    const answer = await fetch(`${url}api/v1/events?limit=1000&after=${after}`, { headers: { Authorization: `Bearer ${process.env.EEVEON_TOKEN}` } });
    const { events } = await answer.json();
    for (const { position, recorded_at } of events) times.set(position, Date.parse(recorded_at));
    after = events.at(-1).position;
  }
  return times;
}

const browser = await openBrowser();
const { page, cdp } = await browser.window();
await page.addInitScript(watch);
await page.goto(url);
await live(page);
await page.locator('[data-position]').waitFor();
await page.waitForTimeout(2_000);
await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
const worked = async () => (await cdp.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
console.log('READY');
await page.waitForTimeout(1_000);
const before = await worked();
await page.evaluate(() => { window.pixels.on = true; });
await profiled(cdp, () => page.waitForTimeout(seconds * 1_000));
const busy = ((await worked()) - before) / seconds;
const { came, shown, tasks, frames, cards, bytes } = await page.evaluate(() => window.pixels);
const [first, last] = came.length ? [came[0][0], came.at(-1)[1]] : [1, 0];
const recorded = await commits(first, last);
const took = [];
const told = [];
const drawn = [];
let at = 0;
let change = 0;
for (let position = first; position <= last; ++position) {
  while (came[change][1] < position) ++change;
  while (at < shown.length && shown[at][0] < position) ++at;
  if (at === shown.length) break; // still on its way when the time was over
  const arrived = came[change][2];
  took.push(shown[at][1] - recorded.get(position));
  told.push(arrived - recorded.get(position));
  drawn.push(shown[at][1] - arrived);
}
const say = (name, values) => ({ [`${name}_p50_ms`]: quantile(values, 0.5), [`${name}_p95_ms`]: quantile(values, 0.95), [`${name}_p99_ms`]: quantile(values, 0.99) });
tell({
  events: took.length, events_per_s: took.length / seconds, ...say('pixel', took), ...say('told', told), ...say('drawn', drawn), worst_ms: Math.max(...took),
  longest_task_ms: Math.max(0, ...tasks), frames, changed: cards, kb_per_s: bytes / 1_000 / seconds, page_cores: busy,
});
await browser.close();
