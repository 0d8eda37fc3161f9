// A deployment is cancelled while its build runs.
import { accessible } from '../axe.mjs';
import { chapter, must, until } from '../stage.mjs';

export default async function cancel(stage) {
  const page = await stage.window();
  const commit = stage.push({ '.eeveon.yaml': 'build:\n  run:\n    - [sh, -c, "echo begun; sleep 60"]\n' }, 'Build for a minute');

  await chapter('the build is under way', async () => {
    const row = await stage.deployment(page, commit, ['queued', 'running']);
    await page.goto(new URL(row.id, `${stage.url}/`).href);
    await page.getByTestId('log').getByText('begun', { exact: true }).waitFor();
  });
  await chapter('Cancel asks, and ends it', async () => {
    await page.getByTestId('cancel').click();
    const name = page.getByTestId('confirm-name');
    if (await name.count()) await name.fill('production');
    const note = page.getByTestId('note');
    if (await note.count()) await note.fill('not this one');
    await page.getByTestId('confirm').click();
    await stage.shows(page, 'cancelled');
  });
  await stage.shoot(page, 'cancelled');
  await chapter('from the history, rows are chosen by keys and cancelled at once', async () => {
    const next = stage.push({ '.eeveon.yaml': 'build:\n  run:\n    - [sh, -c, "sleep 60"]\n' }, 'Build for another minute');
    const row = await stage.deployment(page, next, ['queued', 'running']);
    await page.goto(new URL('history', `${stage.url}/`).href);
    await page.locator(`[data-record="${row.id}"]`).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByTestId('chosen').getByText('2 chosen', { exact: true }).waitFor();
    must(await page.getByTestId('several-retry').isEnabled(), 'what was cancelled before cannot be retried');
    await page.getByTestId('several-cancel').click(); // of the two, only one is under way
    await page.locator('.several li').getByText('is cancelled', { exact: true }).waitFor();
    await accessible(page, 'cancelling several');
    await page.getByTestId('confirm').click();
    await page.locator(`[data-record="${row.id}"] [data-status="cancelled"]`).waitFor();
    await page.getByTestId('toast').getByText('1 deployment cancelled', { exact: true }).waitFor();
  });
  await chapter('left in the middle, the dialog for several asks for no more, and keeps the rest chosen', async () => {
    let asked = 0;
    let letThrough;
    const held = new Promise((done) => { letThrough = done; });
    await page.route('**/api/v1/deployments/*/retry', async (route) => { // what is refused here never starts a build of a minute
      asked += 1;
      await held;
      await route.fulfill({ status: 409, contentType: 'application/problem+json', body: '{"title":"Not now","status":409}' });
    });
    page.mayFail = true; // the browser itself complains of what is refused
    for (const box of (await page.locator('[data-record] input[type="checkbox"]').all()).slice(0, 2)) await box.check();
    await page.getByTestId('several-retry').click();
    await page.locator('.several li').getByText('is tried again', { exact: true }).nth(1).waitFor();
    await page.getByTestId('confirm-name').fill('production');
    await page.getByTestId('confirm').click();
    await until(() => asked === 1, 'the first to be asked for');
    await page.keyboard.press('Escape');
    must(await page.getByTestId('confirm').isVisible(), 'it could be asked for once more while it is under way');
    letThrough();
    await page.getByTestId('confirm').waitFor({ state: 'detached' });
    must(asked === 1, `${asked} were asked for`);
    await page.getByTestId('chosen').getByText('2 chosen', { exact: true }).waitFor();
    await page.unroute('**/api/v1/deployments/*/retry');
    page.mayFail = false;
  });
  await chapter('the next push builds quickly again', async () => {
    const good = stage.push({}, 'Build in no time again');
    must((await stage.deployment(page, good)).status === 'succeeded', 'the next push did not go live');
  });
  await page.context().close();
}
