// The server goes away under an open page and comes back: said honestly, nothing missed, nothing twice.
import { chapter, must, slow } from '../stage.mjs';

export default async function outage(stage) {
  const page = await stage.window();
  page.mayFail = true; // the browser itself complains of what does not answer
  await page.goto(stage.url);
  await stage.live(page);
  await page.getByTestId('card:demo/production').waitFor();

  await chapter('the page says that it is no longer live', async () => {
    await stage.ask('stop');
    await page.locator('[data-connection]:not([data-connection="live"])').first().waitFor({ state: 'attached' });
    must(await page.getByTestId('card:demo/production').isVisible(), 'the board is gone');
  });
  await chapter('it comes back by itself, with what happened since', async () => {
    await stage.ask('start');
    await page.locator('[data-connection="live"]').first().waitFor({ state: 'attached', timeout: slow });
    const message = `After the outage no. ${Date.now() % 100_000}`;
    const commit = stage.push({}, message);
    await page.getByTestId('recent').getByText(message, { exact: true }).first().waitFor({ timeout: slow });
    must((await stage.deployment(page, commit)).status === 'succeeded', 'the push did not go live');
    must((await page.getByTestId('recent').getByText(message, { exact: true }).count()) === 1, 'it is listed twice');
  });
  await page.context().close();
}
