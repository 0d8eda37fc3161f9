// Every view, in both themes and on a phone: nothing for axe to find, nothing wider than the screen; and the pictures.
import { accessible } from '../axe.mjs';
import { chapter, must } from '../stage.mjs';

/** Address, name of the picture, and what shows that the view is there. */
const views = [
  ['', 'board', '[data-testid="card:demo/production"]'],
  ['?view=matrix', 'matrix', '.matrix-row'],
  ['?view=wall', 'wall', 'main'],
  ['history', 'history', '[data-testid="rows"]'],
  ['history?sort=-took&columns=what,took', 'history-ordered', '[data-testid="rows"]'],
  ['audit', 'audit', '[data-testid="audit-rows"]'],
  ['insights', 'insights', '[data-testid="figures"]'],
  ['projects', 'projects', 'main h1'],
  ['nodes', 'nodes', '[data-testid="node:node-1"]'],
  ['deliveries', 'deliveries', '[data-testid="deliveries"]'],
  ['nowhere', 'lost', 'main h1'],
];

async function each(stage, scheme, width, height, look) {
  const page = await stage.window({ scheme, width, height, ...(width < 500 && { hasTouch: true, isMobile: true }) });
  const newest = (await (await page.request.get(new URL('api/v1/deployments?limit=1&status=succeeded', `${stage.url}/`).href)).json()).deployments[0].id;
  for (const [address, name, there] of [...views, [newest, 'deployment', '[data-testid="status"]']]) {
    await page.goto(new URL(address, `${stage.url}/`).href);
    await page.locator(there).first().waitFor({ state: 'attached' });
    await look(page, name);
  }
  await page.context().close();
}

export default async function looks(stage) {
  for (const scheme of ['light', 'dark'])
    await chapter(`axe finds nothing, ${scheme}`, () =>
      each(stage, scheme, 1280, 860, async (page, name) => {
        await stage.shoot(page, scheme === 'light' ? name : `${name}-dark`);
        await accessible(page, `${name}, ${scheme}`);
      }));
  await chapter('every view fits a phone of 320 px, which is also a window of 1280 px at 400 %', () =>
    each(stage, 'light', 320, 740, async (page, name) => {
      await stage.shoot(page, `${name}-phone`);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      must(width <= 320, `${name} is ${width} px wide`);
      await accessible(page, `${name}, on a phone`);
    }));
}
