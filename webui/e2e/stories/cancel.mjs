// A deployment is cancelled while its build runs.
import { accessible } from '../axe.mjs';
import { chapter, must } from '../stage.mjs';

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
  await chapter('the next push builds quickly again', async () => {
    const good = stage.push({}, 'Build in no time again');
    must((await stage.deployment(page, good)).status === 'succeeded', 'the next push did not go live');
  });
  await page.context().close();
}
