import { expect } from 'vitest';
import { MemoryStore } from '../../../src/data/store/memory.ts';
import type { Effect } from '../../../src/engine/core/effects.ts';
import { brokenInvariants } from '../../../src/engine/core/invariants.ts';
import { stopReason } from '../../../src/engine/core/trade/kill.ts';
import type { TradeState } from '../../../src/engine/core/trade/state.ts';
import type { IntegrityFault } from '../../../src/engine/domain/account-event.ts';
import type { LedgerId, MarketId } from '../../../src/engine/domain/ids.ts';
import type { EffectResult } from '../../../src/engine/domain/input.ts';
import type { Ledger } from '../../../src/engine/domain/ledger.ts';
import type { Market } from '../../../src/engine/domain/market.ts';
import type { Order } from '../../../src/engine/domain/order.ts';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import { defaultWalletRules, type WalletRules } from '../../../src/engine/domain/wallet.ts';
import { LiveRunner } from '../../../src/engine/execution/live-runner.ts';
import { HOST_SCHEDULE } from '../../../src/engine/execution/schedule.ts';
import type { MadeOrder } from '../../../src/engine/ports.ts';
import { BareEngine } from '../../engine/core/bare-engine.ts';
import { ScriptedRedeemer } from '../../engine/execution/scripted-redeemer.ts';
import { sides, type VenueFrame } from '../venue-frames.ts';
import { addressOf } from '../wallet-words.ts';
import { bookOf, listingOf, tradeOf } from './market-frames.ts';
import { notingExecutor } from './noting-executor.ts';
import { StillWorld } from './still-world.ts';
import { Died, LIVE_RULES, SELLS_AT_ONCE, type WireOptions } from './wire-options.ts';

/** Live entries begin this long after the switch. */
const LIVE_AFTER_MS = 31_000;
/** Answers in a row at one moment before it counts as never quiet. */
const ROUNDS_MAX = 10_000;

/**
 * The engine, its store, the runner and the executor against the simulated exchange over sockets, on
 * one clock that the test moves. The account's channel is left out: what it would have told is found
 * by asking.
 */
export class WireRun {
  readonly world: StillWorld;
  readonly executor: ReturnType<StillWorld['ours']>;
  readonly faults: [IntegrityFault, string][] = [];
  /** Hashes of the bytes that went to the socket, as often as they went. */
  readonly sent: string[] = [];
  readonly made: MadeOrder[] = [];
  readonly store = new MemoryStore();
  /** The program ends after so many steps with {@link Died}. */
  stepsLeft = Number.POSITIVE_INFINITY;
  readonly #settings: Readonly<Record<string, string>>;
  #bare: BareEngine;
  #runner: LiveRunner;
  #done = 0;
  #results: EffectResult[] = [];
  #trades = 0;
  #told: VenueFrame | null = null;

  static async begin(options: WireOptions = {}): Promise<WireRun> {
    const world = await StillWorld.begin(options);
    const run = new WireRun(world, { ...SELLS_AT_ONCE, ...options.settings });
    await run.#goLive(options.rules ?? {});
    return run;
  }

  private constructor(world: StillWorld, settings: Readonly<Record<string, string>>) {
    this.world = world;
    this.#settings = settings;
    this.executor = world.ours((fault, detail) => this.faults.push([fault, detail]));
    this.#bare = new BareEngine(this.nowMs, settings, { accounts: [this.ledgerId] });
    this.#runner = this.#newRunner([]);
  }

  get nowMs(): number {
    return this.world.clock.nowMs();
  }

  get ledgerId(): LedgerId {
    return this.executor.ledger;
  }

  get bare(): BareEngine {
    return this.#bare;
  }

  get state(): TradeState {
    return this.#bare.engine.trade.state;
  }

  /** Of real money. */
  get ledger(): Ledger {
    const ledger = this.state.ledgers.get(this.ledgerId);
    if (ledger === undefined) throw new Error('the account has no ledger');
    return ledger;
  }

  /** Live ones, oldest first. */
  get orders(): readonly Order[] {
    return [...this.state.orders.values()].filter(({ intent }) => intent.ledger === this.ledgerId);
  }

  /** The newest live one. */
  get last(): Order {
    const order = this.orders.at(-1);
    if (order === undefined) throw new Error('there is no live order');
    return order;
  }

  /** Our orders that the exchange has, in the order in which they were sent. */
  get landed() {
    return [...new Set(this.sent)].flatMap((hash) => this.world.exchange.order(hash) ?? []);
  }

  /** Our market as the engine knows it. */
  get listed(): Market {
    const known = this.state.markets.get(this.world.market.conditionId as MarketId);
    if (known === undefined) throw new Error('the market is listed');
    return known;
  }

  held(outcome = 0): number {
    const token = this.world.market.tokenIds[outcome];
    const rows = this.ledger.openPositions.filter(({ tokenId }) => tokenId === token);
    return rows.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  notices(kind: string): readonly object[] {
    return this.#bare.changes.flatMap((change) =>
      change.kind === 'notice' && change.notice.kind === kind ? [change.notice.data] : [],
    );
  }

  /** Lists the market as it is, or with another tick. */
  list(tick?: number): void {
    this.#bare.frame(listingOf(this.world.market, this.nowMs, tick));
  }

  /** Shows the engine the book as it is, or another one. */
  showBook(of: { readonly asks?: string[]; readonly bids?: string[] } = {}): void {
    const { market } = this.world;
    const { asks, bids } = market.book(0);
    const texts = (levels: typeof asks): string[] =>
      levels.map(({ price, size }) => `${price / MICRO}x${size / MICRO}`);
    const levels = { asks: sides(of.asks ?? texts(asks)), bids: sides(of.bids ?? texts(bids)) };
    this.#bare.frame(bookOf(market, levels, this.nowMs));
  }

  /** A trade of the leader, not worked on before {@link settle}. */
  leader(side: 'buy' | 'sell', of: { readonly price?: number; readonly wallet?: string } = {}) {
    this.#trades += 1;
    const { bestAsk, market } = this.world;
    const { price = bestAsk, wallet = 'anna' } = of;
    const row = { wallet: addressOf(wallet), side, price, quantity: 400 };
    this.#told = tradeOf(market, { ...row, transaction: this.#trades }, this.nowMs);
    this.repeat();
  }

  /** The feeds tell of the leader's newest trade once more. */
  repeat(): void {
    if (this.#told !== null) this.#bare.frame(this.#told);
  }

  /** The leader trades at the true best price of a book that was just shown. */
  async copies(side: 'buy' | 'sell' = 'buy', wallet = 'anna'): Promise<void> {
    this.showBook();
    const { bestAsk, bestBid } = this.world;
    this.leader(side, { price: side === 'buy' ? bestAsk : bestBid, wallet });
    await this.settle();
  }

  /**
   * A copy at a price at which the exchange has no seller, though the engine believes so: it rests
   * there, `behind` dollars under the best bid, or a cent above it.
   */
  async rests(behind = 0.05): Promise<void> {
    const price = Math.round((this.world.bestBid - behind) * 100) / 100;
    this.showBook({ asks: [`${price}x1000`], bids: [`${(price - 0.02).toFixed(2)}x1000`] });
    this.leader('buy', { price });
    await this.settle();
  }

  async command(body: Parameters<BareEngine['command']>[0]): Promise<void> {
    this.#bare.command(body);
    await this.settle();
  }

  async follow(name: string, rules: Partial<WalletRules> = {}): Promise<void> {
    const usual = defaultWalletRules(addressOf(name), this.nowMs);
    await this.command({ kind: 'follow', rules: { ...usual, ...LIVE_RULES, ...rules } });
  }

  /** Works until nothing is left to do at this moment. */
  async settle(): Promise<void> {
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      await this.work();
      await this.#runner.idle();
      if (this.#results.length > 0) continue;
      expect(brokenInvariants(this.#bare.engine)).toEqual([]);
      return;
    }
    throw new Error('it never becomes quiet');
  }

  /** Works on what is there, and leaves what the venue has not answered under way. */
  async work(): Promise<void> {
    for (;;) {
      const effect = this.#bare.effects[this.#done];
      if (effect !== undefined) {
        this.#done += 1;
        await this.#perform(effect);
        continue;
      }
      const result = this.#results.shift();
      if (result === undefined) return;
      this.#bare.step({ kind: 'effect', result });
      this.#countStep();
    }
  }

  /** Lets time pass, for the world and for us, timer by timer. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    await this.settle();
    for (;;) {
      const timer = this.#bare.engine.nextTimer;
      const nextMs = Math.min(timer?.atMs ?? untilMs, untilMs);
      if (nextMs > this.nowMs) this.world.clock.advance(nextMs - this.nowMs);
      this.#bare.nowMs = this.nowMs;
      if (timer === null || timer.atMs > untilMs) break;
      this.#bare.step({ kind: 'timer', timerId: timer.id });
      await this.settle();
    }
  }

  /** The program ends here and begins again with what the store has. */
  async restart(): Promise<void> {
    this.stepsLeft = Number.POSITIVE_INFINITY;
    await this.#runner.idle();
    const snapshot = await this.store.snapshot(this.nowMs);
    const accounts = [this.ledgerId];
    this.#bare = new BareEngine(this.nowMs, this.#settings, { snapshot, accounts });
    this.#done = 0;
    this.#runner = this.#newRunner(snapshot.orders);
    this.#ready();
    await this.settle();
  }

  async #perform(effect: Effect): Promise<void> {
    this.#countStep();
    if (effect.kind !== 'commit') {
      this.#runner.take(effect);
      return;
    }
    const { commitId, changes } = effect;
    await this.store.commit(changes);
    this.#countStep();
    this.#bare.step({ kind: 'effect', result: { kind: 'committed', commitId } });
  }

  /** @throws Died at the step at which the test wants it. */
  #countStep(): void {
    this.stepsLeft -= 1;
    if (this.stepsLeft === 0) throw new Died();
  }

  #newRunner(known: readonly Order[]): LiveRunner {
    const { executor } = this;
    const results: EffectResult[] = []; // Those of an earlier program reach nobody.
    this.#results = results;
    return new LiveRunner({
      executor: notingExecutor(executor, this),
      redeemer: new ScriptedRedeemer(executor.ledger),
      journal: null,
      stop: { stopReason: (order) => stopReason(this.state, order) },
      clock: this.world.clock,
      schedule: HOST_SCHEDULE,
      mayBeSent: known.flatMap(({ body, externalId }) => (body === null ? [] : [externalId])),
      trouble: {
        fault: (fault, detail) => this.faults.push([fault, detail]),
        error: (what, error) => {
          throw new Error(what, { cause: error });
        },
      },
      onResult: (result) => results.push(result),
    });
  }

  #ready(): void {
    const ledger = this.ledgerId;
    this.#bare.step({ kind: 'account', event: { kind: 'readiness', ledger, missing: [] } });
  }

  async #goLive(rules: Partial<WalletRules>): Promise<void> {
    await this.settle();
    this.#ready();
    await this.command({ kind: 'acknowledgeLive' });
    await this.command({ kind: 'setMode', mode: 'live' });
    await this.follow('anna', rules);
    await this.pass(LIVE_AFTER_MS);
    this.list();
    await this.settle();
    expect(this.state.control.live).not.toBeNull();
  }
}
