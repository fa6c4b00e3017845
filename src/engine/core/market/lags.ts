import type { MarketId, SignalId, TokenId } from '../../domain/ids.ts';
import type { Market } from '../../domain/market.ts';
import type { SpotPrice } from '../../domain/market-event.ts';
import type { FairPoint, PriceLagEvent, PriceLagFound } from '../../domain/price-lag.ts';
import type { IndexValue } from '../../domain/settlement-index.ts';
import type { SettlementPrice } from '../../domain/settlement-price.ts';
import type { SpotRange } from '../../domain/spot-range.ts';
import { type AtMs, DAY_MS, SECOND_MS } from '../../domain/time.ts';
import { type MarketFair, PriceLagDetector } from '../../intelligence/price-lag/detector.ts';
import { FairTracks } from '../../intelligence/price-lag/fair-track.ts';
import type { LagOptions } from '../../intelligence/price-lag/lag-watch.ts';
import { type Listed, lagMarketOf, tellsRule } from '../../intelligence/price-lag/listed-rule.ts';
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
  /** Its rule and fee, to tell whether a new listing says another one. */
  readonly told: string;
}

/** How lags are looked for; `null` when they are not. */
export type LagRules = () => LagOptions | null;

/** Watches crypto markets against the spot price, and tells each lag once as a signal. */
export class Lags {
  readonly #rules: LagRules;
  readonly #detector = new PriceLagDetector();
  readonly #watched = new Map<MarketId, Watched>();
  readonly #tracks = new FairTracks(this.#detector);
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

  /** The same since the market was taken up, beside what it cost; `null` for one not watched. */
  fairs(
    marketId: MarketId,
  ): { readonly yes: TokenId; readonly points: readonly FairPoint[] } | null {
    const yes = this.#watched.get(marketId)?.yes;
    return yes === undefined ? null : { yes, points: this.#tracks.points(marketId) };
  }

  /**
   * Takes a market up, or its new rule or fee, where its rule can be read; tells whether its book is
   * needed. Without its rules in full a market that is known keeps the rule it has.
   */
  list(listed: Listed, turn: Turn): boolean {
    const { id } = listed.market;
    if (this.#rules() === null || !isOpen(listed.market, turn.atMs)) return false;
    const known = this.#watched.get(id);
    if (known !== undefined && !tellsRule(listed)) return true;
    if (known === undefined && this.#watched.size >= LAG_MARKETS_MAX) return false;
    const market = lagMarketOf(listed);
    if (market === null) return known !== undefined;
    const { closesAtMs } = market.rule;
    if (closesAtMs <= turn.atMs || closesAtMs - turn.atMs > LAG_HORIZON_MS) return false;
    const told = JSON.stringify(market);
    if (known?.told === told) return true;
    // What was found by another rule is over.
    if (known !== undefined) this.#tell(this.#detector.drop(id, turn.atMs), turn);
    if (!this.#detector.list(market)) return false;
    if (this.#watched.size === 0) turn.timers.arm(LAG_TIMER, turn.atMs + LOOK_MS);
    this.#watched.set(id, { closesAtMs, yes: market.yes, told });
    return true;
  }

  /** The market is over, or nobody looks for lags any more. */
  drop(marketId: MarketId, turn: Turn): void {
    if (!this.#watched.delete(marketId)) return;
    this.#tracks.forget(marketId);
    this.#tell(this.#detector.drop(marketId, turn.atMs), turn);
  }

  onSpot(event: SpotPrice | SettlementPrice | IndexValue, turn: Turn): void {
    const options = this.#rules();
    const tick = options === null ? null : spotTick(event);
    if (options === null || tick === null) return;
    this.#detector.setOptions(options);
    this.#tell(this.#detector.onSpot(tick, turn.atMs), turn);
  }

  /** What a coin did since markets opened that were listed later. */
  onRange(range: SpotRange): void {
    this.#detector.onRange(range);
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
      else this.#tracks.look(marketId, turn.atMs);
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
