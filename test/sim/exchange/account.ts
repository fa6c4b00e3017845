import type {
  Exchange,
  ExchangeEvent,
  ExchangeOrderKind,
  OrderSubmission,
  SubmitAnswer,
  TradingVenue,
} from '../../../src/sim/exchange/exchange.ts';
import { hasTakerDelay } from '../../../src/sim/exchange/exchange-rules.ts';
import { createVenue, type VenueOptions } from '../../../src/sim/venue/create-venue.ts';
import type {
  VenueEvent,
  VenueHappening,
  VenueMarket,
  VenueSide,
} from '../../../src/sim/venue/venue.ts';
import { MICRO, STARTS_AT_MS } from '../venue/story.ts';

export const DOLLAR = MICRO;
export const SHARE = MICRO;
export const ALICE = `0x${'a1'.repeat(20)}`;
export const BOB = `0x${'b0'.repeat(20)}`;

export interface Wish {
  readonly outcome?: 0 | 1;
  readonly side?: VenueSide;
  readonly price: number;
  /** Shares, but dollars of a buy that takes. */
  readonly amount: number;
  readonly kind?: ExchangeOrderKind;
  readonly postOnly?: boolean;
  readonly expirationS?: number;
  readonly maker?: string;
  readonly market?: VenueMarket;
  readonly hash?: string;
}

export type Taken = Extract<SubmitAnswer, { readonly kind: 'taken' }>;

/** A world at its beginning with funded accounts, at a wall time that goes along with the world's. */
export class TradingWorld {
  readonly venue: TradingVenue;
  readonly exchange: Exchange;
  /** Of accounts, in order. */
  readonly events: ExchangeEvent[] = [];
  /** Of the world: what its steps and what submissions did, in order. */
  readonly told: VenueEvent[] = [];
  nowMs = STARTS_AT_MS;
  #orders = 0;

  constructor(options: Partial<VenueOptions> = {}) {
    this.venue = createVenue({ seed: '7', startsAtMs: STARTS_AT_MS, ...options });
    this.exchange = this.venue.exchange;
    this.exchange.onEvent((event) => this.events.push(event));
    this.exchange.onHappenings((happenings) => this.#hear(happenings));
    for (const address of [ALICE, BOB]) this.exchange.fund(address, { dollars: 10_000 * DOLLAR });
  }

  /** A market that matches at once, or one that waits before it does. */
  market(isDelayed = false): VenueMarket {
    const found = this.venue.markets.find(
      (market) =>
        hasTakerDelay(market) === isDelayed &&
        market.tick === 10_000 &&
        market.version === 'v1' &&
        market.feeRate > 0 &&
        market.book(0).bids.length > 0 &&
        (market.book(0).asks.at(-1)?.price ?? 0) < 900_000 &&
        (market.book(0).bids.at(-1)?.price ?? 0) > 200_000,
    );
    if (found === undefined) throw new Error('the seed has such a market');
    return found;
  }

  fundShares(market: VenueMarket, shares: number, of: { outcome?: 0 | 1; address?: string } = {}) {
    const { outcome = 0, address = ALICE } = of;
    this.exchange.fund(address, { tokenId: market.tokenIds[outcome], shares });
  }

  order(wish: Wish): OrderSubmission {
    const { outcome = 0, side = 'BUY', price, amount, kind = 'GTC', maker = ALICE } = wish;
    this.#orders += 1;
    const spends = side === 'BUY' && (kind === 'FOK' || kind === 'FAK');
    const shares = spends ? Math.floor(((amount / price) * MICRO) / 100) * 100 : amount;
    const dollars = spends ? amount : Math.round((amount / MICRO) * price);
    return {
      hash: wish.hash ?? `0x${this.#orders.toString(16).padStart(64, '0')}`,
      owner: `key of ${maker}`,
      maker,
      signer: maker,
      signatureType: 0,
      market: wish.market ?? this.market(),
      outcome,
      side,
      makerAmount: side === 'BUY' ? dollars : shares,
      takerAmount: side === 'BUY' ? shares : dollars,
      kind,
      postOnly: wish.postOnly ?? false,
      expirationS: wish.expirationS ?? 0,
      atMs: this.nowMs,
    };
  }

  submit(wish: Wish): SubmitAnswer {
    return this.exchange.submit(this.order(wish));
  }

  /** Submits what has to be taken. */
  take(wish: Wish): Taken & { readonly hash: string } {
    const order = this.order(wish);
    const answer = this.exchange.submit(order);
    if (answer.kind !== 'taken') throw new Error(answer.text);
    return { ...answer, hash: order.hash };
  }

  refusal(wish: Wish): string {
    const answer = this.submit(wish);
    return answer.kind === 'refused' ? `${answer.status} ${answer.text}` : 'taken';
  }

  cancel(hash: string, maker = ALICE): string | null {
    return this.exchange.cancel(`key of ${maker}`, hash, this.nowMs);
  }

  /** Lets wall time pass, and the world with it. */
  run(ms: number): void {
    const untilMs = this.nowMs + ms;
    while (this.#nextAtMs() <= untilMs) {
      this.nowMs = this.#nextAtMs();
      this.exchange.advance(this.nowMs);
      const worldMs = this.nowMs - STARTS_AT_MS;
      if (this.venue.nextAtMs <= worldMs) this.#hear(this.venue.step());
    }
    this.nowMs = untilMs;
    this.exchange.advance(untilMs);
  }

  /** Lets only what the exchange has to do happen. */
  wait(ms: number): void {
    this.nowMs += ms;
    this.exchange.advance(this.nowMs);
  }

  money(address = ALICE): number {
    return this.exchange.balance(address, null);
  }

  shares(market: VenueMarket, outcome: 0 | 1 = 0, address = ALICE): number {
    return this.exchange.balance(address, market.tokenIds[outcome]);
  }

  /** What accounts were told of orders and trades, briefly. */
  news(): readonly string[] {
    return this.events.map((event) =>
      event.kind === 'order'
        ? `${event.type} ${event.order.status} ${event.order.matched / SHARE}`
        : `trade ${event.trade.status}`,
    );
  }

  #nextAtMs(): number {
    const world = Math.max(this.nowMs, STARTS_AT_MS + this.venue.nextAtMs);
    return Math.min(world, Math.max(this.nowMs, this.exchange.nextAtMs));
  }

  #hear(happenings: readonly VenueHappening[]): void {
    this.told.push(...happenings.map(({ event }) => event));
  }
}

/** The best prices of a book. */
export function touchOf(market: VenueMarket, outcome: 0 | 1 = 0) {
  const { bids, asks } = market.book(outcome);
  return { bid: bids.at(-1)!, ask: asks.at(-1)! };
}
