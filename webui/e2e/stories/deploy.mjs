// A push goes live while it is watched, and is taken back by hand.
import { chapter, must, slow } from '../stage.mjs';

export default async function deploy(stage) {
  const page = await stage.window();
  const card = page.getByTestId('card:demo/production');
  const message = `Greet reader no. ${Date.now() % 100_000}`;

  await chapter('the demo project is on the board', async () => {
    await page.goto(stage.url);
    await card.waitFor();
    await stage.live(page);
  });
  await chapter('the board shows a push by itself', async () => {
    stage.push({ 'index.html': `<title>Demo</title><p>${message}</p>\n` }, message);
    await page.getByTestId('recent').getByText(message, { exact: true }).waitFor();
  });
  const deployed = await chapter('it goes live while it is watched', async () => {
    await page.getByTestId('recent').getByText(message, { exact: true }).click();
    await page.getByTestId('deployment').locator('[data-state="running"], [data-state="succeeded"]').first().waitFor();
    await stage.shows(page, 'succeeded');
    await page.getByTestId('log').locator('.log-text').first().waitFor();
    return page.url();
  });
  await stage.shoot(page, 'deployment');
  await chapter('the card shows the new commit on healthy nodes', async () => {
    await page.goto(stage.url);
    await card.getByText(message, { exact: true }).first().waitFor();
    await card.locator('.pip-up').first().waitFor({ timeout: slow }); // nodes are checked every 15 s
  });
  await chapter('a rollback shows what changes and takes it back', async () => {
    await page.goto(deployed);
    await page.getByTestId('rollback').click();
    await page.getByTestId('plan').waitFor();
    await page.locator('.change-commits-back').getByText(message, { exact: true }).waitFor();
    await stage.shoot(page, 'rollback');
    const name = page.getByTestId('confirm-name');
    if (await name.count()) await name.fill('production');
    await page.getByTestId('confirm').click();
    await page.waitForURL((address) => address.href !== deployed && address.pathname.includes('dep_'));
    await stage.shows(page, 'succeeded');
  });
  await chapter('the commit is no longer live, and quarantined', async () => {
    await page.goto(stage.url);
    await card.waitFor();
    await card.getByText('quarantined').first().waitFor();
    must(!(await card.locator('.card-subject').innerText()).includes(message), 'the card still shows it as running');
  });
  await page.context().close();
}
