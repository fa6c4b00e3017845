import { SeededSpotPath, type SpotPath } from './spot-path.ts';

/** Where on a seed's path its world begins: away from the usual prices that every path begins at. */
const BEGINS_AT_MS = Date.UTC(2026, 3, 9, 12, 20);

/**
 * What coins cost in a world, by its own time from 0 (below it: before the world). The same seed has
 * the same prices, whenever the world is started and however fast it runs.
 */
export function worldSpot(seed: string): SpotPath {
  const path = new SeededSpotPath(`world ${seed}`);
  return { priceAt: (symbol, worldMs) => path.priceAt(symbol, BEGINS_AT_MS + worldMs) };
}

/** A world's prices by wall time, for venues that live in it. */
export function wallSpot(
  spot: SpotPath,
  /** Which moment of the world it is at a wall time. */
  time: { scheduleMs(wallMs: number): number },
): SpotPath {
  return { priceAt: (symbol, wallMs) => spot.priceAt(symbol, time.scheduleMs(wallMs)) };
}
