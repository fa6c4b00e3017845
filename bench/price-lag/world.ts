import type { CryptoRule } from '../../src/engine/domain/crypto-rule.ts';
import type { MarketId, TokenId } from '../../src/engine/domain/ids.ts';
import type { SpotTick } from '../../src/engine/domain/price-lag.ts';
import { percent } from '../../src/engine/domain/values/money.ts';
import type { LagMarket } from '../../src/engine/intelligence/price-lag/lag-watch.ts';
import { random } from '../random.ts';

export const COINS = ['btc', 'eth', 'sol', 'xrp', 'doge'] as const;
export const MARKETS = 500;
export const MESSAGES_A_SECOND = 5_000;
/** Messages of these are prices, the others books. */
const SPOT_SHARE = 0.7;
const START_MS = Date.UTC(2026, 10, 20, 12);
/** Before the measured part: one price a second, so that volatility is known. */
export const WARM_UP_S = 420;
const PRICE = 60_000;
const SECOND_DEVIATION = 0.6e-4;
/** At the middle of the measured part every coin jumps by this share. */
export const JUMP = 0.004;

export interface World {
  readonly markets: readonly LagMarket[];
  /** Those whose quotes do not follow the jump. */
  readonly stuck: ReadonlySet<MarketId>;
  readonly warmUp: readonly Message[];
  readonly measured: readonly Message[];
  readonly jumpAtMs: number;
}

export type Message =
  | { readonly kind: 'spot'; readonly atMs: number; readonly tick: SpotTick }
  | {
      readonly kind: 'book';
      readonly atMs: number;
      readonly market: LagMarket;
      readonly odd: boolean;
    };

/** A seeded world of 100 markets a coin, on one claim each of all kinds. */
export function makeWorld(seed: number, seconds: number): World {
  const next = random(seed);
  const prices = new Map<string, number>(COINS.map((coin) => [coin, PRICE]));
  const startMs = START_MS + WARM_UP_S * 1_000;
  const markets = Array.from({ length: MARKETS }, (_, at) => makeMarket(at, startMs));
  const stuck = new Set(markets.filter((_, at) => at % 50 < 5).map(({ marketId }) => marketId));
  const jumpAtMs = startMs + Math.floor(seconds / 2) * 1_000;
  const jumped = new Set<string>();
  const warmUp: Message[] = [];
  for (let second = 0; second < WARM_UP_S; second += 1) {
    for (const coin of COINS) warmUp.push(spot(coin, START_MS + second * 1_000));
  }
  const measured: Message[] = [];
  const stepMs = 1_000 / MESSAGES_A_SECOND;
  let book = 0;
  for (let at = 0; at < seconds * MESSAGES_A_SECOND; at += 1) {
    const atMs = startMs + Math.floor(at * stepMs);
    if (next() < SPOT_SHARE) {
      measured.push(spot(COINS[Math.floor(next() * COINS.length)]!, atMs));
      continue;
    }
    // Books come in turn, so that each market is heard of at the same rate.
    measured.push({
      kind: 'book',
      atMs,
      market: markets[book % MARKETS]!,
      odd: (book / MARKETS) % 2 >= 1,
    });
    book += 1;
  }
  return { markets, stuck, warmUp, measured, jumpAtMs };

  function spot(coin: string, atMs: number): Message {
    const perTick = atMs < startMs ? 1 : MESSAGES_A_SECOND * (SPOT_SHARE / COINS.length);
    const moved = (next() - 0.5) * Math.sqrt(12) * (SECOND_DEVIATION / Math.sqrt(perTick));
    const jump = atMs >= jumpAtMs && !jumped.has(coin) ? JUMP : 0;
    if (jump > 0) jumped.add(coin);
    const price = prices.get(coin)! * (1 + moved + jump);
    prices.set(coin, price);
    return { kind: 'spot', atMs, tick: { symbol: coin, feed: 'binance', price, venueAtMs: atMs } };
  }
}

function makeMarket(at: number, startMs: number): LagMarket {
  const symbol = COINS[at % COINS.length]!;
  // The first of every fifty are near the price: those are the ones that can be stuck.
  const away = at % 50 < 5 ? 0 : ((at % 50) - 25) / 5_000;
  const marketId = `0x${at.toString(16).padStart(64, '0')}` as MarketId;
  return {
    marketId,
    rule: ruleOf(at, { symbol, strike: PRICE * (1 + away), startMs }),
    yes: `${at}1` as TokenId,
    no: `${at}2` as TokenId,
    fee: { ratePpm: percent(7), exponent: 1 },
  };
}

function ruleOf(
  at: number,
  { symbol, strike, startMs }: { symbol: string; strike: number; startMs: number },
): CryptoRule {
  const closesAtMs = startMs + (10 + (at % 7) * 5) * 60_000;
  const source = { kind: 'binanceCandle', intervalMs: 60_000 } as const;
  const terms = { symbol, source, closesAtMs };
  const inclusive = { floorInclusive: true, capInclusive: false };
  switch (at % 50 < 5 ? 0 : at % 4) {
    case 1:
      return { ...terms, kind: 'range', floor: strike * 0.999, cap: strike * 1.001, ...inclusive };
    case 2:
      return { ...terms, kind: 'upDown', opensAtMs: startMs - 60_000, strike: null, tie: 'up' };
    case 3:
      return {
        ...terms,
        kind: 'oneTouch',
        direction: 'up',
        strike: strike * 1.004,
        opensAtMs: startMs - 60_000,
      };
    default:
      return { ...terms, kind: 'threshold', direction: 'above', strike, inclusive: false };
  }
}
