// The server behind a reverse proxy, below a path: everything that has an address has the right one.
import { chapter, must, slow, until } from '../stage.mjs';

export default async function behindAPrefix(stage) {
  const below = `${new URL(stage.url).pathname}/`;
  must(below.length > 1, `${stage.url} has no path in front`);
  const at = (path) => new URL(path, `${stage.url}/`).href;
  const page = await stage.window({ permissions: ['clipboard-read', 'clipboard-write'] });
  const strays = [];
  page.on('request', (request) => request.url().startsWith('http') && !new URL(request.url()).pathname.startsWith(below) && strays.push(request.url()));
  page.on('websocket', (socket) => !new URL(socket.url()).pathname.startsWith(below) && strays.push(socket.url()));
  const card = page.getByTestId('card:demo/production');
  const connection = (state) => page.locator(`[data-connection="${state}"]`).first().waitFor({ state: 'attached', timeout: 40_000 });

  await chapter('the board is live over the WebSocket', async () => {
    const [socket] = await Promise.all([page.waitForEvent('websocket'), page.goto(at(''))]);
    await stage.live(page);
    await card.waitFor();
    must(new URL(socket.url()).pathname === `${below}api/v1/live`, `the socket goes to ${socket.url()}`);
  });
  await chapter('the cookie goes with every address below the prefix', async () => {
    const [cookie] = (await page.context().cookies(at('api/v1/board'))).filter(({ name }) => name.endsWith('eeveon_session'));
    must(cookie?.httpOnly && cookie.sameSite === 'Lax', `the cookie is ${JSON.stringify(cookie)}`);
    must((await page.request.get(at('api/v1/session'))).ok(), 'the session is not known');
  });
  const deployment = await chapter('a push shows by itself, goes live, and opens by its link', async () => {
    const message = `Come through the proxy no. ${Date.now() % 100_000}`;
    const commit = stage.push({}, message);
    await page.getByTestId('recent').getByText(message, { exact: true }).click();
    await stage.shows(page, 'succeeded');
    await page.getByTestId('log').locator('.log-text').first().waitFor();
    const { id } = await stage.deployment(page, commit);
    must(page.url() === at(id), `it stands at ${page.url()}`);
    return id;
  });
  await chapter('a deep link opens in a new window, and again when it is loaded anew', async () => {
    for (const [path, there] of [[`${deployment}?tab=events`, '[data-testid="status"]'], ['history?status=succeeded', '[data-testid="rows"]'], ['insights', '[data-testid="figures"]'], ['?view=matrix', '.matrix-row']]) {
      await page.goto(at(path));
      await page.locator(there).first().waitFor();
      await page.reload();
      await page.locator(there).first().waitFor();
      must(page.url() === at(path), `${path} became ${page.url()}`);
    }
  });
  await chapter('Deploy opens from the card and shows its plan', async () => {
    await page.goto(at(''));
    await card.getByTestId('deploy').click();
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
  });
  await chapter('the prefix without a slash leads to the board', async () => {
    await page.goto(stage.url);
    await card.waitFor();
    must(page.url() === at(''), `it leads to ${page.url()}`);
  });
  await chapter('as an app it is installed below the prefix, and its worker minds nothing else', async () => {
    const address = await page.evaluate(() => document.querySelector('link[rel=manifest]').href);
    const answer = await page.request.get(address);
    must(answer.ok() && address === at('manifest.webmanifest'), `the manifest is at ${address}: ${answer.status()}`);
    const manifest = await answer.json();
    for (const key of ['id', 'start_url', 'scope']) must(new URL(manifest[key], address).href === at(''), `${key} is ${manifest[key]}`);
    for (const { src } of manifest.icons) must((await page.request.get(new URL(src, address).href)).ok(), `${src} is not there`);
    const scope = async () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.scope);
    await until(scope, 'the worker to be registered');
    must((await scope()) === at(''), `the worker minds ${await scope()}`);
  });
  await chapter('what is copied for others has the prefix', async () => {
    await page.goto(at('setup'));
    const hook = page.getByTestId('webhook');
    await hook.getByText(at('hooks/github'), { exact: true }).first().waitFor();
    await hook.getByRole('button', { name: /copy/i }).first().click();
    must((await page.evaluate(() => navigator.clipboard.readText())) === at('hooks/github'), 'the copied address is another');
    await page.keyboard.press('Control+k');
    await page.locator('dialog[open] input').fill('copy a link');
    await page.keyboard.press('Enter');
    await until(async () => (await page.evaluate(() => navigator.clipboard.readText())) === at('setup'), 'the link to be copied');
    await page.goto(at('deliveries'));
    await page.getByTestId('deliveries').locator('a[href*="delivery?"]').first().click();
    await page.getByTestId('copy-curl').click();
    await until(async () => (await page.evaluate(() => navigator.clipboard.readText())).includes(`'${at('hooks/github')}`), 'the command to name the address with the prefix');
  });
  await chapter('where the proxy lets no WebSocket through, the page asks instead', async () => {
    page.mayFail = true; // the browser complains of each socket that is refused
    await stage.ask('refuse-sockets');
    await page.goto(at(''));
    await card.waitFor();
    await connection('polling');
    const message = `Polled through the proxy no. ${Date.now() % 100_000}`;
    const commit = stage.push({}, message);
    await page.getByTestId('recent').getByText(message, { exact: true }).waitFor({ timeout: slow });
    must((await stage.deployment(page, commit)).status === 'succeeded', 'the push did not go live');
  });
  await chapter('and goes back to it by itself', async () => {
    await stage.ask('let-sockets-through');
    await connection('live');
    page.mayFail = false;
  });
  await chapter('a link for somebody else leads through the proxy, and signing out ends their session', async () => {
    const headers = { origin: new URL(stage.url).origin };
    const { link } = await (await page.request.post(at('api/v1/sign-in-links'), { headers, data: {} })).json();
    must(link.startsWith(at('sign-in#token=')), 'the link leads elsewhere');
    const other = await stage.window({ fresh: true });
    await other.goto(link);
    await other.getByTestId('board').waitFor();
    must(other.url() === at(''), `signing in leads to ${other.url()}`);
    must((await other.request.delete(at('api/v1/session'), { headers })).ok(), 'signing out was refused');
    other.mayFail = true; // the browser complains of what is refused
    await other.goto(at('history'));
    await other.getByTestId('sign-in').waitFor();
    must(other.url() === at('history'), `after signing in it would go on at ${other.url()}`);
    await other.context().close();
  });
  must(strays.every((each) => each === stage.url), `outside the prefix: ${strays.join(', ')}`);
  await page.context().close();
}
