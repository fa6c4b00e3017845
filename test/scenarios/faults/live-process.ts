import { setTimeout as wait } from 'node:timers/promises';
import { Wallet } from 'ethers';
import { expect } from 'vitest';
import { CommitQueue } from '../../../src/app/running/commit-queue.ts';
import { SteadyClock } from '../../../src/app/running/steady-clock.ts';
import { SYSTEM_RUNTIME } from '../../../src/data/http/runtime.ts';
import { UserStream } from '../../../src/data/polymarket/stream/user-stream.ts';
import { PolymarketExecutor } from '../../../src/data/polymarket/trading/polymarket-executor.ts';
import { SYSTEM_SOCKETS } from '../../../src/data/socket/system-sockets.ts';
import type { MemoryStore } from '../../../src/data/store/memory.ts';
import type { Effect } from '../../../src/engine/core/effects.ts';
import { Engine } from '../../../src/engine/core/engine.ts';
import { brokenInvariants } from '../../../src/engine/core/invariants.ts';
import { stopReason } from '../../../src/engine/core/trade/kill.ts';
import type { AccountEvent } from '../../../src/engine/domain/account-event.ts';
import type { Change } from '../../../src/engine/domain/change.ts';
import type { CommandBody } from '../../../src/engine/domain/command.ts';
import { type LedgerId, PAPER, type WalletAddress } from '../../../src/engine/domain/ids.ts';
import type { EffectResult } from '../../../src/engine/domain/input.ts';
import type { MarketEvent } from '../../../src/engine/domain/market-event.ts';
import type { Order } from '../../../src/engine/domain/order.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import type { WalletRules } from '../../../src/engine/domain/wallet.ts';
import { LiveRunner } from '../../../src/engine/execution/live-runner.ts';
import { Loop } from '../../../src/engine/loop.ts';
import type { Journal } from '../../../src/engine/ports.ts';
import { ScriptedRedeemer } from '../../engine/execution/scripted-redeemer.ts';
import type { VirtualSchedule } from '../../engine/execution/virtual-schedule.ts';
import { HeldExecutor } from './held-executor.ts';
import type { StillVenue } from './still-venue.ts';
import { StoreLine } from './store-line.ts';

/** A step of time: whatever waits for a second is seen at its second. */
const STEP_MS = 1_000;
/** Of a condition that has to come about by itself, each a millisecond or more after the last. */
const LOOKS_MAX = 15_000;

export interface ProcessPorts {
  readonly venue: StillVenue;
  readonly schedule: VirtualSchedule;
  readonly store: MemoryStore;
  readonly journal: Journal | null;
}

/**
 * One process: the real engine, loop, writer, runner and venue client, against the simulated venue.
 * Time, database and account outlive it.
 */
export class LiveProcess {
  readonly engine = new Engine();
  readonly line: StoreLine;
  readonly venueClient: PolymarketExecutor;
  readonly executor: HeldExecutor;
  readonly changes: Change[] = [];
  readonly errors: unknown[] = [];
  isGone = false;
  /** Seen before anything is done about them. */
  onEffect: (effect: Effect) => void = () => undefined;
  readonly #ports: ProcessPorts;
  readonly #loop: Loop;
  readonly #commits: CommitQueue;
  #runner: LiveRunner | null = null;
  #asked = 0;
  #answered = 0;
  #commands = 0;

  constructor(ports: ProcessPorts) {
    this.#ports = ports;
    const { venue, schedule, store } = ports;
    this.line = new StoreLine(store);
    this.venueClient = clientOf(ports, (fault, detail) =>
      this.tell({ kind: 'fault', fault, detail }),
    );
    this.executor = new HeldExecutor(this.venueClient);
    this.#commits = new CommitQueue({
      store: this.line,
      nowMs: () => venue.clock.nowMs(),
      confirmed: (commitId) => this.#offer({ kind: 'committed', commitId }),
      failed: () => undefined, // Counted by the line.
    });
    const clock = new SteadyClock({
      wallMs: () => schedule.clock.nowMs(),
      monotonicMs: () => schedule.nowMs(),
    });
    this.#loop = new Loop(this.engine, clock, {
      onInput: () => undefined,
      onStep: (_input, effects) => {
        for (const effect of effects) this.#perform(effect);
        expect(brokenInvariants(this.engine)).toEqual([]);
      },
    });
  }

  get ledger(): LedgerId {
    return this.venueClient.ledger;
  }

  get state(): Engine['trade']['state'] {
    return this.engine.trade.state;
  }

  /** Orders with real money, oldest first. */
  get orders(): readonly Order[] {
    return [...this.state.orders.values()].filter(({ intent }) => intent.ledger === this.ledger);
  }

  /** Dollars held for orders on their way. */
  get reserved(): number {
    return this.state.ledgers.get(this.ledger)?.totals().reserved ?? 0;
  }

  /** Shares that our books hold. */
  get shares(): number {
    const open = this.state.ledgers.get(this.ledger)?.openPositions ?? [];
    return open.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  get killed(): string | null {
    return this.state.control.killed?.reason ?? null;
  }

  notices(kind: string): readonly Change[] {
    return this.changes.filter((one) => one.kind === 'notice' && one.notice.kind === kind);
  }

  /** Reads what there is and begins. */
  async start(): Promise<void> {
    const { store, journal, venue, schedule } = this.#ports;
    const snapshot = await store.snapshot(venue.clock.nowMs());
    const journalled = (await journal?.read()) ?? [];
    const known = [...snapshot.orders, ...journalled];
    this.#runner = new LiveRunner({
      executor: this.executor,
      redeemer: new ScriptedRedeemer(this.executor.ledger),
      journal,
      stop: { stopReason: (order) => stopReason(this.state, order) },
      clock: schedule.clock,
      schedule,
      mayBeSent: known.filter(({ body }) => body !== null).map((order) => order.externalId),
      trouble: {
        fault: (fault, detail) => this.tell({ kind: 'fault', fault, detail }),
        error: (_what, error) => this.errors.push(error),
      },
      onResult: (result) => {
        this.#answered += 1;
        this.#offer(result);
      },
    });
    const deposits = [{ ledger: PAPER, amount: dollars(500) }];
    const start = { version: 'test', snapshot, settings: {}, wallets: [], deposits };
    this.#loop.offer({
      kind: 'start',
      start: { ...start, accounts: [this.ledger], journalled },
    });
    this.tell({ kind: 'readiness', ledger: this.ledger, missing: [] });
    await this.settle();
  }

  command(body: CommandBody): void {
    this.#commands += 1;
    const id = `command ${this.#commands} at ${this.#ports.venue.clock.nowMs()}`;
    this.#loop.offer({ kind: 'command', command: { id, actor: 'person', body } });
  }

  tell(event: AccountEvent): void {
    if (!this.isGone) this.#loop.offer({ kind: 'account', event });
  }

  see(...events: readonly MarketEvent[]): void {
    this.#loop.offerFrame({ source: 'test', frame: null, events });
  }

  follow(rules: WalletRules): void {
    this.command({ kind: 'follow', rules });
  }

  /** Hears the account's own channel from now on. */
  async openChannel(): Promise<UserStream> {
    const { access, ledger, isOwn } = this.venueClient;
    const { wsUrl } = this.#ports.venue.urls;
    let isConnected = false;
    const onEvent = (event: AccountEvent): void => {
      isConnected ||= event.kind === 'connected';
      this.tell(event);
    };
    const stream = new UserStream({ wsUrl, access, ledger, isOwn, onEvent }, SYSTEM_SOCKETS);
    await stream.start();
    await this.until(() => isConnected);
    await this.settle();
    return stream;
  }

  /** SIGKILL: what is not written is lost, and no answer reaches it any more. */
  kill9(): void {
    this.isGone = true;
    this.line.cut();
  }

  /** Waits until only what the test holds is on its way. */
  async settle(): Promise<void> {
    for (;;) {
      while (this.#loop.drain(1) > 0);
      await wait(0);
      if (this.#loop.idle && this.#isWritten && this.#isAnswered) return;
    }
  }

  /** Steps and answers go on until the condition holds. */
  async until(holds: () => boolean): Promise<void> {
    for (let looks = 0; !holds(); looks += 1) {
      if (looks > LOOKS_MAX) throw new Error(`it never came: ${holds}`);
      while (this.#loop.drain(1) > 0);
      await wait(1);
    }
  }

  /** Time passes, second by second and timer by timer; `each` is called before every step. */
  async pass(ms: number, each: () => void = () => undefined): Promise<void> {
    const { venue, schedule } = this.#ports;
    const untilMs = venue.clock.nowMs() + ms;
    for (let nowMs = venue.clock.nowMs(); nowMs < untilMs; nowMs = venue.clock.nowMs()) {
      each();
      const timerAtMs = Math.max(this.#loop.nextTimerAtMs ?? untilMs, nowMs + 1);
      const stepMs = Math.min(timerAtMs, nowMs + STEP_MS, untilMs) - nowMs;
      venue.clock.advance(stepMs);
      await schedule.advance(stepMs);
      await this.settle();
    }
  }

  get #isWritten(): boolean {
    return this.#commits.waiting === 0 || this.line.held > 0 || this.#isDown;
  }

  /** The database does not confirm: what waits is tried again later. */
  get #isDown(): boolean {
    return this.#commits.failingSinceMs !== null && this.line.manner([]) !== 'takes';
  }

  get #isAnswered(): boolean {
    return this.#asked - this.#answered <= this.executor.held + this.#behindHeld;
  }

  /** Posts that wait for one of their token that the test holds. */
  get #behindHeld(): number {
    const posts = this.#runner?.postsUnderway ?? 0;
    return Math.max(0, posts - this.executor.held) * Math.min(1, this.executor.held);
  }

  #offer(result: EffectResult): void {
    if (!this.isGone) this.#loop.offer({ kind: 'effect', result });
  }

  #perform(effect: Effect): void {
    if (this.isGone) return;
    this.onEffect(effect);
    if (effect.kind === 'commit') {
      this.changes.push(...effect.changes);
      this.#commits.add(effect.commitId, effect.changes);
    } else if (this.#runner?.take(effect) === true) this.#asked += 1;
  }
}

function clientOf(
  { venue, schedule }: ProcessPorts,
  onFault: ConstructorParameters<typeof PolymarketExecutor>[0]['onFault'],
): PolymarketExecutor {
  const { address, privateKey } = venue.owner;
  const key = address.toLowerCase() as WalletAddress;
  // Its pauses pass at once, time limits of requests do not: the engine's waits are looked at here.
  let sleptMs = 0;
  const runtime = {
    ...SYSTEM_RUNTIME,
    nowMs: () => venue.clock.nowMs(),
    monotonicMs: () => schedule.nowMs() + sleptMs,
    sleep: async (ms: number, signal?: AbortSignal) => {
      if (signal !== undefined) await SYSTEM_RUNTIME.sleep(ms, signal);
      else sleptMs += ms;
    },
  };
  return new PolymarketExecutor(
    {
      clobUrl: venue.urls.clobUrl,
      account: { chainId: 137, wallet: 'eoa', key, funder: key },
      signer: new Wallet(privateKey),
      onFault,
    },
    runtime,
  );
}
