// A commit that breaks the health check: taken back by itself, told with its reason, and kept out.
import { chapter, must } from '../stage.mjs';

export default async function failure(stage) {
  const page = await stage.window();
  const message = `Forget the health page no. ${Date.now() % 100_000}`;
  const bad = stage.push({ healthz: null, 'index.html': '<title>Demo</title>broken\n' }, message);

  await chapter('a failed health check rolls back by itself', async () => {
    const row = await stage.deployment(page, bad, ['queued', 'running', 'rolled_back']);
    await page.goto(new URL(row.id, `${stage.url}/`).href);
    await stage.shows(page, 'rolled_back');
  });
  await chapter('the page says why, and what was undone', async () => {
    must(/healthz|404|health/i.test(await page.getByTestId('reason').innerText()), 'the reason does not tell of the health check');
    await page.getByTestId('deployment').getByText('Undo', { exact: true }).first().waitFor();
    await page.getByTestId('deployment').locator('[data-state="failed"]').first().waitFor();
  });
  await chapter('who opens it later has the failure in sight', async () => {
    await page.reload();
    await page.locator('[data-row][data-state="failed"]').first().waitFor();
    const hidden = await page.evaluate(() => {
      const pane = document.querySelector('.plan-scroll').getBoundingClientRect();
      const row = document.querySelector('[data-row][data-state="failed"]').getBoundingClientRect();
      return Math.max(0, row.bottom - pane.bottom, pane.top - row.top);
    });
    must(hidden === 0, `the first failed step stands ${hidden} px out of sight`);
  });
  await stage.shoot(page, 'rolled-back');
  await chapter('the board keeps the commit out', async () => {
    await page.goto(stage.url);
    const card = page.getByTestId('card:demo/production');
    await card.getByText('quarantined').first().waitFor();
    must(!(await card.locator('.card-subject').innerText()).includes(message), 'the bad commit is shown as running');
  });
  await chapter('a good commit follows', async () => {
    const good = stage.push({ 'index.html': '<title>Demo</title>mended\n' }, 'Bring the health page back');
    must((await stage.deployment(page, good)).status === 'succeeded', 'the good commit did not go live');
  });
  await page.context().close();
}
