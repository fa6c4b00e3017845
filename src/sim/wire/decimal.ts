/** Micro-units in one dollar, one share. */
export const MICRO = 1_000_000;

/** As the venue writes numbers in text: `0.5`, never `0.50`. */
export function decimal(micro: number): string {
  return String(micro / MICRO);
}

/** As the venue writes numbers in JSON: a double. */
export function double(micro: number): number {
  return micro / MICRO;
}

/** Unix seconds, which the venue gives for everything that is on chain. */
export function secondsOf(atMs: number): number {
  return Math.floor(atMs / 1_000);
}
