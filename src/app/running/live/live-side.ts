import { setTimeout as wait } from 'node:timers/promises';
import { SYSTEM_RUNTIME } from '../../../data/http/runtime.ts';
import type { ApiCredentialTexts } from '../../../data/polymarket/auth/api-credentials.ts';
import type { PolymarketClient } from '../../../data/polymarket/client/client.ts';
import { UserStream } from '../../../data/polymarket/stream/user-stream.ts';
import { PolymarketExecutor } from '../../../data/polymarket/trading/polymarket-executor.ts';
import { SYSTEM_SOCKETS } from '../../../data/socket/system-sockets.ts';
import type { Effect } from '../../../engine/core/effects.ts';
import { stopReason } from '../../../engine/core/trade/kill.ts';
import type { TradeState } from '../../../engine/core/trade/state.ts';
import type { AccountEvent } from '../../../engine/domain/account-event.ts';
import type { Change } from '../../../engine/domain/change.ts';
import { type IntentId, isLive, type LedgerId } from '../../../engine/domain/ids.ts';
import type { EffectResult } from '../../../engine/domain/input.ts';
import type { Order } from '../../../engine/domain/order.ts';
import { isTerminal } from '../../../engine/domain/order-state.ts';
import { MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import { LoopLag, troubleOf } from '../../../engine/execution/health.ts';
import { Heartbeat } from '../../../engine/execution/heartbeat.ts';
import { InFlightMirror } from '../../../engine/execution/in-flight-mirror.ts';
import { LiveRunner } from '../../../engine/execution/live-runner.ts';
import { HOST_SCHEDULE } from '../../../engine/execution/schedule.ts';
import type { Journal, StateStore } from '../../../engine/ports.ts';
import type { Logger } from '../../../ops/log.ts';
import type { Scrubber } from '../../../ops/scrubber.ts';
import { within } from '../../within.ts';
import { Readiness } from './readiness.ts';
import { type ChainWays, ledBy, redeemerOf } from './redeemer.ts';
import type { TradingKey } from './trading-key.ts';

/** How long a stop waits for answers of the venue. */
const CLOSE_MS_MAX = 4 * SECOND_MS;
/** Before credentials are asked for again. */
const CONNECT_AGAIN_MS = 5 * SECOND_MS;
/** How long the account's channel may be closed while real money is at stake. */
export const CHANNEL_CLOSED_MS_MAX = 2 * MINUTE_MS;
const CHANNEL_LOOK_MS = SECOND_MS;

export interface LiveSideOptions {
  readonly key: TradingKey;
  readonly chain: ChainWays;
  /** `null` where the database itself outlasts the loss of power. */
  readonly journal: Journal | null;
  /** Where other readers see which orders are underway; nothing depends on it. */
  readonly mirror: StateStore | null;
  readonly clobUrl: string;
  readonly wsUrl: string;
  readonly client: Pick<PolymarketClient, 'geoblock'>;
  readonly state: TradeState;
  readonly scrubber: Scrubber;
  readonly log: Logger;
  isStoreFailing(): boolean;
  /** Why nothing may leave for the venue now, because another program may lead. */
  readonly notLeading: () => string | null;
  onResult(result: EffectResult): void;
  onEvent(event: AccountEvent): void;
}

/** Everything that a program with a trading account has besides: venue calls, channel, watch. */
export class LiveSide {
  readonly #options: LiveSideOptions;
  readonly #executor: PolymarketExecutor;
  readonly #stream: UserStream;
  readonly #readiness: Readiness;
  readonly #heartbeat: Heartbeat;
  readonly #lag = new LoopLag(HOST_SCHEDULE);
  readonly #stop = new AbortController();
  readonly #mirror: InFlightMirror | null;
  #runner: LiveRunner | null = null;
  #connecting: Promise<void> = Promise.resolve();
  #channelLook: NodeJS.Timeout | null = null;
  /** Orders that are over since the last dump. */
  readonly #over: IntentId[] = [];
  #openAtMs = performance.now();

  constructor(options: LiveSideOptions) {
    this.#options = options;
    const { key, clobUrl, wsUrl, client, onEvent } = options;
    this.#executor = new PolymarketExecutor(
      {
        ...{ clobUrl, ...key, stop: options.notLeading },
        onFault: (fault, detail) => onEvent({ kind: 'fault', fault, detail }),
      },
      SYSTEM_RUNTIME,
    );
    const executor = this.#executor;
    const { access, ledger, isOwn } = executor;
    access.onChange(() => this.#hideCredentials());
    this.#stream = new UserStream({ wsUrl, access, ledger, isOwn, onEvent }, SYSTEM_SOCKETS);
    this.#readiness = new Readiness({
      sources: {
        geoblock: () => client.geoblock(),
        checkClock: () => executor.checkClock(),
        isClosedOnly: () => executor.isClosedOnly(),
        collateral: () => executor.balances.read(null),
        signerState: () => key.signer.state,
        isChannelOpen: () => this.#isChannelOpen,
      },
      onChange: (missing) => onEvent({ kind: 'readiness', ledger, missing }),
      onError: (error) => options.log.error({ err: error }, 'what live needs was not looked at'),
    });
    this.#mirror = this.#mirrorOf(options.mirror);
    this.#heartbeat = new Heartbeat({
      venue: executor,
      schedule: HOST_SCHEDULE,
      isLive: () => options.state.control.live !== null,
      trouble: () => this.#trouble(),
      onChange: (why) => options.log.info({ why }, 'the beat of the dead-man switch'),
    });
  }

  get ledger(): LedgerId {
    return this.#executor.ledger;
  }

  /** What the venue's other channels let the account in with; `null` before it is known. */
  get channelAuth(): ApiCredentialTexts | null {
    return this.#executor.access.known?.channelAuth() ?? null;
  }

  /** Begins to answer effects; `known` are the orders that an earlier run may have sent. */
  begin(known: readonly Order[]): void {
    const { key, chain, journal, state, log, notLeading, onResult, onEvent } = this.#options;
    const mayBeSent = known.filter(({ body }) => body !== null).map((order) => order.externalId);
    this.#runner = new LiveRunner({
      executor: this.#executor,
      redeemer: ledBy(redeemerOf(key, chain), notLeading),
      journal,
      stop: { stopReason: (order) => notLeading() ?? stopReason(state, order) },
      clock: { nowMs: () => Date.now() },
      schedule: HOST_SCHEDULE,
      mayBeSent,
      trouble: {
        fault: (fault, detail) => onEvent({ kind: 'fault', fault, detail }),
        error: (what, error) => log.error({ err: error }, what),
      },
      onResult,
    });
  }

  /** Connects and watches. */
  start(): void {
    this.#lag.start();
    this.#connecting = this.#connect();
    this.#readiness.start();
    this.#heartbeat.start();
    this.#channelLook = setInterval(() => this.#lookAtChannel(), CHANNEL_LOOK_MS);
  }

  /** Whether the effect was one for the venue; it is answered through `onResult`. */
  take(effect: Effect): boolean {
    return this.#runner?.take(effect) ?? false;
  }

  /** Rows that the database took: what is over among them needs the journal until the next dump. */
  written(changes: readonly Change[]): void {
    this.#mirror?.take(changes);
    if (this.#options.journal === null) return;
    for (const change of changes) {
      if (change.kind !== 'order' || !isLive(change.order.intent.ledger)) continue;
      if (isTerminal(change.order.status)) this.#over.push(change.order.intent.id);
    }
  }

  /** Makes a dump that outlasts a loss of power, and lets the journal forget what is in it. */
  async dump<T>(backup: () => Promise<T>): Promise<T> {
    const over = this.#over.splice(0);
    let made: T;
    try {
      made = await backup();
    } catch (error) {
      this.#over.unshift(...over);
      throw error;
    }
    if (over.length > 0) await this.#options.journal?.forget(over);
    return made;
  }

  /** Sends nothing more, waits for what is under way, and forgets the key. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#heartbeat.stop();
    this.#lag.stop();
    if (this.#channelLook !== null) clearInterval(this.#channelLook);
    const ending = [
      this.#readiness.stop(),
      this.#connecting,
      this.#runner?.close(),
      this.#stream.close(),
    ];
    // What does not answer by then is asked again after the next start.
    await within(CLOSE_MS_MAX, Promise.all(ending));
    this.#executor.close();
    this.#mirror?.close();
    await this.#options.mirror?.close();
    await this.#options.journal?.close();
    await this.#options.key.signer.close();
  }

  get #isChannelOpen(): boolean {
    return this.#stream.snapshot().state === 'open';
  }

  #mirrorOf(state: StateStore | null): InFlightMirror | null {
    if (state === null) return null;
    return new InFlightMirror({
      ledger: this.ledger,
      state,
      schedule: HOST_SCHEDULE,
      onError: (error) => this.#options.log.debug({ err: error }, 'the mirror of orders underway'),
    });
  }

  /** Credentials come from the venue, which may not answer yet. */
  async #connect(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#stream.start();
        this.#hideCredentials();
        return;
      } catch (error) {
        this.#options.log.warn({ err: error }, 'no credentials of the venue yet');
      }
      await wait(CONNECT_AGAIN_MS, undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }

  #hideCredentials(): void {
    const known = this.#executor.access.known?.channelAuth();
    if (known === undefined) return;
    this.#options.scrubber.register(known.secret);
    this.#options.scrubber.register(known.passphrase);
  }

  /** A channel that stays closed means that fills are not heard of. */
  #lookAtChannel(): void {
    const nowMs = performance.now();
    if (this.#isChannelOpen) this.#openAtMs = nowMs;
    const closedMs = nowMs - this.#openAtMs;
    if (closedMs < CHANNEL_CLOSED_MS_MAX) return;
    this.#openAtMs = nowMs;
    const detail = `closed for ${Math.round(closedMs / SECOND_MS)} s`;
    this.#options.onEvent({ kind: 'fault', fault: 'userFeedStale', detail });
  }

  #trouble(): string | null {
    return troubleOf({
      lag: this.#lag,
      isKilled: () => this.#options.state.control.killed !== null,
      isStoreFailing: () => this.#options.isStoreFailing(),
      isAccountFeedFresh: () => this.#isChannelOpen,
    });
  }
}
