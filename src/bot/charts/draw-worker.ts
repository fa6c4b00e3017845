import { parentPort } from 'node:worker_threads';
import type { Chart } from './chart.ts';
import { drawPng } from './draw-png.ts';
import { INTER_FILES, readInter } from './inter.ts';

/** What the thread says: `ready` once, then one answer to each chart. */
export type DrawWord =
  | { readonly kind: 'ready' }
  | { readonly kind: 'drawn'; readonly png: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: string };

const font = { lettering: readInter(), files: Object.values(INTER_FILES) };

parentPort?.on('message', (chart: Chart) => {
  try {
    const png = drawPng(chart, font);
    say({ kind: 'drawn', png }, [png.buffer]);
  } catch (error) {
    say({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
});
say({ kind: 'ready' });

function say(word: DrawWord, moved: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(word, [...moved]);
}
