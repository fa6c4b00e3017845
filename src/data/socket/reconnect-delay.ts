export const RECONNECT_DELAY_MS_BASE = 250;
export const RECONNECT_DELAY_MS_MAX = 30_000;

/**
 * How long to wait after so many failures in a row: half of an exponential ceiling plus a random
 * part of the other half, so that sockets that fell together do not come back together.
 */
export function reconnectDelayMs(failures: number, random: () => number): number {
  const ceilingMs = Math.min(RECONNECT_DELAY_MS_MAX, RECONNECT_DELAY_MS_BASE * 2 ** (failures - 1));
  return ceilingMs / 2 + (random() * ceilingMs) / 2;
}
