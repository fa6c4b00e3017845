import { Wallet } from 'ethers';
import { expect, onTestFinished } from 'vitest';
import { SYSTEM_RUNTIME } from '../../../src/data/http/runtime.ts';
import type { WalletKind } from '../../../src/data/polymarket/order/trading-account.ts';
import { PolymarketExecutor } from '../../../src/data/polymarket/trading/polymarket-executor.ts';
import type {
  IntentId,
  MarketId,
  SignalId,
  TokenId,
  WalletAddress,
} from '../../../src/engine/domain/ids.ts';
import type { Market } from '../../../src/engine/domain/market.ts';
import type { OrderIntent } from '../../../src/engine/domain/order.ts';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import {
  cents,
  dollars,
  type Money,
  type Price,
  quantityFor,
} from '../../../src/engine/domain/values/money.ts';
import { accountsOf, type SimAccount } from '../../../src/sim/accounts.ts';
import type { ExchangeRules } from '../../../src/sim/exchange/exchange-rules.ts';
import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import type { VenueMarket } from '../../../src/sim/venue/venue.ts';
import { type PolymarketSim, startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import type { Injection } from '../../../src/sim/wire/trading/injections.ts';
import { ManualClock, START_AT_MS } from '../../sim/wire/manual-clock.ts';

const SEED = '7';
/** One account for each kind of wallet, in the order of the venue's numbers for them. */
const OURS = accountsOf('loss', 4);
/** What may hold the money. */
export const WALLETS = ['eoa', 'proxy', 'safe', 'depositWallet'] as const;
/** Somebody whose orders can meet ours, with money enough to reach every one that rests. */
const [THEIRS] = accountsOf('somebody else', 1) as [SimAccount];
const THEIR_DOLLARS = 100_000;
const THEY_SPEND = dollars(20_000);
const THEIR_REST_MS = 600_000;
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** World seconds in a second: nobody but us and them trades. */
const STILL = 0.000_001;
const DEPTH_MIN = 40 * MICRO;

export interface WorldOptions {
  readonly exchange?: Partial<ExchangeRules>;
  readonly isMarket?: (market: VenueMarket) => boolean;
  readonly dollars?: number;
  /** What holds our money; the key's own address unless told. */
  readonly wallet?: WalletKind;
}

/** The exchange behind its sockets, in a world that stands still but for its settlements. */
export class StillWorld {
  readonly account: SimAccount;
  readonly clock = new ManualClock();
  readonly exchange: ReturnType<typeof createVenue>['exchange'];
  readonly sim: PolymarketSim;
  readonly market: VenueMarket;
  #theirOrders = 0;

  static async begin(options: WorldOptions): Promise<StillWorld> {
    const { exchange = {}, isMarket = () => true, dollars: funds = 500 } = options;
    const clock = new ManualClock();
    const world = { seed: SEED, startsAtMs: START_AT_MS };
    const venue = createVenue({ ...world, exchange });
    const sim = await startPolymarketSim({ ...world, venue, clock, speed: STILL });
    onTestFinished(() => sim.close());
    const account = OURS[WALLETS.indexOf(options.wallet ?? 'eoa')];
    if (account === undefined) throw new Error('there is an account of each kind');
    venue.exchange.fund(account.funder, { dollars: funds * MICRO });
    venue.exchange.fund(THEIRS.funder, { dollars: THEIR_DOLLARS * MICRO });
    const market = venue.markets.find((each) => isQuiet(each) && isMarket(each));
    if (market === undefined) throw new Error('the world has no such market');
    return new StillWorld({ account, clock, sim, market, exchange: venue.exchange });
  }

  private constructor(of: Pick<StillWorld, 'account' | 'clock' | 'sim' | 'market' | 'exchange'>) {
    this.account = of.account;
    this.clock = of.clock;
    this.sim = of.sim;
    this.market = of.market;
    this.exchange = of.exchange;
  }

  get bestAsk(): number {
    return (this.market.book(0).asks.at(-1)?.price ?? 0) / MICRO;
  }

  get bestBid(): number {
    return (this.market.book(0).bids.at(-1)?.price ?? 0) / MICRO;
  }

  /** What the exchange says we hold: dollars, or shares of an outcome. */
  truth(outcome: number | null): number {
    const token = outcome === null ? null : (this.market.tokenIds[outcome] ?? null);
    return this.exchange.balance(this.account.funder, token);
  }

  inject(injection: Injection): void {
    this.sim.trading?.inject(injection);
  }

  /** An executor of ours; what it finds wrong is told. */
  ours(onFault: (fault: never, detail: string) => void): PolymarketExecutor {
    return this.#executorOf(this.account, onFault as () => void);
  }

  /**
   * Somebody else buys the other outcome down to `limit` of the first one, which meets whatever buy
   * of ours rests there. Tells how many shares of ours met.
   */
  async theyMeet(listed: Market, limit: Price, spend: Money = THEY_SPEND): Promise<number> {
    const before = this.truth(0);
    const kind = await this.#theyBuy(listed, { limit, spend, timeInForce: 'FAK' });
    expect(kind).toBe('accepted');
    return this.truth(0) - before;
  }

  /** Somebody else offers to buy the other outcome, which a buy of the first one at `price` meets. */
  async theyRest(listed: Market, price: Price, spend: Money): Promise<void> {
    const kind = await this.#theyBuy(listed, { limit: price, spend, timeInForce: 'GTD' });
    expect(kind).toBe('accepted');
  }

  async #theyBuy(
    listed: Market,
    of: { readonly limit: Price; readonly spend: Money } & Pick<OrderIntent, 'timeInForce'>,
  ): Promise<string> {
    const executor = this.#executorOf(THEIRS, () => undefined);
    this.#theirOrders += 1;
    const limitPrice = (MICRO - of.limit) as Price;
    const nowMs = this.clock.nowMs();
    const order = await executor.makeOrder(
      {
        ...{ id: `theirs ${this.#theirOrders}` as IntentId, signalId: 'none' as SignalId },
        ...{ leg: 'entry', attempt: 1, ledger: executor.ledger, wallet: null, side: 'buy' },
        marketId: this.market.conditionId as MarketId,
        tokenId: this.market.tokenIds[1] as TokenId,
        timeInForce: of.timeInForce,
        restsUntilMs: of.timeInForce === 'GTD' ? nowMs + THEIR_REST_MS : null,
        ...{ limitPrice, spend: of.spend, quantity: quantityFor(of.spend, limitPrice) },
        ...{ createdAtMs: nowMs, expiresAtMs: nowMs + SECOND_MS, settingsVersion: 0 },
      },
      listed,
    );
    if ('refused' in order) throw new Error(order.refused);
    return (await executor.executeOrder(order, () => null)).kind;
  }

  #executorOf(
    { privateKey, address, funder, signatureType }: SimAccount,
    onFault: ConstructorParameters<typeof PolymarketExecutor>[0]['onFault'],
  ): PolymarketExecutor {
    const key = address.toLowerCase() as WalletAddress;
    return new PolymarketExecutor(
      {
        clobUrl: this.sim.urls.clobUrl,
        account: {
          ...{ chainId: 137, wallet: WALLETS[signatureType], key },
          funder: funder.toLowerCase() as WalletAddress,
        },
        signer: new Wallet(privateKey),
        onFault,
      },
      { ...SYSTEM_RUNTIME, nowMs: () => this.clock.nowMs() },
    );
  }
}

/** A market that stays, with a tick of a cent and room in the middle of its range. */
function isQuiet(market: VenueMarket): boolean {
  const [ask, bid] = [market.book(0).asks.at(-1), market.book(0).bids.at(-1)]; // The best are last.
  if (ask === undefined || bid === undefined) return false;
  const isMiddle = ask.price > cents(30) && ask.price < cents(70);
  const isStanding = market.closesAtMs > START_AT_MS + DAY_MS && market.tick === cents(1);
  const isTight = ask.price - bid.price === cents(2) && ask.size > DEPTH_MIN;
  return market.version === 'v1' && !market.negRisk && isMiddle && isStanding && isTight;
}
