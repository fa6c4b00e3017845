import { onTestFinished } from 'vitest';
import { isPositionId } from '../../../src/data/polymarket/parse-position-id.ts';
import type { MarketId, TokenId } from '../../../src/engine/domain/ids.ts';
import type { Market } from '../../../src/engine/domain/market.ts';
import { dollars, type Price } from '../../../src/engine/domain/values/money.ts';
import { DEFAULT_RULES } from '../../../src/engine/domain/venue-rules/polymarket.ts';
import { accountsOf, type SimAccount } from '../../../src/sim/accounts.ts';
import type {
  Exchange,
  ExchangeOrder,
  ExchangeTrade,
  TradingVenue,
} from '../../../src/sim/exchange/exchange.ts';
import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import type { VenueMarket } from '../../../src/sim/venue/venue.ts';
import { type PolymarketSim, startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import type { Injection } from '../../../src/sim/wire/trading/injections.ts';
import { market as sampleMarket } from '../../data/polymarket/order/setting.ts';
import { ManualClock, START_AT_MS } from '../../sim/wire/manual-clock.ts';

const DOLLARS = 1_000;
const DAY_MS = 86_400_000;
const MICRO = 1_000_000;
/** Their orders wait before they are matched. */
const DELAYED_TAGS: readonly string[] = ['crypto', 'sports', 'finance'];
/** Of a price, from 0 and from 1: nearer it cannot move. */
const ASK_AWAY = 120_000;
/** Of others who stand before the account at its price. */
const SALES_MAX = 1_000;
const SOMEBODYS_KEY = '5b5b5b5b-5b5b-4b5b-8b5b-5b5b5b5b5b5b';
const SOMEBODY = `0x${'5b'.repeat(20)}`;

interface Parts {
  readonly clock: ManualClock;
  readonly owner: SimAccount;
  readonly sim: PolymarketSim;
  readonly venue: TradingVenue;
}

/** The simulated venue over real sockets: its world stands still, and its time is the test's. */
export class StillVenue {
  readonly clock: ManualClock;
  readonly owner: SimAccount;
  /** The truth of the account, as the exchange tells it, by hash and by id. */
  readonly orders = new Map<string, ExchangeOrder>();
  readonly trades = new Map<string, ExchangeTrade>();
  /** Those that behave most plainly come first. */
  readonly markets: readonly VenueMarket[];
  readonly #sim: PolymarketSim;
  readonly #exchange: Exchange;
  #others = 0;

  private constructor({ clock, owner, sim, venue }: Parts) {
    this.clock = clock;
    this.owner = owner;
    this.#sim = sim;
    this.#exchange = venue.exchange;
    const maker = owner.funder.toLowerCase();
    venue.exchange.onEvent((event) => {
      if (event.kind === 'trade') this.trades.set(event.trade.id, event.trade);
      else if (event.order.maker === maker) this.orders.set(event.order.hash, event.order);
    });
    this.markets = venue.markets
      .filter(isKnown)
      .toSorted((a, b) => strangeness(a) - strangeness(b));
  }

  static async open(markets: number): Promise<StillVenue> {
    const clock = new ManualClock();
    const venue = createVenue({ seed: '7', startsAtMs: START_AT_MS, markets });
    const [owner] = accountsOf('faults', 1);
    if (owner === undefined) throw new Error('a seed has accounts');
    venue.exchange.fund(owner.funder, { dollars: dollars(DOLLARS) });
    const still = {
      ...{ leaders: venue.leaders, exchange: venue.exchange },
      get markets() {
        return venue.markets;
      },
      nextAtMs: Number.POSITIVE_INFINITY,
      step: () => venue.step(),
    };
    const sim = await startPolymarketSim({
      ...{ venue: still, clock, startsAtMs: START_AT_MS, seed: '7' },
    });
    onTestFinished(() => sim.close());
    return new StillVenue({ clock, owner, sim, venue });
  }

  get urls(): PolymarketSim['urls'] {
    return this.#sim.urls;
  }

  /** Shares of the account's orders that met others. */
  get matched(): number {
    return [...this.orders.values()].reduce((sum, order) => sum + order.matched, 0);
  }

  get open(): readonly ExchangeOrder[] {
    return [...this.orders.values()].filter(({ status }) => status === 'LIVE');
  }

  inject(injection: Injection): void {
    if (this.#sim.trading === null) throw new Error('the venue trades');
    this.#sim.trading.inject(injection);
  }

  market(at = 0): VenueMarket {
    const market = this.markets[at];
    if (market === undefined) throw new Error(`the world has no such market: ${at}`);
    return market;
  }

  /** Somebody sells to the best bids down to this price, until the account has got some of it. */
  somebodySells(at: number, of: { readonly shares: number; readonly price: number }): void {
    const { tick } = this.market(at);
    const before = this.matched;
    const better = this.market(at)
      .book(0)
      .bids.filter(({ price }) => price > of.price);
    const ahead = better.reduce((sum, { size }) => sum + size, 0);
    if (ahead > 0) this.#sell(at, { shares: ahead, price: of.price + tick });
    for (let tries = 0; this.matched === before && tries < SALES_MAX; tries += 1) {
      this.#sell(at, of);
    }
  }

  #sell(at: number, of: { readonly shares: number; readonly price: number }): void {
    const market = this.market(at);
    const maker = SOMEBODY;
    this.#exchange.fund(maker, { tokenId: market.tokenIds[0], shares: of.shares });
    this.#others += 1;
    this.#exchange.submit({
      hash: `0x${this.#others.toString(16).padStart(64, '5b')}`,
      ...{ owner: SOMEBODYS_KEY, maker, signer: maker },
      ...{ signatureType: 0, market, outcome: 0, side: 'SELL', kind: 'FAK', postOnly: false },
      makerAmount: of.shares,
      takerAmount: Math.floor((of.shares * of.price) / MICRO),
      ...{ expirationS: 0, atMs: this.clock.nowMs() },
    });
  }
}

/** Of protocol v1, open for long, and with sellers. */
function isKnown(market: VenueMarket): boolean {
  const [token] = market.tokenIds;
  const ask = market.book(0).asks.at(-1)?.price ?? 0;
  const isOpen = market.closesAtMs > START_AT_MS + DAY_MS;
  return (
    isOpen && !isPositionId(token as TokenId) && ask > ASK_AWAY / 2 && ask < MICRO - ASK_AWAY / 2
  );
}

/** Binary markets at a middle price that match at once come first. */
function strangeness(market: VenueMarket): number {
  const ask = market.book(0).asks.at(-1)?.price ?? 0;
  const isDelayed = market.tags.some((tag) => DELAYED_TAGS.includes(tag));
  const isDear = ask < ASK_AWAY || ask > MICRO - ASK_AWAY;
  return Number(isDelayed) * 4 + Number(isDear) * 2 + Number(market.negRisk);
}

/** The market as the engine knows it. */
export function listed(of: VenueMarket): Market {
  return sampleMarket({
    ...{ id: of.conditionId as MarketId, version: of.version, negRisk: of.negRisk },
    ...{ eventGroupId: of.conditionId, slug: of.slug, closesAtMs: of.closesAtMs },
    rules: { ...DEFAULT_RULES, tick: of.tick as Price },
    outcomes: of.tokenIds.map((tokenId, at) => ({
      tokenId: tokenId as TokenId,
      label: of.outcomes[at] ?? '',
    })),
    volume24h: dollars(50_000),
  });
}
