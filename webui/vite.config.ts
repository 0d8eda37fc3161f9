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
  transformIndexHtml: { order: 'post', handler: (html) => html.replace('<script type="module"', `<script type="module" async crossorigin src="./${early}"></script>\n    <script type="module"`) },
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
  plugins: [react(), paintOnce, askEarly],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
    sourcemap: false,
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } } },
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}'] },
});
