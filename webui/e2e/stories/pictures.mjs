// The pictures of the README, of what a team's server shows; told by name only, because each telling makes them anew.
import { slow } from '../stage.mjs';

export default async function pictures(stage) {
  const page = await stage.window({ height: 800 });
  const dark = await stage.window({ height: 800, scheme: 'dark' });
  const at = (path) => new URL(path, `${stage.url}/`).href;
  const rows = async (query) => (await (await page.request.get(at(`api/v1/deployments?${query}`))).json()).deployments;
  const take = async (window, name, address, there) => {
    await window.goto(at(address));
    await window.locator(there).first().waitFor({ timeout: slow });
    await stage.live(window);
    await stage.shoot(window, name);
  };

  const [broken] = await rows('status=rolled_back&project=shop');
  const [newest] = await rows('status=succeeded&project=shop&environment=production');
  // By environment, because the head of a project names where this machine keeps the repository.
  await page.goto(at('?group=environment'));
  await page.locator('.meters').first().waitFor({ timeout: slow }); // nodes are looked at every 15 s, while somebody looks
  await page.getByTestId('card:shop/production').locator('.pip-up').first().waitFor({ timeout: slow });
  await stage.shoot(page, 'board');
  await take(page, 'deployment', broken.id, '[data-testid="log"] .log-text');
  await take(page, 'insights', 'insights', '[data-testid="figures"]');
  await take(dark, 'audit-dark', 'audit?project=shop', '[data-testid="audit-rows"]');
  await page.goto(at(`?group=environment&at=${encodeURIComponent(newest.requested_at)}`));
  await page.getByTestId('past-banner').waitFor();
  await page.getByTestId('card:shop/production').waitFor();
  await stage.shoot(page, 'past');
  await page.context().close();
  await dark.context().close();
}
