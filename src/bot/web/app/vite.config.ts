/**
 * How the pages are built: `vite build --config src/bot/web/app/vite.config.ts`, into `dist/web`.
 * No script or style stands in the page itself, and no font becomes a `data:` address, so that the
 * strictest content policy holds.
 */
// biome-ignore lint/style/noDefaultExport: Vite reads its settings from the default export
export default {
  root: import.meta.dirname,
  base: '/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
};
