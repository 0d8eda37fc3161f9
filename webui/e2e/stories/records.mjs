// What is kept: the history and its export, the audit with causes, the figures that lead back.
import { readFileSync } from 'node:fs';
import { accessible } from '../axe.mjs';
import { chapter, must, until } from '../stage.mjs';

export default async function records(stage) {
  const page = await stage.window();
  const at = (path) => new URL(path, `${stage.url}/`).href;
  const message = `Kept for the record no. ${Date.now() % 100_000}`;
  const commit = stage.push({}, message);
  must((await stage.deployment(page, commit)).status === 'succeeded', 'the push did not go live');

  await chapter('the history finds the deployment by its message, and saves it', async () => {
    await page.goto(at(`history?q=${encodeURIComponent(message)}`));
    const rows = page.getByTestId('rows');
    await rows.getByText(message, { exact: true }).first().waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('export-csv').click()]);
    const text = readFileSync(await file.path(), 'utf8');
    must(file.suggestedFilename().endsWith('.csv') && text.includes(message), `${file.suggestedFilename()} holds ${text.slice(0, 200)}`);
    await page.goto(at('history?q=nothing-is-called-like-this'));
    await page.getByTestId('history').getByRole('button', { name: 'Clear filters' }).last().click();
    await rows.getByText(message, { exact: true }).first().waitFor();
  });
  await chapter('the history is ordered by a heading, shows the columns one wants, and keeps both in the address', async () => {
    await page.goto(at('history'));
    await page.getByTestId('sort:took').click();
    await page.locator('th.record-took[aria-sort="descending"]').waitFor();
    const times = await page.locator('td.record-took').allInnerTexts();
    must(times.length > 1, 'there is nothing to order');
    await page.getByTestId('arrange').click();
    for (const column of ['status', 'by', 'source']) await page.getByTestId(`column:${column}`).uncheck();
    await page.keyboard.press('Escape');
    must(new URL(page.url()).search === '?sort=-took&columns=what%2Cwhere%2Ctook%2Cwhen', `the address is ${page.url()}`);
    await page.reload();
    await page.locator('th.record-took[aria-sort="descending"]').waitFor();
    must((await page.locator('thead th').count()) === 4, 'other columns are shown');
    must((await page.locator('td.record-took').allInnerTexts()).length > 1, 'the rows are gone');
    await accessible(page, 'an ordered history');
  });
  await chapter('a view is kept under a name and comes back with one press', async () => {
    await page.goto(at(`history?q=${encodeURIComponent(message)}`));
    await page.getByTestId('views').click();
    await page.getByTestId('view-name').fill('For the record');
    await page.getByTestId('view-keep').click();
    await page.goto(at('history'));
    await page.getByTestId('views').click();
    await accessible(page, 'the views');
    await page.getByRole('button', { name: 'For the record', exact: true }).click();
    await until(() => new URL(page.url()).searchParams.get('q') === message, () => `the view; the address is ${page.url()}`);
  });
  await chapter('the audit opens an event with its cause', async () => {
    await page.goto(at('audit?type=deployment_requested'));
    await page.locator('.audit-row').first().getByRole('button').first().click();
    await page.locator('.event-raw').getByText('deployment_requested').waitFor();
    await page.locator('.event-facts').getByRole('link', { name: /^#\d+$/ }).first().click();
    await page.locator('.audit-sought').waitFor();
  });
  await chapter('deliveries are chosen by a key and replayed', async () => {
    await page.goto(at('deliveries?event=push'));
    await page.locator('[data-record]').first().waitFor();
    const before = await page.locator('[data-record]').count();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByTestId('several-replay').click();
    must((await page.locator('.several li').count()) === 1, 'another number of deliveries is listed than was chosen');
    await accessible(page, 'replaying deliveries');
    await page.getByTestId('confirm').click();
    await page.getByTestId('toast').getByText('1 delivery replayed', { exact: true }).waitFor();
    await until(async () => (await page.locator('[data-record]').count()) > before, 'the replay to stand in the list');
    must((await stage.deployment(page, commit)).status === 'succeeded', 'the replay left another state behind');
  });
  await chapter('the figures count it and lead back to it', async () => {
    await page.goto(at('insights'));
    await page.getByTestId('figures').waitFor();
    await page.locator('.chart-wide .chart a').last().focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('rows').getByText(message, { exact: true }).first().waitFor();
  });
  await chapter('what the server refuses is told with the number of the request', async () => {
    page.mayFail = true; // the console tells of every refusal
    const [answer] = await Promise.all([page.waitForResponse((each) => each.url().includes('/deployments?') && each.status() >= 400), page.goto(at('history?status=nonsense'))]);
    const { request_id: id } = await answer.json();
    must(typeof id === 'string' && id !== '', 'the answer has no request_id');
    await page.getByTestId('request-id').getByText(id, { exact: true }).waitFor();
    await accessible(page, 'a refused history');
    page.mayFail = false;
  });
  await page.context().close();
}
