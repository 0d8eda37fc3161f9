// Stories in a real browser against a real server. `node e2e/run.mjs [STORY…]`, without names all of them in order.
// EEVEON_URL, EEVEON_SIGN_IN (a fresh link), EEVEON_DEMO_REPOSITORY (bare), EEVEON_SCREENSHOTS (folder, made when missing);
// CHROMIUM (default /usr/bin/chromium). "ASK WHAT" on the output wants something done that a page cannot do, as the server
// stopped ("stop") or started ("start"), and "DONE WHAT" on the input when that has happened.
import { openStage } from './stage.mjs';

/** Each leaves the demo healthy behind it. */
const stories = ['deploy', 'failure', 'cancel', 'hostile', 'log_search', 'records', 'past', 'keyboard', 'polling', 'outage', 'behind_a_prefix', 'looks'];
/** Those that are told by name only. */
const others = ['pictures'];

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !stories.includes(name) && !others.includes(name));
if (unknown) {
  console.error(`there is no story ${unknown}; there are ${[...stories, ...others].join(', ')}`);
  process.exit(2);
}

const stage = await openStage();
let failed = false;
try {
  const page = await stage.signIn();
  await stage.live(page);
  await page.context().close();
  for (const name of asked.length > 0 ? asked : stories) {
    const { default: tell } = await import(`./stories/${name}.mjs`);
    console.log(`--    ${name}`);
    await tell(stage);
    if (stage.errors.length > 0) throw new Error(`the console was not silent:\n${stage.errors.join('\n')}`);
  }
  console.log('the stories are told');
} catch (error) {
  failed = true;
  console.error(`failed  ${error.message}`);
  if (stage.errors.length > 0) console.error(`console: ${stage.errors.join('\n')}`);
} finally {
  await stage.close(failed);
}
process.exit(failed ? 1 : 0);
