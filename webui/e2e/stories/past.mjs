// Looking back: the slider, playing forward, the address, and nothing that can be pressed.
import { chapter, must, until } from '../stage.mjs';

export default async function past(stage) {
  const page = await stage.window();
  await page.goto(stage.url);
  await stage.live(page);
  const card = page.getByTestId('card:demo/production');
  await card.waitFor();
  const before = new Date(Date.now() - 1000).toISOString();
  const now = `Not known before no. ${Date.now() % 100_000}`;
  stage.push({}, now);
  await card.locator('.card-subject').getByText(now, { exact: true }).waitFor();

  await chapter('the past opens from the board', async () => {
    await page.getByTestId('time-travel').click();
    await page.getByTestId('past-banner').waitFor();
    must(new URL(page.url()).searchParams.has('at'), 'the moment is not in the address');
  });
  await chapter('its first event stands on an empty board', async () => {
    await page.goto(new URL('?at=1', `${stage.url}/`).href);
    await page.getByTestId('past-banner').waitFor();
    await page.getByTestId('slider').waitFor();
    await card.waitFor({ state: 'detached' });
  });
  await chapter('a moment ago shows what ran then, and lets nothing be pressed', async () => {
    await page.goto(new URL(`?at=${encodeURIComponent(before)}`, `${stage.url}/`).href);
    await card.waitFor();
    must((await card.locator('.card-subject').innerText()) !== now, 'the card shows what runs now');
    must(await card.getByTestId('deploy').isDisabled(), 'Deploy can be pressed in the past');
  });
  await stage.shoot(page, 'past');
  await chapter('playing goes on in time', async () => {
    const head = async () => Number(await page.getByTestId('slider').inputValue());
    const then = await head();
    await page.getByTestId('play').click();
    await until(async () => (await head()) > then + 1000, 'a second to pass');
    await page.getByTestId('play').click();
  });
  await chapter('one event back', async () => {
    const event = page.locator('.past-event');
    await event.waitFor();
    const position = async () => Number((await event.innerText()).replace(/\D/g, ''));
    await page.locator('body').focus();
    await page.keyboard.press(','); // from a moment of time, whose board may still be under way, to an event
    await until(async () => /^\d+$/.test(new URL(page.url()).searchParams.get('at') ?? ''), 'an event in the address');
    const shown = await position();
    await page.keyboard.press(',');
    await until(async () => (await position()) === shown - 1, 'the event before');
  });
  await chapter('and back to now', async () => {
    await page.getByTestId('back-to-now').click();
    await page.getByTestId('past-banner').waitFor({ state: 'detached' });
    await card.getByText(now, { exact: true }).first().waitFor();
    must(!new URL(page.url()).searchParams.has('at'), 'the moment stayed in the address');
  });
  await page.context().close();
}
