// Searching a long log: the first hit without pressing anything, its number among all, and the keys to the others.
import { chapter, must, until } from '../stage.mjs';

const lines = 60_000;
const build = `build:
  run:
    - [sh, -c, "awk 'BEGIN { for (i = 1; i <= ${lines}; i++) print (i % 10000 == 7 ? \\"the nee\\" \\"dle \\" : \\"hay \\") i }'"]
`;

export default async function logSearch(stage) {
  const page = await stage.window();
  const commit = stage.push({ '.eeveon.yaml': build }, 'Write a long log');
  const row = await stage.deployment(page, commit);
  must(row.status === 'succeeded', `the push ended ${row.status}`);
  const log = page.getByTestId('log');
  const field = page.getByTestId('log-search');
  const at = (place) => page.getByTestId('log-hits').getByText(place, { exact: true }).waitFor();
  const stands = (text) => log.locator('.log-current').getByText(text, { exact: true }).waitFor();

  await chapter('what is typed leads to its first hit as soon as that is known', async () => {
    await page.goto(new URL(row.id, `${stage.url}/`).href);
    await field.fill('needle'); // while most of the log is still on its way
    await at('1 of 6');
    await stands('the needle 7');
  });
  await stage.shoot(page, 'log-search');
  await chapter('Enter, Shift Enter and F3 go on and back, and round', async () => {
    await field.press('Enter');
    await at('2 of 6');
    await stands('the needle 10007');
    await field.press('F3');
    await at('3 of 6');
    for (const place of ['2 of 6', '1 of 6', '6 of 6']) {
      await field.press('Shift+Enter');
      await at(place);
    }
    await stands('the needle 50007');
    await field.press('Enter');
    await at('1 of 6');
  });
  await chapter('n and N do so in the log', async () => {
    await page.locator('.log-box').focus();
    await page.keyboard.press('n');
    await at('2 of 6');
    await page.keyboard.press('Shift+N');
    await at('1 of 6');
  });
  await chapter('a link carries the search, which lines are shown and whether they are wrapped', async () => {
    await page.getByTestId('log').getByRole('combobox').selectOption('hits');
    await page.getByTestId('log-wrap').click();
    const wanted = { q: 'needle', only: 'hits', wrap: '1' };
    const has = () => Object.entries(wanted).every(([key, value]) => new URL(page.url()).searchParams.get(key) === value);
    await until(has, () => `the address to say it; it is ${page.url()}`);
    const other = await stage.window();
    await other.goto(page.url());
    await other.getByTestId('log-hits').getByText('1 of 6', { exact: true }).waitFor();
    must((await other.getByTestId('log-search').inputValue()) === 'needle', 'the field is empty');
    must((await other.getByTestId('log').getByRole('combobox').inputValue()) === 'hits', 'all lines are shown');
    await until(async () => (await other.locator('.log-text').count()) === 6, 'only the six lines that hold it');
    await other.locator('.log-wrap').waitFor();
    await other.context().close();
    await page.getByTestId('log').getByRole('combobox').selectOption('all');
    await page.getByTestId('log-wrap').click();
    await until(() => !new URL(page.url()).searchParams.has('only'), 'the address to be short again');
  });
  await chapter('a narrow screen wraps long lines, unless the reader wants them whole', async () => {
    const phone = await stage.window({ width: 320, height: 740 });
    const box = phone.locator('.log-box');
    const wide = () => box.evaluate((element) => element.scrollWidth > element.clientWidth);
    const plain = new URL(page.url());
    plain.search = '?tab=log';
    await phone.goto(plain.href);
    await until(async () => (await phone.locator('.log-text').count()) > 0, 'lines');
    must((await box.getAttribute('class')).includes('log-wrap') && !(await wide()), 'lines are read by scrolling sideways');
    must(!new URL(phone.url()).searchParams.has('wrap'), 'the address tells what nobody chose');
    await phone.setViewportSize({ width: 1280, height: 740 }); // as one who zooms out
    await until(async () => !(await box.getAttribute('class')).includes('log-wrap'), 'a wide window to show lines as they are');
    await phone.setViewportSize({ width: 320, height: 740 });
    await phone.getByTestId('log-wrap').click();
    await until(() => new URL(phone.url()).searchParams.get('wrap') === '0', 'the choice in the address');
    must(!(await box.getAttribute('class')).includes('log-wrap'), 'the choice does not hold');
    await phone.context().close();
  });
  await chapter('a press in the timeline marks a line of that step, and a link leads to it', async () => {
    await page.getByTestId('gantt').locator('[data-step="build@worker"] .lane-track').click();
    await log.locator('.log-chosen').waitFor();
    const line = await log.locator('.log-chosen').getAttribute('data-line');
    await until(() => new URL(page.url()).searchParams.get('line') === line, () => `line ${line} in ${page.url()}`);
    await page.goto(page.url());
    await log.locator(`.log-chosen[data-line="${line}"]`).waitFor();
  });
  await chapter('what is nowhere is said so', async () => {
    await field.fill('no such words');
    await at('none');
    await field.press('Enter');
    await at('none');
  });
  await page.context().close();
}
