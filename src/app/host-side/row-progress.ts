import type { Output } from '../command.ts';

const CLEAR_LINE = '\r\u001b[K';
/** Between two lines shown. */
const SHOWN_EVERY_MS = 200;

/** How far long work is, on a terminal alone. */
export function rowProgress(stderr: Output): {
  readonly progress: (rows: number, of: number) => void;
  /** Takes the line away; more calls do nothing. */
  clear(): void;
} {
  let shownAtMs: number | null = null;
  return {
    progress(rows, of) {
      const nowMs = performance.now();
      if (stderr.isTTY !== true) return;
      if (shownAtMs !== null && nowMs - shownAtMs < SHOWN_EVERY_MS) return;
      shownAtMs = nowMs;
      stderr.write(`${CLEAR_LINE}${rows} of ${of} rows`);
    },
    clear() {
      if (shownAtMs === null) return;
      shownAtMs = null;
      stderr.write(CLEAR_LINE);
    },
  };
}
