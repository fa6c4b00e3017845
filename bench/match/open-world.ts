import {
  MarketMatcher,
  type MatchedPair,
} from '../../src/engine/intelligence/matching/market-matcher.ts';
import { type Pool, pairKey } from './pools.ts';
import { labelOf } from './proven.ts';

/** What all markets against all gave. */
export interface OpenWorld {
  readonly verified: readonly MatchedPair[];
  /** Verified, and their label is known and the same. */
  readonly known: number;
  /** Verified against their label, which is a wrong direction: gold has no pairs that differ. */
  readonly turned: readonly MatchedPair[];
  /** Verified and not in gold. */
  readonly others: readonly MatchedPair[];
  /** Pairs of gold that are verified or quarantined. */
  readonly goldFound: number;
}

export function openWorld(pool: Pool): OpenWorld {
  const matcher = new MarketMatcher();
  for (const text of pool.kalshi) matcher.keep(text);
  const pairs = pool.polymarket.flatMap((text) => matcher.add(text));
  const verified = pairs.filter(({ verdict }) => verdict.state === 'verified');
  const labelled = (pair: MatchedPair): string | undefined =>
    pool.gold.get(pairKey(pair.polymarketId, pair.kalshiId));
  const found = pairs.filter((pair) => labelled(pair) !== undefined);
  return {
    verified,
    known: verified.filter((pair) => labelled(pair) === labelOf(pair.verdict)).length,
    turned: verified.filter((pair) => ![undefined, labelOf(pair.verdict)].includes(labelled(pair))),
    others: verified.filter((pair) => labelled(pair) === undefined),
    goldFound: found.filter(({ verdict }) => verdict.state !== 'rejected').length,
  };
}

/** One verified pair as a person reads it. */
export function pairLine(pool: Pool, { polymarketId, kalshiId, verdict }: MatchedPair): string {
  const polymarket = pool.polymarket.find(({ id }) => id === polymarketId);
  const kalshi = pool.kalshi.find(({ id }) => id === kalshiId);
  const day = (atMs: number | null | undefined): string =>
    atMs == null ? '' : ` (${new Date(atMs).toISOString().slice(0, 16)})`;
  return [
    `${verdict.relation} ${verdict.family}`,
    `${polymarket?.title}${day(polymarket?.closesAtMs)}`,
    `${kalshiId} ${kalshi?.title} [${kalshi?.subTitle ?? ''}]${day(kalshi?.closesAtMs)}`,
  ].join(' | ');
}
