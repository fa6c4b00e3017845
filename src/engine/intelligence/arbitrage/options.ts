import { SECOND_MS } from '../../domain/time.ts';
import { dollars, type Money, money, type Ppm, percent, ppm } from '../../domain/values/money.ts';
import type { Hurdles } from './returns.ts';

/** How arbitrage is looked for. */
export interface ArbitrageOptions extends Hurdles {
  /** Least dollars that are certain. */
  readonly profitMin: Money;
  /** How long it must have been there before it is told. */
  readonly persistMs: number;
  /** Age at which a book is not used. */
  readonly ageMsMax: number;
  /** From our decision until the last leg is at its venue. */
  readonly latencyMs: number;
  /** Most dollars of all legs together. */
  readonly sizeMax: Money;
}

/** Used where a caller says nothing else. */
export const DEFAULT_ARBITRAGE_OPTIONS: ArbitrageOptions = {
  edgePpm: percent(3),
  profitMin: dollars(2),
  yearlyPpm: percent(15),
  longFromDays: 14,
  persistMs: 3 * SECOND_MS,
  ageMsMax: 30 * SECOND_MS,
  latencyMs: SECOND_MS,
  sizeMax: dollars(200),
};

/** One that was told is over when it makes less than this part of what it must: books flicker. */
const RELEASE_PART = 2;

/** What one that was told must still make. */
export function released(hurdle: Ppm, profitMin: Money): { hurdle: Ppm; profitMin: Money } {
  return {
    hurdle: ppm(Math.floor(hurdle / RELEASE_PART)),
    profitMin: money(Math.floor(profitMin / RELEASE_PART)),
  };
}
