// WebSockets do not get through: the page says so, asks, and stays right; and comes back to the socket.
import { chapter, must, slow } from '../stage.mjs';

export default async function polling(stage) {
  const page = await stage.window();
  page.mayFail = true; // the browser complains of each socket that is closed
  let blocked = true;
  await page.routeWebSocket(/\/api\/v1\/live/, (socket) => (blocked ? socket.close() : socket.connectToServer()));

  await chapter('the page says that it polls', async () => {
    await page.goto(stage.url);
    await page.getByTestId('card:demo/production').waitFor();
    await page.locator('[data-connection="polling"]').first().waitFor({ state: 'attached' });
  });
  await chapter('a push shows all the same', async () => {
    const message = `Polled no. ${Date.now() % 100_000}`;
    const commit = stage.push({}, message);
    await page.getByTestId('recent').getByText(message, { exact: true }).waitFor({ timeout: slow });
    must((await stage.deployment(page, commit)).status === 'succeeded', 'the push did not go live');
  });
  await chapter('and it is live again once they get through', async () => {
    blocked = false;
    await page.locator('[data-connection="live"]').first().waitFor({ state: 'attached', timeout: 40_000 });
  });
  await page.context().close();
}
