// What every story in the browser stands on: the server's address, one signed-in browser, a clone of the demo, chapters.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

export const quick = 15_000; // ms for what the page does by itself
export const slow = 90_000; // ms for a whole deployment
export const ends = ['succeeded', 'failed', 'rolled_back', 'cancelled', 'superseded', 'expired', 'needs_attention'];

function need(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

/** Runs one chapter; a failure says which one it was. */
export async function chapter(title, tell) {
  const start = performance.now();
  try {
    const value = await tell();
    console.log(`ok    ${title} (${Math.round(performance.now() - start)} ms)`);
    return value;
  } catch (error) {
    throw new Error(`${title}: ${error.message}`, { cause: error });
  }
}

export const must = (holds, what) => {
  if (!holds) throw new Error(what);
};

/** Looks until there is something, and returns it; `what` may be found out at the end.
 *  (What Playwright waits for by a function in the page is code made of text there, which its policy forbids.) */
export async function until(look, what, limit = quick) {
  const end = Date.now() + limit;
  for (;;) {
    const found = await look();
    if (found) return found;
    must(Date.now() < end, `waited ${limit / 1000} s for ${typeof what === 'string' ? what : what()}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Asks whoever started this for something that a page cannot do, as "stop" of the server, and waits until it is done. */
function asker() {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  return async (what) => {
    console.log(`ASK ${what}`);
    const { value, done } = await lines.next();
    if (done || value !== `DONE ${what}`) throw new Error(`asked for "${what}", was told "${value}"`);
  };
}

export async function openStage() {
  const url = need('EEVEON_URL');
  const repository = need('EEVEON_DEMO_REPOSITORY');
  const screenshots = need('EEVEON_SCREENSHOTS');
  const work = mkdtempSync(join(tmpdir(), 'eeveon-story-'));
  const clone = join(work, 'demo');
  mkdirSync(screenshots, { recursive: true });

  const git = (...words) => {
    const who = ['-c', 'user.name=Story', '-c', 'user.email=story@example.invalid', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...who, ...words], { encoding: 'utf8', timeout: quick, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  };
  git('clone', '--quiet', '--branch', 'main', repository, clone);
  const first = git('-C', clone, 'rev-list', '--max-parents=0', 'HEAD').split('\n')[0];
  const healthy = { healthz: 'ok\n', '.eeveon.yaml': `${git('-C', clone, 'show', `${first}:.eeveon.yaml`)}\n` };

  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
  const errors = [];
  const pages = new Set();
  let signedIn;

  const stage = {
    url, clone, git, ask: asker(), errors,

    /** A new window; what its console complains of counts, except while `quiet(page)` says that it must be so. */
    async window({ width = 1280, height = 860, scheme = 'light', fresh = false, ...more } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: 'reduce', deviceScaleFactor: 2, ...(signedIn && !fresh && { storageState: signedIn }), ...more });
      const page = await context.newPage();
      page.setDefaultTimeout(quick);
      page.on('console', (message) => message.type() === 'error' && !page.mayFail && errors.push(`${page.url()}: ${message.text()}`));
      page.on('pageerror', (error) => errors.push(`${page.url()}: ${error}`));
      page.on('dialog', (dialog) => {
        errors.push(`${page.url()}: a dialog of the browser: ${dialog.message()}`);
        void dialog.dismiss();
      });
      pages.add(page);
      page.on('close', () => pages.delete(page));
      return page;
    },
    async signIn() {
      const page = await stage.window({ fresh: true });
      await page.goto(need('EEVEON_SIGN_IN'));
      await page.getByTestId('board').waitFor();
      must(!page.url().includes('token'), 'the token is still in the address');
      signedIn = await page.context().storageState();
      return page;
    },
    async live(page) {
      await page.locator('[data-connection="live"]').first().waitFor({ state: 'attached' });
    },
    /** Writes files (null removes one) over what is healthy, commits and pushes; returns the commit. */
    push(files, message) {
      git('-C', clone, 'pull', '--quiet', '--rebase', 'origin', 'main');
      for (const [name, text] of Object.entries({ ...healthy, ...files })) {
        const path = join(clone, name);
        if (text === null) rmSync(path, { force: true });
        else {
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, text);
        }
      }
      git('-C', clone, 'add', '--all');
      git('-C', clone, 'commit', '--quiet', '--allow-empty', '--message', message);
      git('-C', clone, 'push', '--quiet', 'origin', 'HEAD:main');
      return git('-C', clone, 'rev-parse', 'HEAD');
    },
    /** Follows the API until the newest deployment of a commit has one of these states; returns it. */
    async deployment(page, commit, states = ends) {
      let row;
      const look = async () => {
        const answer = await page.request.get(new URL('api/v1/deployments?limit=50', `${url}/`).href);
        row = (await answer.json()).deployments.find((each) => each.commit === commit);
        return row && states.includes(row.status) ? row : null;
      };
      return until(look, () => `the deployment of ${commit.slice(0, 8)} to be ${states.join(' or ')}; it is ${row?.status ?? 'not there'}`, slow);
    },
    /** Waits until the open deployment page shows one of these states. */
    async shows(page, ...states) {
      const status = page.getByTestId('status').locator(ends.concat(states).map((each) => `[data-status="${each}"]`).join(', '));
      await status.first().waitFor({ timeout: slow });
      const shown = await status.first().getAttribute('data-status');
      if (states.includes(shown)) return;
      const reason = page.getByTestId('reason');
      throw new Error(`the deployment is ${shown}: ${(await reason.count()) > 0 ? await reason.innerText() : 'without a reason'}`);
    },
    async shoot(page, name) {
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
    },
    async close(failed) {
      if (failed) for (const page of pages) await page.screenshot({ path: join(screenshots, 'failed.png') }).catch(() => {});
      await browser.close();
      rmSync(work, { recursive: true, force: true });
    },
  };
  return stage;
}
