import type { TradedMarket } from './traded-market.ts';
import { type ArbitrageWatch, type Bundle, bundlesOfTwo } from './watch.ts';

/** Most bars of one event: their pairs grow with the square. */
export const LADDER_RUNGS_MAX = 60;

/** One bar of a value. */
export interface LadderRung {
  readonly market: TradedMarket;
  /** In micro-units, or whatever the bars of the event share. */
  readonly threshold: number;
  /** `terminal` looks once at the end, `touch` at the whole time until then. */
  readonly kind: 'terminal' | 'touch';
  /** Whether a value on the bar itself counts. */
  readonly isInclusive: boolean;
}

/** Bars of one value, read from one source until one moment. */
export interface Ladder {
  readonly id: string;
  readonly family: string | null;
  readonly direction: 'above' | 'below';
  readonly rungs: readonly LadderRung[];
  /** Whether the rules of all of them were read, so that a violation may be called arbitrage. */
  readonly areTextsRead: boolean;
}

/** Ways in which two markets can end when the first implies the second. */
const IMPLIED = [
  [true, true],
  [false, true],
  [false, false],
] as const;

/**
 * Bars of one event under watch: a higher one implies a lower one, and the end implies the touch.
 * `null` when none of them implies another. Never automatic.
 */
export function ladderWatch(ladder: Ladder): ArbitrageWatch | null {
  const { rungs } = ladder;
  const isDistinct = new Set(rungs.map(({ market }) => market.marketId)).size === rungs.length;
  if (rungs.length > LADDER_RUNGS_MAX || !isDistinct) return null;
  const bundles = rungs.flatMap((narrow, from) =>
    rungs.flatMap((wide, to) =>
      from !== to && implies(ladder.direction, narrow, wide) ? bundlesAt(from, to) : [],
    ),
  );
  if (bundles.length === 0) return null;
  const { areTextsRead } = ladder;
  return {
    ...{ id: `ladder:${ladder.id}`, structure: 'implied', pair: null, family: ladder.family },
    ...{ basis: [], isVerified: areTextsRead, isArbitrage: areTextsRead, isAutomatic: false },
    ...{ likeness: null, markets: rungs.map(({ market }) => market), bundles },
  };
}

/** Whether the first cannot pay unless the second does. */
function implies(direction: Ladder['direction'], narrow: LadderRung, wide: LadderRung): boolean {
  // A touch says nothing of the end.
  if (narrow.kind === 'touch' && wide.kind === 'terminal') return false;
  const ahead = narrow.threshold - wide.threshold;
  if (ahead !== 0) return direction === 'above' ? ahead > 0 : ahead < 0;
  if (narrow.isInclusive && !wide.isInclusive) return false;
  return narrow.kind !== wide.kind || narrow.isInclusive !== wide.isInclusive;
}

function bundlesAt(from: number, to: number): readonly Bundle[] {
  return bundlesOfTwo(IMPLIED).map(({ legs, payout }) => ({
    legs: legs.map(({ market, side }) => ({ market: market === 0 ? from : to, side })),
    payout,
  }));
}
