// Everything a person needs without a mouse.
import { chapter, must } from '../stage.mjs';

const focused = () => document.activeElement?.closest('[data-testid]')?.getAttribute('data-testid') ?? document.activeElement?.tagName ?? '';

export default async function keyboard(stage) {
  const page = await stage.window();
  await page.goto(stage.url);
  await page.getByTestId('card:demo/production').waitFor();
  const typed = async (text) => {
    for (const key of text) await page.keyboard.press(key);
  };

  await chapter('the palette leads everywhere and gives the focus back', async () => {
    await page.keyboard.press('Control+k');
    const field = page.locator('dialog[open] input').first();
    await field.waitFor();
    await field.fill('metrics');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/insights/);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  });
  await chapter('g and a letter go to a page', async () => {
    await typed('gh');
    await page.getByTestId('history').waitFor();
    await typed('gb');
    await page.getByTestId('board').waitFor();
  });
  await chapter('? lists the shortcuts', async () => {
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
  });
  await chapter('/ searches, and letters typed there are only letters', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('gh no such thing');
    await page.getByTestId('card:demo/production').waitFor({ state: 'detached' });
    await page.getByTestId('board').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('card:demo/production').waitFor();
  });
  await chapter('Tab reaches Deploy, Enter opens it, Escape gives the focus back', async () => {
    await page.locator('body').focus();
    for (let presses = 0; presses < 80 && (await page.evaluate(focused)) !== 'deploy'; presses += 1) await page.keyboard.press('Tab');
    must((await page.evaluate(focused)) === 'deploy', 'Tab never reached Deploy');
    await page.keyboard.press('Enter');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    must((await page.evaluate(focused)) === 'deploy', 'the focus went elsewhere');
  });
  await chapter('j, k and the arrows go through the rows of a list, Enter opens one', async () => {
    const record = () => page.evaluate(() => document.activeElement?.closest('[data-record]')?.dataset.record);
    await typed('ga');
    await page.getByTestId('audit-rows').waitFor();
    const rows = await page.locator('[data-record]').evaluateAll((all) => all.map((row) => row.dataset.record));
    await page.keyboard.press('j');
    must((await record()) === rows[0], `j went to ${await record()}`);
    for (const key of ['j', 'ArrowDown', 'k']) await page.keyboard.press(key);
    must((await record()) === rows[1], `the keys went to ${await record()}`);
    await page.keyboard.press('Enter');
    await page.locator('.event-raw').waitFor();
    await typed('gh');
    await page.getByTestId('rows').waitFor();
    await page.keyboard.press('j');
    const first = await record();
    await page.keyboard.press('Enter');
    await page.getByTestId('deployment').waitFor();
    must(page.url().endsWith(first), `Enter led to ${page.url()}`);
  });
  await chapter('on a wall screen a number goes to its tile', async () => {
    await page.goto(new URL('?view=wall', `${stage.url}/`).href);
    await page.locator('.tile').first().waitFor();
    await page.keyboard.press('1');
    must(await page.evaluate(() => document.activeElement?.closest('.tile') === document.querySelector('.tile')), 'the first tile has no focus');
    await page.keyboard.press('Enter');
    await page.getByTestId('deployment').waitFor();
  });
  await page.context().close();
}
