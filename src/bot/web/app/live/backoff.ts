/** First wait before connecting again, ms; doubled each time. */
const FIRST_MS = 500;
const LONGEST_MS = 20_000;
/** Up to this share is taken off by chance, so that many pages do not come back at once. */
const SPREAD = 0.4;

/** How long to wait before try `failures` (1 is the first); `chance` is 0 to 1. */
export function waitMs(failures: number, chance: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (1 - SPREAD * chance));
}
