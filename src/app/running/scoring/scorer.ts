import { UnavailableError } from '../../../engine/contract/queries.ts';
import type { Change } from '../../../engine/domain/change.ts';
import type { Copyability } from '../../../engine/domain/copy-result.ts';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { MarketEvent } from '../../../engine/domain/market-event.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import type { CopyRecord, WalletScore } from '../../../engine/domain/wallet-score.ts';
import type { ScoredCandidate, Scoring } from '../read-model/sources.ts';
import { Assessor } from './assessor.ts';
import { CandidateDesk } from './candidate-desk.ts';
import { Discovery } from './discovery.ts';
import type { KeeperPort } from './keeper-port.ts';
import { LOOK_MS, OpenMarkets } from './open-markets.ts';
import type { Past } from './past.ts';
import { Readings } from './readings.ts';
import type { Judging } from './score-keeper.ts';
import type { ScorerOptions, ScoringHealth } from './scorer-options.ts';
import { seenIn, seenInChange } from './seen-in.ts';
import { SeenPump } from './seen-pump.ts';

/** Between two looks at what is due. */
export const TICK_MS = SECOND_MS;
/** When the venue's ranking is asked for again after a failure. */
export const LEADERS_RETRY_MS = 5 * MINUTE_MS;

/**
 * Scores wallets beside the trading: what passes goes through a bounded queue to a keeper that counts
 * and judges. What comes of it goes back to the engine as an input.
 */
export class Scorer implements Scoring {
  readonly #options: ScorerOptions;
  readonly #pump: SeenPump;
  readonly #readings: Readings;
  readonly #assessor: Assessor;
  readonly #discovery: Discovery;
  readonly #candidates: CandidateDesk;
  readonly #markets: OpenMarkets;
  readonly #closing = new AbortController();
  /** Wallets whose whole past is counted. */
  readonly #whole = new Set<WalletAddress>();
  #told: ReadonlySet<WalletAddress> = new Set();
  #ends: (() => void)[] = [];
  #endTick: (() => void) | null = null;
  #lookAtMs: AtMs = 0;
  #leadersAtMs: AtMs | null = null;
  #isTicking = false;
  #counts = { tracked: 0, evicted: 0 };

  constructor(options: ScorerOptions) {
    const { keeper, followed, log, runtime, later, reports, marks } = options;
    const isFollowed = (wallet: WalletAddress): boolean => followed().has(wallet);
    this.#options = options;
    this.#pump = this.#pumpTo(keeper, isFollowed);
    this.#readings = new Readings({
      ...{ keeper, past: options.past, runtime },
      followedAtMs: (wallet) => followed().get(wallet)?.followedAtMs ?? null,
      done: (wallet, past) => this.#onRead(wallet, past),
      failed: (wallet, error) => {
        log.warn({ err: error, wallet }, 'the history of a wallet is not read yet');
        this.#candidates.release(wallet);
      },
      gaveUp: (wallet) => this.#drop(wallet),
    });
    this.#assessor = new Assessor({
      ...{ reports, marks },
      isClosing: () => this.#closing.signal.aborted,
      failed: (wallet, error) => {
        log.warn({ err: error, wallet }, 'what copying a wallet made could not be read');
        this.#send(keeper.ask('markChanged', [wallet]));
      },
    });
    this.#discovery = new Discovery({
      ...{ isFollowed, leaders: options.leaders },
      best: (named, countMax) => keeper.ask('best', named, countMax, this.#judging()),
      want: (wallet) => this.#readings.want(wallet),
      drop: (wallet) => this.#drop(wallet),
    });
    this.#candidates = new CandidateDesk({
      ...{ discovery: this.#discovery, later },
      isWhole: (wallet) => this.#whole.has(wallet),
      scores: (wallets) => keeper.ask('scores', wallets, this.#judging()),
      copyability: (wallet) => options.copyability.of(wallet),
    });
    this.#markets = new OpenMarkets({
      ...{ isWatched: options.isWatched, facts: options.facts },
      open: () => keeper.ask('openMarkets'),
      found: (seen) => this.#pump.push(seen),
    });
  }

  /** Has the pasts of all followed wallets read, and looks for others. */
  start(): void {
    const { timetable, runtime } = this.#options;
    this.#readAll();
    this.#lookAtMs = runtime.nowMs() + LOOK_MS;
    this.#readLeaders();
    this.#ends = [
      timetable.hourly(() => this.#onHour()),
      timetable.everySixHours(() => this.#readLeaders()),
    ];
    this.#tickLater();
  }

  /** The keeper knows nothing any more: everything is read again. */
  restart(): void {
    this.#whole.clear();
    this.#told = new Set();
    this.#readAll();
    for (const wallet of this.#discovery.wallets) this.#readings.want(wallet);
  }

  /** Events on their way to the engine. Costs next to nothing. */
  seen(events: readonly MarketEvent[], receivedAtMs: AtMs): void {
    for (const event of events) {
      const seen = seenIn(event, receivedAtMs);
      if (seen !== null) this.#pump.push(seen);
    }
  }

  /** What the engine wrote down. */
  changed(change: Change): void {
    const seen = seenInChange(change);
    if (seen !== null) this.#pump.push(seen);
    else if (change.kind === 'walletRemoved') this.#onUnfollowed(change.address);
    else if (change.kind === 'wallet') this.#onWallet(change.wallet.address);
  }

  async score(address: WalletAddress): Promise<WalletScore | null> {
    if (!this.#options.followed().has(address)) {
      return await answered(this.#candidates.ask(address));
    }
    if (!this.#whole.has(address)) return this.#options.knownScore(address);
    return await answered(this.#options.keeper.ask('score', address, this.#judging()));
  }

  async copying(address: WalletAddress): Promise<readonly CopyRecord[]> {
    return await answered(this.#assessor.copying(address, this.#options.runtime.nowMs()));
  }

  async copyability(address: WalletAddress): Promise<Copyability | null> {
    return await answered(this.#options.copyability.of(address));
  }

  knownCopyability(address: WalletAddress): Copyability | null {
    return this.#options.copyability.known(address);
  }

  candidates(): readonly ScoredCandidate[] {
    return this.#candidates.list();
  }

  health(): ScoringHealth {
    const followed = [...this.#options.followed().keys()];
    return {
      ...this.#readings.health,
      ...this.#counts,
      queued: this.#pump.queued,
      dropped: this.#pump.dropped,
      unread: followed.filter((wallet) => !this.#whole.has(wallet)).length,
      candidates: this.#candidates.size,
      sliceMsMax: this.#pump.sliceMsMax,
    };
  }

  /** Stops; resolves when nothing is read any more. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#endTick?.();
    this.#pump.stop();
    for (const end of this.#ends) end();
    this.#candidates.close();
    await Promise.all([this.#readings.close(), this.#options.keeper.close()]);
  }

  #pumpTo(keeper: KeeperPort, isFollowed: (wallet: WalletAddress) => boolean): SeenPump {
    const { isIdle, runtime, later, log, queueMax } = this.#options;
    return new SeenPump({
      ...{ keeper, isFollowed, isIdle, later, monotonicMs: () => runtime.monotonicMs() },
      ...(queueMax === undefined ? {} : { queueMax }),
      failed: (error) => {
        if (!this.#closing.signal.aborted) log.error({ err: error }, 'events were not counted');
      },
      overflowed: () => log.warn('more passes than scores can be made of: some is left out'),
    });
  }

  #judging(): Judging {
    return { nowMs: this.#options.runtime.nowMs(), weights: this.#options.weights() };
  }

  #tickLater(): void {
    this.#endTick = this.#options.later(() => {
      this.#attempt(this.#tick(), 'wallets could not be assessed');
      this.#tickLater();
    }, TICK_MS);
  }

  async #tick(): Promise<void> {
    const nowMs = this.#options.runtime.nowMs();
    if (this.#leadersAtMs !== null && nowMs >= this.#leadersAtMs) this.#readLeaders();
    if (nowMs >= this.#lookAtMs) {
      this.#lookAtMs = nowMs + LOOK_MS;
      const looked = this.#markets.look(nowMs, this.#closing.signal);
      this.#attempt(looked, 'how markets ended could not be read');
    }
    if (this.#isTicking) return;
    this.#isTicking = true;
    try {
      const tick = await this.#options.keeper.ask('tick', this.#judging());
      this.#counts = { tracked: tick.tracked, evicted: tick.evicted };
      for (const wallet of tick.broken) this.#onBroken(wallet);
      const assessments = await this.#assessor.assess(tick.scores);
      const { followed, tell } = this.#options;
      const wanted = assessments.filter(({ score }) => followed().has(score.wallet));
      if (wanted.length > 0 && !this.#closing.signal.aborted) tell(wanted);
    } finally {
      this.#isTicking = false;
    }
  }

  #onHour(): void {
    const followed = [...this.#options.followed().keys()];
    this.#send(this.#options.keeper.ask('markChanged', followed));
    this.#attempt(this.#candidates.judge(), 'candidates could not be judged');
    this.#attempt(this.#discovery.lookThrough(), 'wallets could not be looked through');
  }

  #readAll(): void {
    this.#tellFollowed();
    for (const wallet of this.#options.followed().keys()) this.#readings.want(wallet);
  }

  #readLeaders(): void {
    this.#leadersAtMs = null;
    const read = this.#discovery.readLeaders(this.#closing.signal).catch((error: unknown) => {
      this.#leadersAtMs = this.#options.runtime.nowMs() + LEADERS_RETRY_MS;
      throw error;
    });
    this.#attempt(read, 'whom the venue ranks first could not be read');
  }

  #onRead(wallet: WalletAddress, past: Past): void {
    this.#whole.add(wallet);
    this.#options.copyability.learn(wallet, past);
    if (this.#options.followed().has(wallet)) this.#candidates.release(wallet);
    else this.#attempt(this.#candidates.read(wallet), 'a candidate could not be judged');
  }

  #onBroken(wallet: WalletAddress): void {
    this.#whole.delete(wallet);
    this.#readings.want(wallet);
  }

  #onWallet(wallet: WalletAddress): void {
    if (this.#told.has(wallet)) return;
    this.#tellFollowed();
    this.#candidates.adopt(wallet);
    // What was read of a candidate lacks what the store has of it.
    this.#readings.forget(wallet);
    this.#readings.want(wallet);
  }

  #onUnfollowed(wallet: WalletAddress): void {
    this.#tellFollowed();
    this.#drop(wallet);
  }

  #tellFollowed(): void {
    const followed = [...this.#options.followed().keys()];
    this.#told = new Set(followed);
    this.#send(this.#options.keeper.ask('follow', followed));
  }

  /** Nobody follows it any more, and it is no candidate. */
  #drop(wallet: WalletAddress): void {
    this.#whole.delete(wallet);
    this.#readings.forget(wallet);
    this.#candidates.forget(wallet);
    this.#options.copyability.forget(wallet);
    this.#send(this.#options.keeper.ask('release', wallet));
  }

  readonly #send = (sent: Promise<unknown>): void =>
    this.#attempt(sent, 'the scoring does not answer');

  #attempt(work: Promise<unknown>, failed: string): void {
    work.catch((error: unknown) => {
      if (!this.#closing.signal.aborted) this.#options.log.warn({ err: error }, failed);
    });
  }
}

/** @throws UnavailableError when the store, the venue or the scoring does not answer. */
async function answered<Value>(asked: Promise<Value>): Promise<Value> {
  try {
    return await asked;
  } catch (cause) {
    throw new UnavailableError('Scores cannot be read now', { cause });
  }
}
