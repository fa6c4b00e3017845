import type { LeaderTrade } from '../../src/engine/domain/change.ts';
import type { MarketId, TokenId, WalletAddress } from '../../src/engine/domain/ids.ts';
import { type LeaderEvent, leaderEventKey } from '../../src/engine/domain/leader.ts';
import type { Market, Resolution } from '../../src/engine/domain/market.ts';
import { cents, cost, percent, shares } from '../../src/engine/domain/values/money.ts';
import { DEFAULT_RULES } from '../../src/engine/domain/venue-rules/polymarket.ts';
import { random } from '../random.ts';

export const START_MS = Date.UTC(2026, 0, 1);
export const DAY_MS = 86_400_000;
export const DAYS = 200;
/** Opened every day; those of the last days stay open. */
const MARKETS_A_DAY = 100;
const OPEN_DAYS = 10;
const CATEGORIES = ['sports', 'crypto', 'politics', 'culture', 'weather', 'economy'];
const WALLET_CATEGORIES = 3;
const MEDIAN_OPEN = 3;
const SOLD_SHARE = 0.3;

export interface Day {
  readonly startMs: number;
  readonly markets: readonly Market[];
  /** In the order of their times. */
  readonly trades: readonly LeaderTrade[];
  readonly resolutions: readonly { readonly resolution: Resolution; readonly atMs: number }[];
}

/**
 * A population of wallets whose numbers of markets are spread as real ones are: half of them ended
 * the median and fewer, a few ended hundreds; half of them have three and fewer open. One day at a time.
 */
export function* population(of: {
  readonly wallets: number;
  readonly medianEnded: number;
  readonly seed: number;
}): Generator<Day> {
  const { wallets, medianEnded, seed } = of;
  const draw = random(seed);
  const spread = () => Math.exp(0.8 * normal(draw));
  const ended = Array.from({ length: wallets }, () => medianEnded * spread());
  const open = Array.from({ length: wallets }, () => MEDIAN_OPEN * spread());
  const endingDays = DAYS - OPEN_DAYS;
  for (let day = 0; day < DAYS; day += 1) {
    const isOpen = day >= endingDays;
    const markets = Array.from({ length: MARKETS_A_DAY }, (_, at) => marketOf(day, at));
    const trades: LeaderTrade[] = [];
    for (let wallet = 0; wallet < wallets; wallet += 1) {
      const rate = isOpen ? (open[wallet] ?? 0) / OPEN_DAYS : (ended[wallet] ?? 0) / endingDays;
      const count = Math.min(MARKETS_A_DAY, Math.floor(rate + draw()));
      const first = Math.floor(draw() * MARKETS_A_DAY);
      for (let turn = 0; turn < count; turn += 1) {
        const at = (first + WALLET_CATEGORIES * 2 * turn) % MARKETS_A_DAY;
        trades.push(...tradesIn(markets[marketFor(wallet, at)], { wallet, day, draw, isOpen }));
      }
    }
    trades.sort((a, b) => a.event.tradedAtMs - b.event.tradedAtMs);
    const resolutions = isOpen ? [] : markets.map((market, at) => resolutionOf(market, day, at));
    yield { startMs: START_MS + day * DAY_MS, markets, trades, resolutions };
  }
}

export function walletOf(index: number): WalletAddress {
  return `0x${index.toString(16).padStart(40, '0')}` as WalletAddress;
}

/** A wallet keeps to three categories; markets have them in turn. */
function marketFor(wallet: number, at: number): number {
  const category = (wallet + (at % WALLET_CATEGORIES)) % CATEGORIES.length;
  const base = at - (at % CATEGORIES.length) + category;
  return base < MARKETS_A_DAY ? base : category;
}

function marketOf(day: number, at: number): Market {
  const number = day * MARKETS_A_DAY + at + 1;
  const startMs = START_MS + day * DAY_MS;
  return {
    id: `0x${number.toString(16).padStart(64, '0')}` as MarketId,
    venue: 'polymarket',
    version: 'v1',
    question: `Question ${number}`,
    slug: `question-${number}`,
    eventGroupId: String(number),
    categories: [CATEGORIES[at % CATEGORIES.length] ?? 'sports'],
    outcomes: ['1', '2'].map((side) => ({
      tokenId: `${side}${String(number).padStart(76, '7')}` as TokenId,
      label: side,
    })),
    negRisk: false,
    rules: { ...DEFAULT_RULES, fee: { ratePpm: percent(4), exponent: 1 } },
    startsAtMs: null,
    closesAtMs: startMs + DAY_MS - 2 * 3_600_000,
    shortCrypto: false,
    acceptingOrders: true,
    status: 'open',
    ...{ volume24h: null, dayMove: null, weekMove: null, terms: null },
  };
}

interface Trader {
  readonly wallet: number;
  readonly day: number;
  readonly draw: () => number;
  readonly isOpen: boolean;
}

function tradesIn(market: Market | undefined, { wallet, day, draw, isOpen }: Trader) {
  const token = market?.outcomes[draw() < 0.6 ? 0 : 1]?.tokenId;
  if (market === undefined || token === undefined) return [];
  const price = 5 + Math.floor(draw() * 90);
  const count = 1 + Math.floor(draw() * 500);
  const boughtAtMs = START_MS + day * DAY_MS + Math.floor(draw() * 20 * 3600) * 1000;
  const base = { market, token, wallet, count };
  const buy = tradeOf({ ...base, kind: 'buy', price, atMs: boughtAtMs });
  if (isOpen || draw() >= SOLD_SHARE) return [buy];
  const later = Math.min(95, Math.max(5, price + Math.floor(draw() * 21) - 10));
  const atMs = boughtAtMs + 1000 * (60 + Math.floor(draw() * 3 * 3600));
  return [buy, tradeOf({ ...base, kind: 'sell', price: later, atMs })];
}

function tradeOf(one: {
  readonly market: Market;
  readonly token: TokenId;
  readonly wallet: number;
  readonly count: number;
  readonly kind: 'buy' | 'sell';
  readonly price: number;
  readonly atMs: number;
}): LeaderTrade {
  const event: LeaderEvent = {
    wallet: walletOf(one.wallet),
    kind: one.kind,
    marketId: one.market.id,
    tokenId: one.token,
    quantity: shares(one.count),
    price: cents(one.price),
    notional: cost(cents(one.price), shares(one.count), 'floor'),
    transaction: `0x${(one.atMs + one.wallet).toString(16).padStart(64, 'a')}`,
    tradedAtMs: one.atMs,
    feed: 'rtds.trades',
    occurrence: null,
    title: '',
    slug: '',
    eventSlug: '',
  };
  return { key: leaderEventKey(event), ordinal: 0, event, receivedAtMs: one.atMs };
}

function resolutionOf(market: Market, day: number, at: number) {
  const won = (day * 7 + at * 13) % 5 < 3 ? 0 : 1;
  const payouts = market.outcomes.map(({ tokenId }, side) => ({
    tokenId,
    payout: cents(side === won ? 100 : 0),
  }));
  const atMs = START_MS + (day + 1) * DAY_MS - 1000 * (1 + at);
  return { resolution: { marketId: market.id, payouts }, atMs };
}

function normal(draw: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}
