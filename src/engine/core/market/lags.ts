import type { MarketId, SignalId, TokenId } from '../../domain/ids.ts';
import type { Market } from '../../domain/market.ts';
import type { MarketListed, SpotPrice } from '../../domain/market-event.ts';
import type { PriceLagEvent, PriceLagFound } from '../../domain/price-lag.ts';
import type { IndexValue } from '../../domain/settlement-index.ts';
import type { SettlementPrice } from '../../domain/settlement-price.ts';
import { type AtMs, DAY_MS, SECOND_MS } from '../../domain/time.ts';
import { type MarketFair, PriceLagDetector } from '../../intelligence/price-lag/detector.ts';
import type { LagOptions } from '../../intelligence/price-lag/lag-watch.ts';
import { readPolymarketRule } from '../../intelligence/price-lag/polymarket-rule.ts';
import { spotTick } from '../../intelligence/price-lag/spot-tick.ts';
import type { Turn } from '../turn.ts';
import type { BookState } from './books.ts';

/** Crypto markets whose books are kept for their lag; those that are listed first. */
export const LAG_MARKETS_MAX = 500;
/** Markets that close later are not looked at yet: too little of their price is the spot price. */
export const LAG_HORIZON_MS = DAY_MS;
/** Between two looks at everything, which end what nothing else would. */
const LOOK_MS = SECOND_MS;

const LAG_TIMER = 'lags';

interface Watched {
  readonly closesAtMs: AtMs;
  /** The side that pays when the claim comes true. */
  readonly yes: TokenId;
}

/** How lags are looked for; `null` when they are not. */
export type LagRules = () => LagOptions | null;

/** Watches crypto markets against the spot price, and tells each lag once as a signal. */
export class Lags {
  readonly #rules: LagRules;
  readonly #detector = new PriceLagDetector();
  readonly #watched = new Map<MarketId, Watched>();
  /** Found and not over, by id. */
  readonly #open = new Map<string, PriceLagFound>();

  constructor(rules: LagRules) {
    this.#rules = rules;
  }

  /** Opportunities that are not over, oldest first. */
  get open(): readonly PriceLagFound[] {
    return [...this.#open.values()];
  }

  watches(marketId: MarketId): boolean {
    return this.#watched.has(marketId);
  }

  /**
   * What the side that pays for the claim is worth by the spot price; never a reason to trade by
   * itself. `null` for a market that is not watched.
   */
  fair(
    marketId: MarketId,
    atMs: AtMs,
  ): { readonly yes: TokenId; readonly fair: MarketFair } | null {
    const yes = this.#watched.get(marketId)?.yes;
    return yes === undefined ? null : { yes, fair: this.#detector.fair(marketId, atMs) };
  }

  /**
   * Takes a market up, or its new fee, where its rule can be read; tells whether its book is needed.
   * Without the text of its rules a market that is known keeps the rule it has.
   */
  list({ market, rulesText }: Pick<MarketListed, 'market' | 'rulesText'>, turn: Turn): boolean {
    const { id } = market;
    if (this.#rules() === null || !isOpen(market, turn.atMs)) return false;
    if (this.#watched.has(id)) return true;
    if (this.#watched.size >= LAG_MARKETS_MAX) return false;
    const reading = readPolymarketRule(market, rulesText ?? null);
    if (!reading.ok) return false;
    const { rule, yes, no } = reading;
    if (rule.closesAtMs <= turn.atMs || rule.closesAtMs - turn.atMs > LAG_HORIZON_MS) return false;
    if (!this.#detector.list({ marketId: id, rule, yes, no, fee: market.rules.fee })) return false;
    if (this.#watched.size === 0) turn.timers.arm(LAG_TIMER, turn.atMs + LOOK_MS);
    this.#watched.set(id, { closesAtMs: rule.closesAtMs, yes });
    return true;
  }

  /** The market is over, or nobody looks for lags any more. */
  drop(marketId: MarketId, turn: Turn): void {
    if (!this.#watched.delete(marketId)) return;
    this.#tell(this.#detector.drop(marketId, turn.atMs), turn);
  }

  onSpot(event: SpotPrice | SettlementPrice | IndexValue, turn: Turn): void {
    const options = this.#rules();
    const tick = options === null ? null : spotTick(event);
    if (options === null || tick === null) return;
    this.#detector.setOptions(options);
    this.#tell(this.#detector.onSpot(tick, turn.atMs), turn);
  }

  /** The best prices of a watched market as they are now. */
  onBook(marketId: MarketId, book: BookState | null, turn: Turn): void {
    const options = this.#rules();
    if (book === null || options === null) {
      this.loseBook(marketId, turn);
      return;
    }
    this.#detector.setOptions(options);
    const top = { tops: book.tops, trusted: book.trust.trusted };
    this.#tell(this.#detector.onBook(marketId, top, turn.atMs), turn);
  }

  loseBook(marketId: MarketId, turn: Turn): void {
    this.#tell(this.#detector.loseBook(marketId, turn.atMs), turn);
  }

  /** Whether the timer was that of the regular look. */
  onTimer(timerId: string, turn: Turn): boolean {
    if (timerId !== LAG_TIMER) return false;
    this.#tell(this.#detector.onTime(turn.atMs), turn);
    const isOff = this.#rules() === null;
    for (const [marketId, { closesAtMs }] of this.#watched) {
      if (isOff || closesAtMs <= turn.atMs) this.drop(marketId, turn);
    }
    if (this.#watched.size > 0) turn.timers.arm(LAG_TIMER, turn.atMs + LOOK_MS);
    return true;
  }

  #tell(events: readonly PriceLagEvent[], turn: Turn): void {
    for (const event of events) {
      if (event.kind === 'priceLagEnded') {
        this.#open.delete(event.id);
        continue;
      }
      this.#open.set(event.id, event);
      const { marketId, tokenId, crossedAtMs: tradedAtMs } = event;
      turn.tell({
        kind: 'signal',
        signal: {
          kind: 'price_lag',
          id: event.id as SignalId,
          wallet: null,
          ...{ marketId, tokenId, evidence: event },
          ...{ tradedAtMs, receivedAtMs: turn.atMs },
        },
      });
    }
  }
}

function isOpen(market: Market, atMs: AtMs): boolean {
  return market.status === 'open' && (market.closesAtMs === null || market.closesAtMs > atMs);
}
