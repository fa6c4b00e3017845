import { onTestFinished, vi } from 'vitest';
import { startProgram } from '../../../src/app/running/program.ts';
import type { Program } from '../../../src/app/running/program-options.ts';
import { SYSTEM_RUNTIME } from '../../../src/data/http/runtime.ts';
import { WRITE_TIMEOUT_MS } from '../../../src/data/http/write-transport.ts';
import { missingOf } from '../../../src/engine/core/trade/live-account.ts';
import type { CommandBody } from '../../../src/engine/domain/command.ts';
import type { WalletAddress } from '../../../src/engine/domain/ids.ts';
import type { Order } from '../../../src/engine/domain/order.ts';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import { defaultWalletRules } from '../../../src/engine/domain/wallet.ts';
import { createLogger } from '../../../src/ops/log.ts';
import { Scrubber } from '../../../src/ops/scrubber.ts';
import { accountsOf } from '../../../src/sim/accounts.ts';
import type { ExchangeOrder, TradingVenue } from '../../../src/sim/exchange/exchange.ts';
import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import type { VenueMarket } from '../../../src/sim/venue/venue.ts';
import { type PolymarketSim, startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { HeldStore } from '../../app/running/held-store.ts';
import { simLedger, tradingOf } from '../../app/running/sim-trading.ts';
import { TradingClient } from '../../sim/wire/trading/trading-client.ts';
import { HELD_MS, HoldingClock, LATE_MS } from './held-posts.ts';

const SEED = '7';
const MARKETS = 40;
const DOLLARS = 10_000;
/** Shares that a leader buys. */
const CLIP = 500;
/** Nothing but the kill holds these copies back. */
const SETTINGS = {
  bankroll: '6000',
  'size.fixedPercent': '0.5',
  'limits.ordersPerMinute': '120',
  'limits.orderPercent': '10',
  'limits.marketPercent': '100',
  'limits.groupPercent': '100',
  'limits.walletPercent': '100',
  'limits.walletDayPercent': '100',
  'limits.categoryPercent': '100',
  'limits.totalPercent': '100',
  'limits.positions': '1000',
  'limits.dayLossPercent': '100',
  'limits.drawdownPercent': '100',
  'entry.slippagePercent': '50',
  'entry.driftCents': '50',
  'entry.driftPercent': '100',
  'entry.priceMinCents': '1',
  'entry.priceMaxCents': '99',
  'entry.minLeaderClip': '1',
  'entry.maxAgeSeconds': '600',
  'entry.minMinutesToClose': '0',
  'entry.minQuality': '0',
  'entry.shortCryptoMarkets': 'on',
  'wallets.minConfidenceLive': '0',
} as const;
/** Trades are settled before anybody looks. */
const SETTLING = {
  minedMs: [1, 20],
  confirmedMs: [1, 20],
  notBroadcastedProbability: 0,
} as const;
/** Nobody in the world; what they do is told by the test alone. */
const LEADERS = [1, 2, 3, 4].map((at) => `0x${String(at).repeat(40)}` as WalletAddress);

const WAIT = { timeout: 120_000, interval: 10 };

/** Patience of one test, far beyond what it needs. */
export const KILL_TEST_MS_MAX = 120_000;

/** One outcome of a market, and what it costs now. */
export interface Choice {
  readonly market: VenueMarket;
  readonly outcome: 0 | 1;
  readonly tokenId: string;
}

/** Each order of the program, and what became of it here and at the venue. */
export interface Accounted {
  readonly order: Order;
  readonly matched: number;
  readonly booked: number;
}

/** A seeded world in which nothing happens but at its exchange. */
function stillVenue(startsAtMs: number): TradingVenue {
  const inner = createVenue({ seed: SEED, startsAtMs, markets: MARKETS, exchange: SETTLING });
  const { leaders, exchange } = inner;
  return {
    ...{ leaders, exchange, nextAtMs: Number.POSITIVE_INFINITY, step: () => inner.step() },
    get markets() {
      return inner.markets;
    },
  };
}

/** How long an answer is held is for the test to say, however slow the machine is. */
function answersMayTakeLong(): void {
  const sleep = SYSTEM_RUNTIME.sleep.bind(SYSTEM_RUNTIME);
  const spy = vi.spyOn(SYSTEM_RUNTIME, 'sleep').mockImplementation((ms, signal) => {
    if (ms !== WRITE_TIMEOUT_MS || signal === undefined) return sleep(ms, signal);
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  });
  onTestFinished(() => spy.mockRestore());
}

/** A program that trades with real money on a simulated venue which holds its answers. */
export class KillRun {
  readonly store: HeldStore;
  readonly clock: HoldingClock;
  readonly venue: TradingVenue;
  readonly sim: PolymarketSim;
  readonly program: Program;
  /** The owner's own hand at the venue, beside the program. */
  readonly owner: TradingClient;
  readonly ledger = simLedger();
  #signals = 0;
  #commands = 0;
  #strangers = 0;

  private constructor(
    parts: Pick<KillRun, 'store' | 'clock' | 'venue' | 'sim' | 'program' | 'owner'>,
  ) {
    this.store = parts.store;
    this.clock = parts.clock;
    this.venue = parts.venue;
    this.sim = parts.sim;
    this.program = parts.program;
    this.owner = parts.owner;
  }

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<KillRun> {
    const clock = new HoldingClock();
    const startsAtMs = Date.now();
    const venue = stillVenue(startsAtMs);
    answersMayTakeLong();
    const sim = await startPolymarketSim({ venue, startsAtMs, seed: SEED, clock });
    onTestFinished(() => sim.close());
    const [account] = accountsOf(SEED, 1);
    if (account === undefined) throw new Error('a world has accounts');
    venue.exchange.fund(account.funder, { dollars: DOLLARS * MICRO });
    const store = new HeldStore();
    const { control } = await store.snapshot(startsAtMs);
    // A person went live a while ago: the wait before the first entry is over.
    const live = { atMs: startsAtMs, entriesFromMs: startsAtMs };
    const warned = { ...control, live, warningReadAtMs: startsAtMs };
    await store.commit([{ kind: 'control', control: warned }]);
    const program = await startProgram({
      ...{ version: 'test', store, isEmbedded: true, urls: sim.urls, siteUrl: null },
      settings: { ...SETTINGS, ...settings },
      trading: tradingOf(account, { journal: null, chain: { ...sim.urls, relayerKey: null } }),
      wallets: LEADERS.map((address) => ({
        ...defaultWalletRules(address, startsAtMs),
        mode: 'live',
      })),
      log: createLogger({ level: 'silent', scrubber: new Scrubber() }),
      reach: () => [],
      observers: [],
      onNotices: () => undefined,
      onFatal: (error) => {
        throw error;
      },
    });
    onTestFinished(async () => {
      store.release();
      clock.release(HELD_MS);
      clock.release(LATE_MS);
      await program.close();
    });
    const owner = new TradingClient(sim, account, () => Date.now());
    const run = new KillRun({ store, clock, venue, sim, program, owner });
    await run.#ready();
    return run;
  }

  get state(): Program['engine']['trade']['state'] {
    return this.program.engine.trade.state;
  }

  /** Live orders of the program, oldest first. */
  get orders(): readonly Order[] {
    return [...this.state.orders.values()].filter(({ intent }) => intent.ledger === this.ledger);
  }

  /** Whatever the account has open at the venue. */
  get openAtVenue(): readonly ExchangeOrder[] {
    const { apiKey } = this.owner.credentials;
    const isOver: readonly string[] = ['MATCHED', 'CANCELED'];
    return this.venue.exchange.ordersOf(apiKey).filter(({ status }) => !isOver.includes(status));
  }

  /** What is offered: one outcome of each market, since trades in one move the other. */
  choices(): readonly Choice[] {
    return this.venue.markets
      .filter((market) => market.status === 'open' && market.book(0).asks.length > 0)
      .map((market) => ({ market, outcome: 0, tokenId: market.tokenIds[0] }));
  }

  /** A followed wallet bought it just now, at the best price that is offered. */
  leaderBuys({ market, outcome, tokenId }: Choice, leader = 0): void {
    this.#signals += 1;
    const price = (market.book(outcome).asks.at(-1)?.price ?? MICRO / 2) / MICRO;
    const payload = {
      ...{ proxyWallet: LEADERS[leader], side: 'BUY', asset: tokenId, size: CLIP, price },
      ...{ conditionId: market.conditionId, timestamp: Math.floor(Date.now() / 1_000) },
      transactionHash: `0x${this.#signals.toString(16).padStart(64, '0')}`,
      ...{ title: market.question, slug: market.slug, eventSlug: market.eventSlug },
    };
    const frame = { topic: 'activity', type: 'trades', payload };
    this.program.intake.json('polymarket.activity', frame, Date.now());
  }

  act(body: CommandBody) {
    this.#commands += 1;
    return this.program.actions.execute({ id: `c${this.#commands}`, actor: 'test', body });
  }

  /** A notice of the outbox, written or on its way there. */
  notices(kind: string): readonly Readonly<Record<string, string | number | null>>[] {
    const changes = this.store.tried.flat();
    return changes.flatMap((change) =>
      change.kind === 'notice' && change.notice.kind === kind ? [change.notice.data] : [],
    );
  }

  /** Why signals were not followed, oldest first; an accepted one has no reason. */
  decisions(): readonly (string | null)[] {
    const changes = this.store.tried.flat();
    return changes.flatMap((change) =>
      change.kind === 'decision' ? [change.decision.reason] : [],
    );
  }

  until(holds: () => void): Promise<void> {
    return vi.waitFor(holds, WAIT);
  }

  /** Shares of a token in the program's books. */
  held(tokenId: string): number {
    const positions = this.state.ledgers.get(this.ledger)?.openPositions ?? [];
    return [...positions]
      .filter((each) => each.tokenId === tokenId)
      .reduce((sum, { quantity }) => sum + quantity, 0);
  }

  /** What the venue matched of each order, beside the fills that were written down for it. */
  accounted(): readonly Accounted[] {
    const fills = new Map(
      this.store.tried
        .flat()
        .flatMap((each) => (each.kind === 'fill' ? [[each.fill.id, each.fill]] : [])),
    );
    return this.orders.map((order) => ({
      order,
      matched: this.venue.exchange.order(order.externalId)?.matched ?? 0,
      booked: [...fills.values()]
        .filter(({ intentId }) => intentId === order.intent.id)
        .reduce((sum, { quantity }) => sum + quantity, 0),
    }));
  }

  /** Somebody else takes all that is offered of it, so that a buy of ours finds nothing. */
  strangerTakes({ market, outcome }: Pick<Choice, 'market' | 'outcome'>): void {
    const { exchange } = this.venue;
    this.#strangers += 1;
    const address = `0x${'5'.repeat(40)}`;
    exchange.fund(address, { dollars: DOLLARS * DOLLARS * MICRO });
    exchange.submit({
      ...{ hash: `stranger/${this.#strangers}`, owner: 'stranger', maker: address },
      ...{ signer: address, signatureType: 0, market, outcome, side: 'BUY', kind: 'FAK' },
      ...{ makerAmount: 99 * DOLLARS * MICRO, takerAmount: 100 * DOLLARS * MICRO },
      ...{ postOnly: false, expirationS: 0, atMs: Date.now() },
    });
  }

  async #ready(): Promise<void> {
    await this.until(() => {
      const account = this.state.accounts.get(this.ledger);
      if (account === undefined) throw new Error('there is no account yet');
      const missing = missingOf(account);
      if (missing.length > 0) throw new Error(missing.join(', '));
    });
    const derived = await this.owner.proveKey('GET', '/auth/derive-api-key');
    this.owner.credentials = derived.body as unknown as TradingClient['credentials'];
  }
}
