// Every view, in both themes and on a phone: nothing for axe to find, nothing wider than the screen; and the pictures.
import { accessible } from '../axe.mjs';
import { chapter, ends, must, slow, until } from '../stage.mjs';
import { pressable } from '../targets.mjs';

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
  ['project?name=demo', 'project', '[data-testid="save"]'],
  ['nodes', 'nodes', '[data-testid="node:node-1"]'],
  ['node?name=node-1', 'node', '[data-testid="save"]'],
  ['setup', 'setup', '[data-testid="checklist"]'],
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

/** A project and an environment with the longest names there can be, and a deployment of them. Returns addresses that show them. */
async function longNames(stage, page) {
  const ask = async (method, path, data) => {
    const answer = await page.request[method](new URL(`api/v1/${path}`, `${stage.url}/`).href, { headers: { origin: new URL(stage.url).origin }, ...(data && { data }) });
    must(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
  const name = 'w'.repeat(63);
  const { spec } = await ask('get', 'projects/demo');
  const [environment] = Object.values(spec.environments);
  await ask('put', `projects/${name}`, { ...spec, project: name, environments: { [name]: environment } });
  const { deployment } = await ask('post', `projects/${name}/environments/${name}/deployments`, { ref: 'main' });
  await until(async () => ends.includes((await ask('get', `deployments/${deployment}`)).status), 'the deployment to end', slow);
  return ['', '?group=environment', '?view=matrix', '?view=wall', 'history', 'audit', 'insights', `insights?project=${name}&environment=${name}`, 'projects', `project?name=${name}`, deployment, `${deployment}?tab=why`];
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
      await pressable(page, `${name}, 320 px wide`);
    }));
  await chapter('what is pressed on a phone of 390 px is large enough', () =>
    each(stage, 'dark', 390, 844, (page, name) => pressable(page, `${name}, 390 px wide`)));
  await chapter('the longest names fit a window and a phone', async () => {
    const page = await stage.window({ height: 740 });
    const addresses = await longNames(stage, page);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 740 });
      for (const address of addresses) {
        await page.goto(new URL(address, `${stage.url}/`).href);
        await page.getByText('wwwwwwww').first().waitFor({ state: 'attached' });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        must(wide <= width, `${address.slice(0, 40)} is ${wide} px wide in a window of ${width}`);
      }
    }
    await page.context().close();
  });
}
