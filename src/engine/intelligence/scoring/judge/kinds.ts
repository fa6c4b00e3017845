import { DAY_MS } from '../../../domain/time.ts';
import { POLYMARKET_CONTRACTS } from '../../../domain/venue-rules/polymarket-contracts.ts';
import { PROVEN_MARKETS_MIN, type WalletKind } from '../../../domain/wallet-score.ts';
import type { WalletRecord } from '../record.ts';
import {
  asCents,
  asCount,
  asDollars,
  asGain,
  asPercent,
  asTenths,
  counted,
  partOf,
} from './kind-words.ts';
import { meanOf } from './weighed.ts';

/** Habits show sooner than skill: from so many ended markets on they tell a maker. */
export const HABIT_MARKETS_MIN = 5;
/** Both sides, or complete sets, in at least this share. */
export const BOTH_SIDES_MIN = 0.5;
/** Trades a day of a maker; with fewer it hedges. */
export const MAKER_TRADES_MIN = 40;
export const DORMANT_AFTER_MS = 30 * DAY_MS;
/** Of somebody who knows: a few markets, most of them late, cheap and right, and with much money. */
export const INSIDER_MARKETS_MIN = 3;
export const INSIDER_MARKETS_MAX = 30;
export const INSIDER_RIGHT_MIN = 0.5;
export const INSIDER_ENTRY_DOLLARS_MIN = 1_000;
/** One in a hundred does as well by chance. */
export const INSIDER_LUCK_MIN = 2.326;
/** Left before the end, and within ten minutes, in at least this share. */
export const SCALPER_SHARE_MIN = 0.5;
/** One in ten does as well by chance: below it, a profit may be luck. */
export const LUCK_MAX = 1.282;
/** Markets below which such a profit is called luck, and the share of one market above which it is. */
export const LUCKY_MARKETS_MAX = 50;
export const LUCKY_BEST_SHARE_MIN = 0.5;

export interface KindVerdict {
  readonly kind: WalletKind;
  /** Why, with the numbers, for people. */
  readonly note: string;
}

interface KindRule {
  readonly kind: WalletKind;
  readonly holds: (record: WalletRecord) => boolean;
  readonly note: (record: WalletRecord) => string;
}

/**
 * The first rule that holds names the kind. What a wallet does comes before how well it does: a
 * maker with a perfect win rate is a maker, also when it rests for a month.
 */
export const KIND_RULES: readonly KindRule[] = [
  {
    kind: 'exchange',
    holds: ({ wallet }) => VENUE_CONTRACTS.has(wallet),
    note: () => "one of the venue's own contracts",
  },
  {
    kind: 'maker',
    holds: (record) =>
      tradesBothSides(record) && record.habits.tradesPerActiveDay >= MAKER_TRADES_MIN,
    note: (record) =>
      `${bothSides(record)}, ${asCount(record.habits.tradesPerActiveDay)} trades a day`,
  },
  { kind: 'hedger', holds: tradesBothSides, note: hedgerNote },
  {
    kind: 'dormant',
    holds: (record) => idleMs(record) >= DORMANT_AFTER_MS,
    note: (record) => `no trade in ${Math.floor(idleMs(record) / DAY_MS)} days`,
  },
  { kind: 'insider', holds: seemsToKnow, note: insiderNote },
  {
    kind: 'unproven',
    holds: (record) => endedOf(record) < PROVEN_MARKETS_MIN,
    note: (record) =>
      `${counted(endedOf(record), 'market')} ended, it takes ${PROVEN_MARKETS_MIN} to tell`,
  },
  {
    kind: 'scalper',
    holds: ({ habits }) => habits.soldOut >= SCALPER_SHARE_MIN && habits.quick >= SCALPER_SHARE_MIN,
    note: (record) =>
      `sold out of ${partOf(record.habits.soldOut, endedOf(record))} markets, held ${asCount(record.habits.quick * endedOf(record))} for under ten minutes`,
  },
  { kind: 'lucky', holds: mayBeLuck, note: luckyNote },
  { kind: 'directional', holds: () => true, note: sidesWon },
];

/** What a wallet's trading looks like, and why. */
export function kindOf(record: WalletRecord): KindVerdict {
  for (const { kind, holds, note } of KIND_RULES) {
    if (holds(record)) return { kind, note: note(record) };
  }
  return { kind: 'directional', note: sidesWon(record) };
}

/**
 * By how many standard deviations the sides it bought won more often than their prices said; 0
 * without any that is resolved.
 */
export function luckOf({ luck }: WalletRecord): number {
  return luck.variance > 0 ? (luck.wins - luck.expectedWins) / Math.sqrt(luck.variance) : 0;
}

/** Its best market's share of all profits; `null` without profits. */
export function bestMarketShare(record: WalletRecord): number | null {
  const { bestMarketProfit, grossProfit } = record;
  return grossProfit > 0 ? Math.min(1, Math.max(0, bestMarketProfit / grossProfit)) : null;
}

const VENUE_CONTRACTS: ReadonlySet<string> = new Set(
  Object.values(POLYMARKET_CONTRACTS).map((address) => address.toLowerCase()),
);

function endedOf({ wins }: WalletRecord): number {
  return wins.count;
}

function idleMs({ atMs, lastTradeAtMs }: WalletRecord): number {
  return atMs - lastTradeAtMs;
}

function tradesBothSides({ wins, habits }: WalletRecord): boolean {
  return (
    wins.count >= HABIT_MARKETS_MIN && Math.max(habits.bothSides, habits.inSets) >= BOTH_SIDES_MIN
  );
}

function bothSides(record: WalletRecord): string {
  const { bothSides: share, inSets } = record.habits;
  return share >= BOTH_SIDES_MIN
    ? `bought both sides in ${partOf(share, endedOf(record))} markets`
    : `${asPercent(inSets)} of its dollars bought both sides at once`;
}

/** Complete sets pay a dollar whatever happens: bought for less they are arbitrage. */
function hedgerNote(record: WalletRecord): string {
  const mean = meanOf(record.returns) ?? 0;
  const isArbitrage = record.habits.inSets >= BOTH_SIDES_MIN && mean > 0;
  return isArbitrage
    ? `${bothSides(record)}, for less than they pay: ${asGain(mean)} a market`
    : bothSides(record);
}

function seemsToKnow(record: WalletRecord): boolean {
  const ended = endedOf(record);
  return (
    ended >= INSIDER_MARKETS_MIN &&
    ended <= INSIDER_MARKETS_MAX &&
    record.habits.lateAndRight >= INSIDER_RIGHT_MIN &&
    entryDollars(record) >= INSIDER_ENTRY_DOLLARS_MIN &&
    luckOf(record) >= INSIDER_LUCK_MIN
  );
}

/** Dollars of a typical entry. */
function entryDollars({ sizes }: WalletRecord): number {
  return sizes.count > 0 ? Math.exp(sizes.meanLog) : 0;
}

function insiderNote(record: WalletRecord): string {
  const late = partOf(record.habits.lateAndRight, endedOf(record));
  const price = asCents(record.luck.expectedWins / record.luck.markets);
  return `right within an hour of the end in ${late} markets, at ${price} and ${asDollars(entryDollars(record))} a time`;
}

/** Who leaves before the end does not live on how markets end. */
function mayBeLuck(record: WalletRecord): boolean {
  const isOnOneMarket = (bestMarketShare(record) ?? 0) > LUCKY_BEST_SHARE_MIN;
  return (
    record.profit > 0 &&
    record.habits.soldOut < SCALPER_SHARE_MIN &&
    luckOf(record) < LUCK_MAX &&
    (endedOf(record) < LUCKY_MARKETS_MAX || isOnOneMarket)
  );
}

function luckyNote(record: WalletRecord): string {
  const share = bestMarketShare(record) ?? 0;
  const best =
    share > LUCKY_BEST_SHARE_MIN ? `; ${asPercent(share)} of its gains from one market` : '';
  return `${sidesWon(record)}${best}`;
}

function sidesWon(record: WalletRecord): string {
  const { markets, wins, expectedWins } = record.luck;
  if (markets === 0) return `left all of ${counted(endedOf(record), 'market')} before the end`;
  return `its side won ${asTenths(wins)} of ${counted(markets, 'market')}, prices said ${asTenths(expectedWins)}`;
}
