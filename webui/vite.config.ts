import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// The small script that asks for the board stands first, so that the answer is there when the page's own script is.
let early = '';
const askEarly: Plugin = {
  name: 'ask-early',
  apply: 'build',
  buildStart() {
    early = this.emitFile({ type: 'chunk', id: 'src/live/early.ts', name: 'early' });
  },
  generateBundle() {
    early = this.getFileName(early);
  },
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) => {
      // Letters that come late are drawn twice.
      const fonts = Object.keys(bundle).filter((name) => /-first-.*\.woff2$/.test(name)).map((name) => `<link rel="preload" as="font" type="font/woff2" crossorigin href="./${name}">\n    `).join('');
      return html.replace('<script type="module"', `${fonts}<script type="module" async crossorigin src="./${early}"></script>\n    <script type="module"`);
    },
  },
};

// The tab's picture with a number: one file each, because the Content-Security-Policy allows no picture made by the page.
const tabPictures: Plugin = {
  name: 'tab-pictures',
  apply: 'build',
  generateBundle() {
    for (const [kind, colour] of [['bad', '#cd2b31'], ['busy', '#4a4ad0']]) {
      for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9, 'many']) {
        const text = number === 'many' ? '9+' : number;
        const source = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="${kind === 'bad' ? 4 : 16}" fill="${colour}"/><text x="16" y="24" font-family="system-ui,sans-serif" font-size="${number === 'many' ? 18 : 23}" font-weight="700" fill="#fff" text-anchor="middle">${text}</text></svg>`;
        this.emitFile({ type: 'asset', fileName: `icons/tab-${kind}-${number}.svg`, source });
      }
    }
  },
};

// The chosen theme is applied by the script: nothing is painted before it, so that the page does not flash.
const paintOnce: Plugin = {
  name: 'paint-once',
  transformIndexHtml: { order: 'post', handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"') },
};

// Relative URLs everywhere, so that the page works below any path prefix; nothing is inlined, because the
// Content-Security-Policy allows scripts, styles and fonts from files of this origin only.
export default defineConfig({
  base: './',
  plugins: [react(), paintOnce, askEarly, tabPictures],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
    sourcemap: false,
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } } },
  test: { environment: 'node', testTimeout: 30_000, include: ['src/**/*.test.{ts,tsx}'] },
});
