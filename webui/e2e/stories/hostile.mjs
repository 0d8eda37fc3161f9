// Commit messages and build output that try to be more than text.
import { chapter, must } from '../stage.mjs';

const rightToLeft = '\u202e';
const message = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> javascript:window.hacked=1 ${rightToLeft}gnp.exe`;
const build = String.raw`build:
  run:
    - [sh, -c, "printf '<script>window.hacked=1</script><img src=x onerror=window.hacked=1>\\n'"]
    - [sh, -c, "printf '\\033[31mred\\033[0m \\033]8;;javascript:window.hacked=1\\033\\\\link\\033]8;;\\033\\\\ \\033[2J\\033[1A\\033[Kover\\rwritten \\342\\200\\256gnp.exe\\n'"]
    - [sh, -c, "head -c 9900000 /dev/zero | tr '\\0' x; echo"]
    - [sh, -c, "echo after all of it"]
`;
/** What would be there if something had been taken for more than text. */
const traces = () => ({
  hacked: 'hacked' in window,
  images: document.querySelectorAll('img[src="x"], script:not([src])').length,
  links: [...document.querySelectorAll('a[href]')].filter((each) => !/^https?:$/.test(new URL(each.href).protocol)).map((each) => each.href),
});

async function isHarmless(page, where) {
  const { hacked, images, links } = await page.evaluate(traces);
  must(!hacked && images === 0, `${where}: markup from data became elements`);
  must(links.length === 0, `${where}: links to ${links.join(', ')}`);
}

export default async function hostile(stage) {
  const page = await stage.window();
  const commit = stage.push({ '.eeveon.yaml': build }, message);
  const row = await stage.deployment(page, commit);

  await chapter('the log is text, and its longest line does not hold the page up', async () => {
    await page.goto(new URL(row.id, `${stage.url}/`).href);
    const log = page.getByTestId('log');
    await log.getByText('after all of it', { exact: true }).waitFor();
    const begun = Date.now();
    await page.getByTestId('log-search').fill('<script>');
    await page.getByTestId('log-hits').getByText('1 of 2', { exact: true }).waitFor();
    await log.getByText('<script>window.hacked=1</script>').first().waitFor();
    must(Date.now() - begun < 3_000, `a search took ${Date.now() - begun} ms`);
    await isHarmless(page, 'the log');
    must(!(await page.locator('body').innerText()).includes(rightToLeft), 'a mark that turns text around is not shown as such');
  });
  await stage.shoot(page, 'hostile');
  for (const [name, where] of [['the board', ''], ['the history', 'history'], ['the audit', 'audit'], ['the deliveries', 'deliveries']]) {
    await chapter(`${name} shows the message as text`, async () => {
      await page.goto(new URL(where, `${stage.url}/`).href);
      if (where === '' || where === 'history') await page.getByText('<script>', { exact: false }).first().waitFor({ state: 'attached' });
      await stage.live(page);
      await isHarmless(page, name);
    });
  }
  await chapter('the demo is quiet again', async () => {
    const good = stage.push({}, 'Be quiet again');
    must((await stage.deployment(page, good)).status === 'succeeded', 'the next push did not go live');
  });
  await page.context().close();
}
