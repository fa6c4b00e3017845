import type {
  ArbitrageAlarm,
  ArbitrageEnded,
  ArbitrageEvent,
  ArbitrageFound,
} from '../../../../src/engine/domain/arbitrage.ts';
import type { MarketPair } from '../../../../src/engine/domain/market-pair.ts';
import { ArbitrageDetector } from '../../../../src/engine/intelligence/arbitrage/detector.ts';
import {
  type ArbitrageOptions,
  DEFAULT_ARBITRAGE_OPTIONS,
} from '../../../../src/engine/intelligence/arbitrage/options.ts';
import type { TradedMarket } from '../../../../src/engine/intelligence/arbitrage/traded-market.ts';
import { pairWatch } from '../../../../src/engine/intelligence/arbitrage/watch.ts';
import { book, kalshi, type Offers, PAIR, polymarket, START_MS } from './examples.ts';

/** Asks of one market in cents: of yes and of no, with as many shares each. */
export interface Quote {
  readonly yes: number;
  readonly no: number;
  readonly shares?: number;
}

/** A detector with one pair, and time that passes. */
export class Desk {
  readonly detector: ArbitrageDetector;
  readonly events: ArbitrageEvent[] = [];
  readonly polymarket: TradedMarket;
  readonly kalshi: TradedMarket;
  atMs = START_MS;

  constructor(
    options: Partial<ArbitrageOptions> = {},
    markets: { readonly polymarket?: TradedMarket; readonly kalshi?: TradedMarket } = {},
  ) {
    this.detector = new ArbitrageDetector({ ...DEFAULT_ARBITRAGE_OPTIONS, ...options });
    this.polymarket = markets.polymarket ?? polymarket();
    this.kalshi = markets.kalshi ?? kalshi();
    this.list();
  }

  list(changes: Partial<MarketPair> = {}): this {
    const watch = pairWatch({ ...PAIR, ...changes }, this);
    if (watch === null) throw new Error('the pair is watched');
    this.#keep(this.detector.list(watch, this.atMs) ?? []);
    return this;
  }

  /** New asks of one market now. */
  quote(market: TradedMarket, { yes, no, shares = 400 }: Quote, trusted = true): this {
    return this.offer(market, { yes: [[yes, shares]], no: [[no, shares]] }, trusted);
  }

  offer(market: TradedMarket, asks: { yes: Offers; no: Offers }, trusted = true): this {
    const newest = book(market, asks, { receivedAtMs: this.atMs, trusted });
    this.#keep(this.detector.onBook(market.marketId, newest, this.atMs));
    return this;
  }

  /** Lets time pass and has everything looked at. */
  pass(ms: number): this {
    this.atMs += ms;
    this.#keep(this.detector.onTime(this.atMs));
    return this;
  }

  do(act: (detector: ArbitrageDetector, atMs: number) => readonly ArbitrageEvent[]): this {
    this.#keep(act(this.detector, this.atMs));
    return this;
  }

  found(): readonly ArbitrageFound[] {
    return this.events.filter((event) => event.kind === 'arbitrageFound');
  }

  ended(): readonly ArbitrageEnded[] {
    return this.events.filter((event) => event.kind === 'arbitrageEnded');
  }

  alarms(): readonly ArbitrageAlarm[] {
    return this.events.filter((event) => event.kind === 'arbitrageAlarm');
  }

  #keep(events: readonly ArbitrageEvent[]): void {
    this.events.push(...events);
  }
}

/** 45 + 45 and fees of 3.47 a hundred leave 7 % of what they cost. */
export const CHEAP: Quote = { yes: 45, no: 56 };
export const FAIR: Quote = { yes: 53, no: 48 };
export const OTHER: Quote = { yes: 56, no: 45 };

/** Both books with an opportunity, from now on. */
export function cross(desk: Desk): Desk {
  return desk.quote(desk.polymarket, CHEAP).quote(desk.kalshi, OTHER);
}
