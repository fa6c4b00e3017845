import type { MarketId, TokenId } from '../../src/engine/domain/ids.ts';
import type { MarketPair } from '../../src/engine/domain/market-pair.ts';
import { HOUR_MS } from '../../src/engine/domain/time.ts';
import { MICRO } from '../../src/engine/domain/values/micro.ts';
import {
  cents,
  dollars,
  type Price,
  percent,
  price,
  quantity,
  shares,
} from '../../src/engine/domain/values/money.ts';
import { KALSHI_DEFAULT_FEE } from '../../src/engine/domain/venue-rules/kalshi.ts';
import type { ArbitrageBook } from '../../src/engine/intelligence/arbitrage/ask-book.ts';
import type { TradedMarket } from '../../src/engine/intelligence/arbitrage/traded-market.ts';
import { type ArbitrageWatch, pairWatch } from '../../src/engine/intelligence/arbitrage/watch.ts';
import { random } from '../random.ts';

export const PAIRS = 1_000;
export const MESSAGES_A_SECOND = 5_000;
const START_MS = Date.UTC(2026, 10, 20, 12);
const LEVELS = 10;
/** One venue lags this far behind the other while an opportunity is planted. */
const PLANTED_GAP = cents(9);
/** Between the two sides of an honest book. */
const SPREAD = cents(1);

export interface Message {
  readonly market: TradedMarket;
  readonly book: ArbitrageBook;
  readonly atMs: number;
}

export interface World {
  readonly watches: readonly ArbitrageWatch[];
  readonly messages: readonly Message[];
  /** Pairs with one opportunity from {@link opensAtMs} on, by the name of their watch. */
  readonly planted: ReadonlySet<string>;
  /** Planted ones that are over before they have persisted, and must never be told. */
  readonly brief: ReadonlySet<string>;
  readonly opensAtMs: number;
  readonly closesAtMs: number;
  readonly endsAtMs: number;
}

/** A seeded world of pairs whose books come in turn, moving by a tick around one price a pair. */
export function makeWorld(seed: number, seconds: number, count: number = PAIRS): World {
  const next = random(seed);
  const pairs = Array.from({ length: count }, (_, at) => makePair(at));
  const watches = pairs.flatMap(({ watch }) => (watch === null ? [] : [watch]));
  const middles = pairs.map(() => cents(25 + Math.floor(next() * 50)));
  const opensAtMs = START_MS + Math.floor(seconds / 4) * 1_000;
  const closesAtMs = START_MS + Math.floor((seconds * 3) / 4) * 1_000;
  const planted = new Set(watches.filter((_, at) => at % 25 === 3).map(({ id }) => id));
  const brief = new Set(watches.filter((_, at) => at % 25 === 9).map(({ id }) => id));
  const messages: Message[] = [];
  for (let at = 0; at < seconds * MESSAGES_A_SECOND; at += 1) {
    const atMs = START_MS + Math.floor((at * 1_000) / MESSAGES_A_SECOND);
    const index = Math.floor(at / 2) % count;
    const { polymarket, kalshi, watch } = pairs[index]!;
    const isKalshi = at % 2 === 1;
    const id = watch?.id ?? '';
    const isOpen =
      (planted.has(id) && atMs >= opensAtMs && atMs < closesAtMs) ||
      (brief.has(id) && atMs >= opensAtMs && atMs < opensAtMs + 2_000);
    const lag = isKalshi && isOpen ? PLANTED_GAP : 0;
    const middle = middles[index]! + lag + (next() < 0.5 ? 0 : cents(1));
    const market = isKalshi ? kalshi : polymarket;
    messages.push({ market, book: bookAround(market, middle, { atMs, next }), atMs });
  }
  const endsAtMs = START_MS + seconds * 1_000;
  return { watches, messages, planted, brief, opensAtMs, closesAtMs, endsAtMs };
}

function bookAround(
  market: TradedMarket,
  middle: number,
  { atMs, next }: { readonly atMs: number; readonly next: () => number },
): ArbitrageBook {
  const side = (best: number) =>
    Array.from({ length: LEVELS }, (_, step) => ({
      price: price(Math.min(MICRO - 10_000, best + step * cents(1))),
      quantity: quantity(shares(200) + Math.floor(next() * 100) * MICRO),
    }));
  return {
    asks: [
      { tokenId: market.yes, levels: side(middle + SPREAD) },
      { tokenId: market.no, levels: side(MICRO - middle) },
    ],
    receivedAtMs: atMs,
    trusted: true,
  };
}

function makePair(at: number): {
  readonly polymarket: TradedMarket;
  readonly kalshi: TradedMarket;
  readonly watch: ArbitrageWatch | null;
} {
  const paysAtMs = START_MS + (1 + (at % 200)) * HOUR_MS;
  const shape = {
    lot: shares(0.01),
    grid: [{ start: 0 as Price, end: MICRO as Price, step: cents(1) }],
    ...{ closesAtMs: null, paysAtMs },
  };
  const polymarket: TradedMarket = {
    ...shape,
    ...{ marketId: `0x${at}` as MarketId, venue: 'polymarket', takerDelayMs: 250 },
    ...{ yes: `${at}1` as TokenId, no: `${at}2` as TokenId },
    ...{ charge: { ratePpm: percent(4), exponent: 1 } },
    ...{ minQuantity: shares(5), minMarketableBuy: dollars(1) },
  };
  const kalshi: TradedMarket = {
    ...shape,
    ...{ marketId: `K-${at}` as MarketId, venue: 'kalshi', takerDelayMs: 0 },
    ...{ yes: `K-${at}:yes` as TokenId, no: `K-${at}:no` as TokenId },
    charge: { venue: 'kalshi', fee: KALSHI_DEFAULT_FEE, waivedUntilMs: null },
    ...{ minQuantity: shares(0.01), minMarketableBuy: dollars(0) },
  };
  const pair: MarketPair = {
    ...{ relation: 'identity', state: 'verified', basis: [], reasons: [], family: 'bench' },
    ...{ textsRead: true, number: at + 1, polymarketId: polymarket.marketId },
    ...{ kalshiId: kalshi.marketId, polymarketTextHash: 'a', kalshiTextHash: 'b' },
    ...{ word: null, demoted: null, settled: null, foundAtMs: START_MS },
  };
  return { polymarket, kalshi, watch: pairWatch(pair, { polymarket, kalshi }) };
}
