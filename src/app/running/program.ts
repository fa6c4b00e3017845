import { InProcessStateStore } from '../../data/state/in-process.ts';
import type { Queries } from '../../engine/contract/queries.ts';
import type { Effect } from '../../engine/core/effects.ts';
import { Engine } from '../../engine/core/engine.ts';
import { brokenInvariants } from '../../engine/core/invariants.ts';
import type { Change } from '../../engine/domain/change.ts';
import { type MarketId, PAPER } from '../../engine/domain/ids.ts';
import type { EffectResult, LoopInput } from '../../engine/domain/input.ts';
import { resolveSettings } from '../../engine/domain/settings.ts';
import { MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { invariant } from '../../engine/domain/values/invariant.ts';
import type { WalletRules } from '../../engine/domain/wallet.ts';
import type { StateStore } from '../../engine/ports.ts';
import { Answers } from './answers.ts';
import { CommitQueue, urgencyOf } from './commit-queue.ts';
import { DecisionsOfDay } from './day-counts.ts';
import { EquitySampler } from './equity-sampler.ts';
import { FeedWatch } from './feed-watch.ts';
import { Intake } from './intake.ts';
import { LiveSide } from './live/live-side.ts';
import { LiveLoop } from './live-loop.ts';
import { type ModelSide, modelSideOf } from './model-side.ts';
import { OtherVenues } from './other-venues.ts';
import { PolymarketFeeds } from './polymarket-feeds.ts';
import type { Program, ProgramOptions } from './program-options.ts';
import { programQueries } from './program-queries.ts';
import { type Names, namesFrom } from './read-model/names.ts';
import { programScoring } from './scoring/program-scoring.ts';
import type { Scorer } from './scoring/scorer.ts';
import { settled } from './settled.ts';
import { SteadyClock } from './steady-clock.ts';

/** How long a stop waits for what is not written yet. */
const CLOSE_MS_MAX = 4_000;
const FEED_LOOK_MS = 5 * SECOND_MS;
const STATE_OF_ITS_OWN = { nowMs: () => performance.now(), onListenerError: () => undefined };

/** Starts where the store says that the last run ended. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const running = new Running(options);
  try {
    await running.start();
  } catch (error) {
    // Sockets that go on trying would keep the process from ending.
    await running.close();
    throw error;
  }
  return running;
}

class Running implements Program {
  readonly engine = new Engine();
  readonly intake: Intake;
  readonly feeds: PolymarketFeeds;
  readonly queries: Queries;
  readonly actions: Answers;
  readonly names: Names;
  readonly scoring: Scorer;
  readonly #options: ProgramOptions;
  readonly #loop: LiveLoop;
  readonly #commits: CommitQueue;
  readonly #day: DecisionsOfDay;
  readonly #watch = new FeedWatch();
  readonly #equity: EquitySampler;
  readonly #live: LiveSide | null;
  readonly #model: ModelSide | null;
  readonly #others: OtherVenues;
  readonly #state: StateStore;
  readonly #onResult = (result: EffectResult) => this.#loop.offer({ kind: 'effect', result });
  #timers: NodeJS.Timeout[] = [];

  constructor(options: ProgramOptions) {
    this.#options = options;
    this.#state = options.state ?? new InProcessStateStore(STATE_OF_ITS_OWN);
    const { state } = this.engine.trade;
    this.#day = new DecisionsOfDay(() => state.settings.timeZone);
    const clock = new SteadyClock({
      ...{ wallMs: () => Date.now(), monotonicMs: () => performance.now() },
    });
    this.#loop = new LiveLoop({
      engine: this.engine,
      nowMs: () => clock.nowMs(),
      observer: {
        onInput: (atMs, input) => {
          for (const observer of options.observers) observer.onInput?.(atMs, input);
        },
        onStep: (input, effects) => this.#onStep(input, effects),
      },
      onFatal: (error) => options.onFatal(error),
    });
    this.#commits = new CommitQueue({
      store: options.store,
      nowMs: () => Date.now(),
      confirmed: (commitId, changes) => this.#onCommitted(commitId, changes),
      failed: (error) => options.log.error({ err: error }, 'the database did not take a write'),
    });
    this.#equity = new EquitySampler({
      ...{ engine: this.engine, store: options.store, nowMs: () => Date.now() },
      failed: (error) => options.log.warn({ err: error }, 'a sample of equity was not written'),
    });
    this.actions = new Answers(this.#loop, this.#commits);
    this.intake = new Intake({
      loop: this.#loop,
      problem: (problem) => options.log.debug({ problem }, 'a frame could not be read'),
      seen: (events, receivedAtMs) => {
        this.feeds.seen(events);
        this.scoring.seen(events, receivedAtMs);
      },
    });
    const onGap = (marketId: MarketId) => this.#loop.offer({ kind: 'gap', marketId });
    this.feeds = new PolymarketFeeds({
      urls: options.urls,
      ...(options.pace === undefined ? {} : { pace: options.pace }),
      intake: this.intake,
      engine: this.engine,
      onGap,
      state: this.#state,
      stateFailed: (error) => options.log.debug({ err: error }, 'a kept book'),
      cursor: (name) => options.store.cursor(name),
      unread: (wallet, error) =>
        options.log.warn({ err: error, wallet }, 'what a wallet holds is not read yet'),
    });
    this.#live = this.#liveSide();
    const live = this.#live;
    this.#model = modelSideOf(options, this.feeds.client, this.#onResult);
    this.#others = new OtherVenues({
      ...{ options, engine: this.engine, intake: this.intake, feeds: this.feeds },
      ...{ state: this.#state, log: options.log, onGap },
      paired: (pairs, groups) => this.#loop.offer({ kind: 'paired', pairs, groups }),
      credentials: live === null ? null : () => live.channelAuth,
    });
    this.scoring = programScoring({
      ...{ engine: this.engine, reports: options.store, client: this.feeds.client },
      ...{ log: options.log, ...options.scoring },
      isIdle: () => this.#loop.isIdle,
      tell: (assessments) => this.#loop.offer({ kind: 'scored', assessments }),
    });
    this.queries = programQueries({
      ...{ options, engine: this.engine, feeds: this.feeds, others: this.#others },
      ...{ scoring: this.scoring, commits: this.#commits, day: this.#day },
    });
    this.names = namesFrom({ engine: this.engine, siteUrl: options.siteUrl });
  }

  get unread(): LiveLoop['unread'] {
    return this.#loop.unread;
  }

  async start(): Promise<void> {
    const { store, settings, wallets, version, trading } = this.#options;
    const snapshot = await store.snapshot(Date.now());
    const journalled = (await trading?.journal?.read()) ?? [];
    const resolved = resolveSettings(settings);
    invariant(resolved.ok, 'settings of a run were checked');
    const deposits = [{ ledger: PAPER, amount: resolved.settings.bankroll }];
    const accounts = this.#live === null ? [] : [this.#live.ledger];
    const model = this.#model === null ? {} : { model: this.#model.terms };
    const start = {
      version,
      snapshot,
      settings,
      wallets,
      deposits,
      accounts,
      journalled,
      ...model,
    };
    this.feeds.start();
    this.#live?.begin([...snapshot.orders, ...journalled]);
    this.#loop.offerNow({ kind: 'start', start });
    this.#kill('host', this.#options.killedBecause?.() ?? null);
    for (const { address, followedAtMs } of this.engine.trade.state.wallets.values()) {
      await this.feeds.follow(address, followedAtMs);
    }
    this.scoring.start();
    this.#others.start();
    await this.#day.restore(store, Date.now());
    this.#live?.start();
    this.#equity.start();
    this.#timers = [
      setInterval(() => this.#lookAtFeeds(), FEED_LOOK_MS),
      setInterval(() => this.#checkInvariants(), MINUTE_MS),
    ];
  }

  dump<T>(backup: () => Promise<T>): Promise<T> {
    return this.#live === null ? backup() : this.#live.dump(backup);
  }

  async close(): Promise<boolean> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#equity.stop();
    await this.scoring.close();
    await Promise.all([this.feeds.close(), this.#others.close()]);
    await settled(this.engine, this.#loop);
    await this.#live?.close();
    this.#loop.stop();
    await this.#state.close();
    const isWritten = await this.#commits.close(CLOSE_MS_MAX);
    await this.#options.store.close();
    return isWritten;
  }

  #onStep(input: LoopInput, effects: readonly Effect[]): void {
    for (const effect of effects) this.#perform(effect, input, effects);
    this.actions.take(effects);
    for (const observer of this.#options.observers) {
      observer.onStep?.(input, effects, this.engine);
    }
  }

  #perform(effect: Effect, input: LoopInput, effects: readonly Effect[]): void {
    switch (effect.kind) {
      case 'commit':
        this.#commits.add(effect.commitId, effect.changes, urgencyOf(effects));
        this.#day.take(effect.changes, input.atMs);
        for (const change of effect.changes) this.#onChange(change);
        return;
      case 'watch':
        if (!this.#others.take(effect)) this.feeds.watch(effect.marketId, effect.wanted);
        return;
      case 'reread':
        if (!this.#others.take(effect)) this.feeds.reread(effect.marketId);
        return;
      case 'answer':
        return; // Taken below, with the commit that it belongs to.
      default:
        this.#askVenue(effect);
    }
  }

  /** What the core asks of the model, or of the venue of its account. */
  #askVenue(effect: Effect): void {
    if (this.#model?.take(effect) === true) return;
    invariant(this.#live?.take(effect) === true, `somebody carries out ${effect.kind}`);
  }

  #liveSide(): LiveSide | null {
    const { trading, urls, log } = this.#options;
    if (trading == null) return null;
    const { clobUrl, wsUrl } = urls;
    return new LiveSide({
      ...{ ...trading, mirror: trading.state ?? null, clobUrl, wsUrl, log },
      notLeading: this.#options.notLeading ?? (() => null),
      client: this.feeds.client,
      state: this.engine.trade.state,
      isStoreFailing: () => this.#commits.failingSinceMs !== null,
      onResult: this.#onResult,
      onEvent: (event) => this.#loop.offer({ kind: 'account', event }),
    });
  }

  #onChange(change: Change): void {
    this.scoring.changed(change);
    if (change.kind === 'order') this.feeds.traded(change.order.intent.marketId);
    if (change.kind === 'fill') this.feeds.traded(change.fill.marketId);
    if (change.kind === 'walletRemoved') this.feeds.unfollow(change.address);
    if (change.kind === 'wallet') this.#follow(change.wallet);
  }

  #follow({ address, followedAtMs }: WalletRules): void {
    this.feeds.follow(address, followedAtMs).catch((error: unknown) => {
      this.#options.log.error({ err: error, wallet: address }, 'a wallet cannot be read yet');
    });
  }

  #onCommitted(commitId: number, changes: readonly Change[]): void {
    this.#loop.offer({ kind: 'effect', result: { kind: 'committed', commitId } });
    this.#live?.written(changes);
    if (changes.some((change) => change.kind === 'notice')) this.#options.onNotices();
  }

  #lookAtFeeds(): void {
    const nowMs = Date.now();
    this.feeds.lookAtBooks(nowMs);
    // Those whose cursor the store did not tell before; the others are read already.
    for (const wallet of this.engine.trade.state.wallets.values()) this.#follow(wallet);
    const views = [...this.feeds.views(nowMs), ...this.#others.views(nowMs)];
    for (const change of this.#watch.look(views, nowMs)) {
      this.#loop.offer({ kind: 'feed', change });
    }
  }

  /** Money that does not add up is no state to trade in: a kill, which only a person undoes. */
  #checkInvariants(): void {
    const [broken] = brokenInvariants(this.engine);
    if (broken === undefined || this.engine.trade.state.control.killed !== null) return;
    this.#options.log.fatal({ broken }, 'the books do not add up');
    this.#kill('safety', `the books do not add up: ${broken}`);
  }

  #kill(actor: 'host' | 'safety', reason: string | null): void {
    if (reason === null || this.engine.trade.state.control.killed !== null) return;
    const body = { kind: 'kill', reason } as const;
    const id = `${actor}/${Date.now()}`;
    this.#loop.offerNow({ kind: 'command', command: { id, actor, body } });
  }
}
