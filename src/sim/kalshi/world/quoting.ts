import { MICRO } from '../../../engine/domain/values/micro.ts';
import type { Chance } from '../../chance.ts';
import { CENTI } from '../fixed-point.ts';
import { snapDown, tickAt } from '../price-grid.ts';
import type { BookView, KalshiBook, Level, Side } from './book.ts';

/** Levels that the makers show on a side. */
const LEVELS = 5;
const LEVEL_GAP_TICKS_MAX = 2;
/** Half of what lies between the best prices, in micro-dollars: least and most. */
const HALF_SPREAD = [4_000, 14_000] as const;
/** Share of the levels whose size changes at a requote that leaves them where they are. */
const RESIZE_PROBABILITY = 0.15;
const SIZE_CONTRACTS = [3, 400] as const;
const WHOLE_PROBABILITY = 0.6;

/**
 * What makers who believe in `fair` bid for both sides. Levels that stay keep their size mostly, so
 * that a small move makes a few deltas. Near 0 and 1 a side may have no bids at all.
 */
export function quotesAround(
  fair: number,
  from: { readonly chance: Chance; readonly structure: string; readonly book: KalshiBook },
): BookView {
  const { chance, structure, book } = from;
  const half = chance.whole(...HALF_SPREAD);
  const ladder = (side: Side, top: number): readonly Level[] => {
    const levels: Level[] = [];
    let price = snapDown(structure, top);
    for (let at = 0; at < LEVELS && price > 0; at += 1) {
      levels.push({ price, size: sizeOf(chance, book.sizeAt(side, price)) });
      const gap = tickAt(structure, price - 1) * chance.whole(1, LEVEL_GAP_TICKS_MAX);
      price = snapDown(structure, price - gap);
    }
    return levels.reverse();
  };
  const middle = fair * MICRO;
  return { yes: ladder('yes', middle - half), no: ladder('no', MICRO - middle - half) };
}

function sizeOf(chance: Chance, there: number): number {
  if (there > 0 && !chance.happens(RESIZE_PROBABILITY)) return there;
  const contracts = chance.whole(...SIZE_CONTRACTS);
  return contracts * CENTI + (chance.happens(WHOLE_PROBABILITY) ? 0 : chance.whole(1, CENTI - 1));
}
