import { expect } from 'vitest';
import { MemoryStore } from '../../../src/data/store/memory.ts';
import type { MarketId, TokenId, WalletAddress } from '../../../src/engine/domain/ids.ts';
import type { LeaderEvent } from '../../../src/engine/domain/leader.ts';
import type { MarketEvent } from '../../../src/engine/domain/market-event.ts';
import { isTerminal } from '../../../src/engine/domain/order-state.ts';
import { MINUTE_MS, SECOND_MS } from '../../../src/engine/domain/time.ts';
import { mulDiv } from '../../../src/engine/domain/values/micro.ts';
import {
  dollars,
  type Price,
  type Quantity,
  shares,
} from '../../../src/engine/domain/values/money.ts';
import { defaultWalletRules, type WalletRules } from '../../../src/engine/domain/wallet.ts';
import type { Journal } from '../../../src/engine/ports.ts';
import type { VenueMarket } from '../../../src/sim/venue/venue.ts';
import { VirtualSchedule } from '../../engine/execution/virtual-schedule.ts';
import { START_AT_MS } from '../../sim/wire/manual-clock.ts';
import { addressOf } from '../wallet-words.ts';
import { LiveProcess, type ProcessPorts } from './live-process.ts';
import { listed, StillVenue } from './still-venue.ts';

const ANNA = addressOf('anna') as WalletAddress;
/** What every copy spends. */
export const SPEND = dollars(10);
/** Between going live and the first entry. */
const LIVE_AFTER_MS = 31 * SECOND_MS;
/** Long enough for what a copy begins to come to its end by itself. */
export const ENOUGH_MS = 3 * MINUTE_MS;
const MICRO = 1_000_000;
const MARKETS = 24;
/** A copy pays at most this much more than its leader. */
const DRIFT_TICKS = 4;

/** What outlives every process: venue, account, time, database and journal. */
export class House {
  readonly venue: StillVenue;
  readonly schedule = new VirtualSchedule();
  readonly store = new MemoryStore();
  journal: Journal | null = null;
  /** What the engine is shown of a market's asks, where it is not the truth. */
  readonly shown = new Map<string, { readonly price: Price; readonly quantity: Quantity }>();
  readonly #watched = new Set<VenueMarket>();
  #trades = 0;

  private constructor(venue: StillVenue) {
    this.venue = venue;
    this.schedule.wallAheadMs = START_AT_MS - this.schedule.nowMs();
  }

  /** `markets` are about as many as the world has. */
  static async open(markets = MARKETS): Promise<House> {
    return new House(await StillVenue.open(markets));
  }

  get ports(): ProcessPorts {
    const { venue, schedule, store, journal } = this;
    return { venue, schedule, store, journal };
  }

  /** The next process, reading what the last one left. */
  async begin(): Promise<LiveProcess> {
    const process = new LiveProcess(this.ports);
    await process.start();
    return process;
  }

  /** A process that trades live, and copies anna. */
  async live(rules: Partial<WalletRules> = {}): Promise<LiveProcess> {
    const process = await this.begin();
    process.command({ kind: 'acknowledgeLive' });
    process.command({ kind: 'setMode', mode: 'live' });
    process.command({ kind: 'changeSetting', key: 'limits.ordersPerMinute', value: '60' });
    process.follow({
      ...defaultWalletRules(ANNA, this.venue.clock.nowMs()),
      ...{ mode: 'live', confidence: 0.9, sizing: { kind: 'fixed', spend: SPEND } },
      ...rules,
    });
    await process.settle();
    const [account] = process.state.accounts.values();
    expect(account, 'nothing is missing').toMatchObject({ missing: [], problem: null });
    expect(process.state.control.live, 'live was granted').not.toBeNull();
    await process.pass(LIVE_AFTER_MS);
    return process;
  }

  /** Anna buys the first outcome of a market; what follows of it at once has happened. */
  async annaBuys(process: LiveProcess, at = 0, trade?: LeaderEvent): Promise<void> {
    this.tellAnnaBuys(process, at, trade);
    await process.settle();
  }

  /** `trade` is the row that tells it, where it was told before. */
  tellAnnaBuys(process: LiveProcess, at = 0, trade?: LeaderEvent): void {
    const of = this.venue.market(at);
    this.#watched.add(of);
    process.see({ kind: 'marketListed', market: listed(of) }, this.#book(of));
    process.see({ kind: 'leaderActed', event: trade ?? this.leaderTrade('buy', of) });
  }

  /** From now on the engine sees a market's ask cheaper than it is: what it buys there rests. */
  showCheaper(at: number, { by = 0.05 } = {}): void {
    const of = this.venue.market(at);
    const { price, quantity } = this.#ask(of);
    const away = Math.ceil((price * by) / of.tick + DRIFT_TICKS) * of.tick;
    this.shown.set(of.conditionId, { price: (price - away) as Price, quantity });
  }

  /** One row of a leader; told again it is the same row. */
  leaderTrade(kind: 'buy' | 'sell', of: VenueMarket): LeaderEvent {
    this.#trades += 1;
    const price = this.#ask(of).price;
    const quantity = shares(2_000);
    return {
      ...{ wallet: ANNA, kind, price, quantity },
      marketId: of.conditionId as MarketId,
      tokenId: of.tokenIds[0] as TokenId,
      notional: mulDiv(price, quantity, { by: MICRO, rounding: 'ceil' }) as LeaderEvent['notional'],
      transaction: `0x${this.#trades.toString(16).padStart(64, '0')}`,
      tradedAtMs: this.venue.clock.nowMs(),
      ...{ feed: 'rtds.trades', occurrence: null },
      ...{ title: of.question, slug: of.slug, eventSlug: of.eventSlug },
    };
  }

  /** Time passes, and books stay fresh. */
  async pass(process: LiveProcess, ms: number): Promise<void> {
    await process.pass(ms, () => this.show(process));
  }

  /** Passes time until every order with real money is over. */
  async finish(process: LiveProcess, mostMs = 10 * MINUTE_MS): Promise<void> {
    const untilMs = this.venue.clock.nowMs() + mostMs;
    while (process.orders.some(({ status }) => !isTerminal(status))) {
      if (this.venue.clock.nowMs() > untilMs) throw new Error(storyOf(process));
      await this.pass(process, SECOND_MS);
    }
  }

  show(process: LiveProcess): void {
    for (const of of this.#watched) process.see(this.#book(of));
  }

  #ask(of: VenueMarket): { readonly price: Price; readonly quantity: Quantity } {
    const shown = this.shown.get(of.conditionId);
    const best = of.book(0).asks.at(-1);
    if (shown !== undefined) return shown;
    return { price: (best?.price ?? 0) as Price, quantity: shares(10_000) };
  }

  #book(of: VenueMarket): MarketEvent {
    const ask = this.#ask(of);
    const bid = of.book(0).bids.at(-1)?.price ?? 0;
    return {
      kind: 'bookSnapshot',
      marketId: of.conditionId as MarketId,
      tokenId: of.tokenIds[0] as TokenId,
      bids: [{ price: Math.min(bid, ask.price - of.tick) as Price, quantity: shares(10_000) }],
      asks: [ask],
      tick: of.tick as Price,
      venueAtMs: this.venue.clock.nowMs(),
      source: 'poll',
      hash: null,
      hashFields: { minOrderSize: null, negRisk: null, lastTradePrice: '', version: null },
    };
  }
}

/** What was written of live orders, for a failure. */
function storyOf(process: LiveProcess): string {
  const told = process.changes.flatMap((change) => {
    if (change.kind === 'orderEvent') return [`${change.event.kind}: ${change.event.detail}`];
    return change.kind === 'order' ? [`order ${change.order.status}`] : [];
  });
  return `orders are not over:\n${told.join('\n')}`;
}

/** Exactly one order at the venue, filled, and our books say the same. */
export function expectBookedOnce(house: House, process: LiveProcess): void {
  expect(house.venue.orders.size, 'orders at the venue').toBe(1);
  expect(house.venue.matched).toBeGreaterThan(0);
  expect(process.shares, 'our shares are the venue’s').toBe(house.venue.matched);
  expect(process.reserved, 'nothing stays reserved').toBe(0);
  const filled = process.orders.filter(({ filledQuantity }) => filledQuantity > 0);
  expect(filled.map(({ externalId }) => externalId)).toEqual([...house.venue.orders.keys()]);
}

/** Nothing reached the venue, nothing is held for it. */
export function expectNothing(house: House, process: LiveProcess): void {
  expect(house.venue.orders.size, 'orders at the venue').toBe(0);
  expect([process.shares, process.reserved]).toEqual([0, 0]);
}
