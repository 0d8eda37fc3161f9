// Looks at the present page with axe-core: WCAG 2.2 A and AA and its best practices. Throws with findings that say where.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const shown = 5; // places per finding

function readable({ id, impact, help, nodes }) {
  const places = nodes.slice(0, shown).map(({ target, html, any, all, none }) => {
    const why = [...any, ...all, ...none].map(({ message }) => message).join('; ');
    return `    ${target.join(' ')}\n      ${html.slice(0, 160)}\n      ${why}`;
  });
  const more = nodes.length > shown ? [`    and ${nodes.length - shown} more`] : [];
  return [`  ${impact}: ${help} (${id})`, ...places, ...more].join('\n');
}

/**
 * What axe finds on a page of playwright-core. `inside`: a selector, when only a part is meant; `without`: ids of rules
 * that do not apply there, each with its reason beside the call.
 */
export async function findings(page, { inside, without = [] } = {}) {
  // By the debugger, because the page's Content-Security-Policy lets no foreign script in.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(`${source};undefined`);
  // What is on its way in or out is not what people read.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().filter((each) => each.effect?.getTiming().iterations !== Infinity).map((each) => each.finished)));
  const { violations } = await page.evaluate(
    ([place, values, off]) => window.axe.run(place ?? document, { runOnly: { type: 'tag', values }, rules: Object.fromEntries(off.map((id) => [id, { enabled: false }])), resultTypes: ['violations'] }),
    [inside ?? null, tags, without],
  );
  return violations;
}

/** Throws when there is anything to find; `what` names the page in the message. */
export async function accessible(page, what, options) {
  const found = await findings(page, options);
  if (found.length > 0) throw new Error(`${what}: axe finds\n${found.map(readable).join('\n')}`);
}
