// A deployment is cancelled while its build runs.
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
  await chapter('the next push builds quickly again', async () => {
    const good = stage.push({}, 'Build in no time again');
    must((await stage.deployment(page, good)).status === 'succeeded', 'the next push did not go live');
  });
  await page.context().close();
}
