// One story in a real browser: sign in, push a commit, watch it go live, roll it back. Exit 0 when all of it happened.
// EEVEON_URL, EEVEON_SIGN_IN (a fresh link), EEVEON_DEMO_REPOSITORY (bare), EEVEON_SCREENSHOTS (folder, made when missing);
// CHROMIUM (default /usr/bin/chromium).
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

function need(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

const url = need('EEVEON_URL');
const signIn = need('EEVEON_SIGN_IN');
const repository = need('EEVEON_DEMO_REPOSITORY');
const screenshots = need('EEVEON_SCREENSHOTS');
const quick = 15_000; // ms for what the page does by itself
const slow = 90_000; // ms for a whole deployment

const work = mkdtempSync(join(tmpdir(), 'eeveon-story-'));
const clone = join(work, 'demo');
const errors = [];

function git(...args) {
  const who = ['-c', 'user.name=Story', '-c', 'user.email=story@example.invalid', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...who, ...args], { encoding: 'utf8', timeout: quick, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** Runs one chapter; a failure says which one it was. */
async function chapter(title, tell) {
  const start = performance.now();
  try {
    const value = await tell();
    console.log(`ok    ${title} (${Math.round(performance.now() - start)} ms)`);
    return value;
  } catch (error) {
    throw new Error(`${title}: ${error.message}`, { cause: error });
  }
}

function watch(page) {
  page.setDefaultTimeout(quick);
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  return page;
}

const status = (name) => `[data-testid="status"] [data-status="${name}"]`;
const over = ['failed', 'rolled_back', 'cancelled', 'superseded', 'expired', 'needs_attention'];

/** Waits until the open deployment succeeded; any other end is told with the reason that the page shows. */
async function succeeds(page) {
  const ended = page.locator(['succeeded', ...over].map(status).join(', '));
  await ended.waitFor({ timeout: slow });
  const end = await ended.getAttribute('data-status');
  if (end === 'succeeded') return;
  const reason = page.getByTestId('reason');
  throw new Error(`the deployment ended ${end}: ${(await reason.count()) > 0 ? await reason.innerText() : 'without a reason'}`);
}

async function shoot(page, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(screenshots, name), animations: 'disabled' });
}

async function story(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme: 'light', deviceScaleFactor: 2 });
  const page = watch(await context.newPage());

  await chapter('the sign-in link opens the board', async () => {
    await page.goto(signIn);
    await page.getByTestId('board').waitFor();
    await page.locator('[data-connection="live"]').waitFor();
    if (page.url().includes('token')) throw new Error('the token is still in the address');
  });
  const card = page.getByTestId('card:demo/production');
  await chapter('the demo project is on it', () => card.waitFor());

  const message = `Greet reader no. ${Date.now() % 100_000}`;
  await chapter('a commit is pushed', async () => {
    git('clone', '--quiet', '--branch', 'main', repository, clone);
    appendFileSync(join(clone, 'index.html'), `<p>${message}</p>\n`);
    git('-C', clone, 'add', '--all');
    git('-C', clone, 'commit', '--quiet', '--message', message);
    git('-C', clone, 'push', '--quiet', 'origin', 'HEAD:main');
  });
  await chapter('the board shows it by itself', () => page.getByTestId('recent').getByText(message, { exact: true }).waitFor());

  const deployed = await chapter('the deployment goes live while it is watched', async () => {
    await page.getByTestId('recent').getByText(message, { exact: true }).click();
    await page.getByTestId('stages').locator('[data-state="running"], [data-state="succeeded"]').first().waitFor();
    await succeeds(page);
    await page.getByTestId('log').locator('.log-text').first().waitFor();
    return page.url();
  });
  await shoot(page, 'deployment.png');

  await chapter('the card shows the new commit on healthy nodes', async () => {
    await page.goto(url);
    await card.getByText(message, { exact: true }).first().waitFor();
    await card.locator('.pip-up').first().waitFor({ timeout: slow }); // nodes are checked every 15 s
    await shoot(page, 'board.png');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(page, 'dark.png');
    await page.emulateMedia({ colorScheme: 'light' });
  });
  await chapter('the board fits a phone of 360 px', async () => {
    const phone = watch(await context.newPage());
    await phone.setViewportSize({ width: 360, height: 740 });
    await phone.goto(url);
    await phone.getByTestId('card:demo/production').waitFor();
    await shoot(phone, 'phone.png');
    const width = await phone.evaluate(() => document.documentElement.scrollWidth);
    await phone.close();
    if (width > 360) throw new Error(`it is ${width} px wide`);
  });

  await chapter('rollback shows what changes and takes it back', async () => {
    await page.goto(deployed);
    await page.getByTestId('rollback').click();
    await page.getByTestId('plan').waitFor();
    await page.getByTestId('note').fill('It greets the wrong reader');
    await page.getByTestId('confirm-name').fill('production');
    await page.getByTestId('confirm').click();
    await page.waitForURL((address) => address.href !== deployed && address.pathname.includes('dep_'));
    await succeeds(page);
  });
  await chapter('the commit is no longer live, and quarantined', async () => {
    await page.goto(url);
    await card.waitFor();
    await card.getByText('quarantined').waitFor();
    const live = await card.locator('.card-subject').innerText();
    if (live.includes(message)) throw new Error('the card still shows it as running');
  });
  await chapter('the console stayed silent', async () => {
    if (errors.length > 0) throw new Error(errors.join('\n'));
  });
}

mkdirSync(screenshots, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});
try {
  await story(browser);
  console.log('the story is told');
} catch (error) {
  console.error(`failed  ${error.message}`);
  if (errors.length > 0) console.error(`console: ${errors.join('\n')}`);
  for (const page of browser.contexts().flatMap((context) => context.pages())) await page.screenshot({ path: join(screenshots, 'failed.png') }).catch(() => {});
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}
