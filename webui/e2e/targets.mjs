// Whether what is pressed is large enough to be hit: WCAG 2.2, 2.5.8, without its exception for what has room around it.
const least = 24; // px

/** Throws with every link, button and field of the page that is lower or narrower, except links within a sentence and the
 *  points of a chart, which lead where the rows of the table below it lead. */
export async function pressable(page, what) {
  const small = await page.evaluate((limit) => {
    const inSentence = (element) => {
      if (getComputedStyle(element).display !== 'inline') return false;
      const words = [...element.parentNode.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join('');
      return /\p{L}{2}/u.test(words);
    };
    // What is pressed: a box with its label, a link with the row that it is stretched over.
    const pressed = (element) => {
      if (element.matches('input[type="checkbox"], input[type="radio"]')) return element.closest('label') ?? element;
      const after = getComputedStyle(element, '::after');
      if (after.content === 'none' || after.position !== 'absolute' || after.inset !== '0px') return element;
      let around = element;
      while (around.parentElement && getComputedStyle(around).position === 'static') around = around.parentElement;
      return around;
    };
    return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [role="button"], [role="tab"]')].flatMap((element) => {
      const { width, height } = pressed(element).getBoundingClientRect();
      if (width <= 1 || height <= 1 || !element.checkVisibility({ visibilityProperty: true }) || inSentence(element) || element.closest('.chart')) return []; // the first two: not there for who looks
      return Math.min(width, height) >= limit - 0.01 ? [] : [`${Math.round(width * 10) / 10} × ${Math.round(height * 10) / 10}: ${element.outerHTML.slice(0, 160)}`];
    });
  }, least);
  if (small.length > 0) throw new Error(`${what}: too small to be hit\n  ${small.join('\n  ')}`);
}
