import type { CryptoRule } from '../../src/engine/domain/crypto-rule.ts';
import type { SpotTick } from '../../src/engine/domain/price-lag.ts';
import { fairChance } from '../../src/engine/intelligence/price-lag/fair.ts';
import { SymbolSpot } from '../../src/engine/intelligence/price-lag/symbol-spot.ts';
import { NORMAL_TAILS } from '../../src/engine/intelligence/price-lag/tails.ts';
import { WindowState } from '../../src/engine/intelligence/price-lag/window-state.ts';
import type { KalshiTrade, Received, Resolved } from './recordings.ts';
import { tickOf } from './recordings.ts';

/** Seconds before the end at which chances are taken. */
export const HORIZONS_S = [300, 120, 60, 30] as const;

/** One chance that somebody gave, and what came of it. */
export interface Sample {
  /** What shares its luck: the window it belongs to. */
  readonly window: string;
  readonly horizonS: number;
  readonly chance: number;
  readonly happened: boolean;
}

export interface Samples {
  readonly fair: readonly Sample[];
  /** The same formulas with normal tails, as the textbook has them. */
  readonly textbook: readonly Sample[];
  readonly market: readonly Sample[];
  /** Looks at which there was no fair value, by reason. */
  readonly missing: ReadonlyMap<string, number>;
}

/** A window to be looked at, with its price to beat where the recording lacks the start. */
interface Looked extends Resolved {
  readonly strike: number | null;
}

/** How late a price may be to stand for one of the moment that is asked for. */
const PRICE_AGE_MS_MAX = 5_000;
/** How late the first price of a recorded window may be to stand for its start; told in the report. */
const LATE_START_MS_MAX = 10_000;

interface Feed {
  readonly atMs: number;
  readonly tick: SpotTick;
}

/** Fair values of windows over a feed, by the code that runs in the product. */
export function fairSamples(feed: readonly Feed[], windows: readonly Looked[]): Samples {
  const spot = new SymbolSpot('btc');
  const [fair, textbook, missing] = [[] as Sample[], [] as Sample[], new Map<string, number>()];
  const looks = windows
    .flatMap((window) => {
      const state = new WindowState(ruleOf(window));
      // One look at the start, so that its price is taken while it is there.
      const start = { atMs: window.opensAtMs + PRICE_AGE_MS_MAX, horizonS: 0, window, state };
      return [
        start,
        ...HORIZONS_S.map((horizonS) => {
          // Where the window is no longer than the horizon: once its price at the start is there.
          const earliest = window.opensAtMs + PRICE_AGE_MS_MAX;
          const atMs = Math.max(window.closesAtMs - horizonS * 1_000, earliest);
          return { atMs, horizonS, window, state };
        }),
      ];
    })
    .sort((a, b) => a.atMs - b.atMs);
  let next = 0;
  for (const { atMs, horizonS, window, state } of looks) {
    for (; next < feed.length && feed[next]!.atMs <= atMs; next += 1) {
      spot.take(feed[next]!.tick, feed[next]!.atMs);
    }
    const reading = state.read(spot, atMs);
    if (horizonS === 0) continue;
    const chance = typeof reading === 'string' ? reading : fairChance(state.rule, reading, atMs);
    if (typeof reading === 'string' || typeof chance === 'string') {
      missing.set(`${chance}`, (missing.get(`${chance}`) ?? 0) + 1);
      continue;
    }
    const look = { window: `${window.opensAtMs}`, horizonS, happened: window.up };
    fair.push({ ...look, chance });
    const normal = { ...reading, volatility: { ...reading.volatility, tails: NORMAL_TAILS } };
    textbook.push({ ...look, chance: Number(fairChance(state.rule, normal, atMs)) });
  }
  return { fair, textbook, market: [], missing };
}

function ruleOf({ opensAtMs, closesAtMs, strike }: Looked): CryptoRule {
  const source = { kind: 'chainlinkPoint' } as const;
  return { kind: 'upDown', symbol: 'btc', source, opensAtMs, closesAtMs, strike, tie: 'up' };
}

/** Fair values and the middle of the book over recorded windows of one market each. */
export function bookSamples(events: readonly Received[], windowMs: number): Samples {
  const feed = events.flatMap(({ atMs, event }) => {
    const tick = tickOf(event);
    return tick === null ? [] : [{ atMs, tick }];
  });
  const windows: Looked[] = [];
  const market: Sample[] = [];
  for (const { atMs, event } of events) {
    if (event.kind !== 'marketResolved') continue;
    const listed = events.find(
      (each) =>
        each.event.kind === 'marketListed' && each.event.market.id === event.resolution.marketId,
    )?.event;
    if (listed?.kind !== 'marketListed')
      throw new Error(`${event.resolution.marketId} is not listed`);
    const upToken = listed.market.outcomes.find(({ label }) => label === 'Up')!.tokenId;
    const up = event.resolution.payouts.some((each) => each.tokenId === upToken && each.payout > 0);
    const closesAtMs = listed.market.closesAtMs!;
    const opensAtMs = closesAtMs - windowMs;
    const first = feed.find((each) => each.atMs >= opensAtMs)!;
    const isEarly = first.atMs - opensAtMs <= LATE_START_MS_MAX;
    if (isEarly) windows.push({ opensAtMs, closesAtMs, up, strike: first.tick.price });
    for (const horizonS of HORIZONS_S) {
      const middle = middleAt(events, upToken, closesAtMs - horizonS * 1_000);
      if (middle === null) continue;
      market.push({ window: `${opensAtMs}`, horizonS, chance: middle, happened: up });
    }
    if (atMs < closesAtMs) throw new Error('resolved before its end');
  }
  return { ...fairSamples(feed, windows), market };
}

/** Middle of the last book of a token before a moment. */
function middleAt(events: readonly Received[], token: string, atMs: number): number | null {
  let middle: number | null = null;
  for (const { atMs: at, event } of events) {
    if (at > atMs) break;
    if (event.kind !== 'bookSnapshot' || event.tokenId !== token) continue;
    if (at < atMs - PRICE_AGE_MS_MAX) continue;
    const bid = Math.max(...event.bids.map(({ price }) => price));
    const ask = Math.min(...event.asks.map(({ price }) => price));
    // An empty side is a price of nothing or of everything.
    middle = ((Number.isFinite(bid) ? bid : 0) + (Number.isFinite(ask) ? ask : 1e6)) / 2e6;
  }
  return middle;
}

/** Trades nearer to the end than this tell who won: nobody pays half for what is decided. */
const DECIDED_ABOVE = 0.9;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** The last trade of Kalshi's windows before each horizon; the outcome is read from the last of all. */
export function tradeSamples(trades: readonly KalshiTrade[]): readonly Sample[] {
  const byTicker = new Map<string, KalshiTrade[]>();
  for (const trade of trades) {
    const list = byTicker.get(trade.ticker) ?? [];
    byTicker.set(trade.ticker, list);
    list.push(trade);
  }
  return [...byTicker].flatMap(([ticker, list]) => {
    const last = list.at(-1)!.price;
    const closesAtMs = closeOf(ticker);
    if (last > 1 - DECIDED_ABOVE && last < DECIDED_ABOVE) return [];
    return HORIZONS_S.flatMap((horizonS) => {
      const before = list.filter(({ atMs }) => atMs <= closesAtMs - horizonS * 1_000).at(-1);
      if (before === undefined) return [];
      const happened = last >= DECIDED_ABOVE;
      // Bitcoin and Ether of one quarter of an hour share their luck.
      return [{ window: `${closesAtMs}`, horizonS, chance: before.price, happened }];
    });
  });
}

/** The close in a ticker such as `KXBTC15M-26APR271445-45`, in New York, which was in summer time. */
function closeOf(ticker: string): number {
  const match = /-(\d{2})([A-Z]{3})(\d{2})(\d{2})(\d{2})-/.exec(ticker);
  if (match === null) throw new Error(`${ticker} names no close`);
  const [, year, month, day, hour, minute] = match;
  const monthAt = MONTHS.indexOf(month!);
  return Date.UTC(2_000 + Number(year), monthAt, Number(day), Number(hour) + 4, Number(minute));
}
