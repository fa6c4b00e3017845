import { type EstimateInput, estimateCopying } from '../../../engine/core/estimate/estimate.ts';
import type { Copyability } from '../../../engine/domain/copy-result.ts';
import type { MarketId, WalletAddress } from '../../../engine/domain/ids.ts';
import { type AtMs, MINUTE_MS } from '../../../engine/domain/time.ts';
import type { WalletScore } from '../../../engine/domain/wallet-score.ts';
import type { ScoreWeights } from '../../../engine/intelligence/scoring/judge/confidence.ts';
import { compareScores } from '../../../engine/intelligence/scoring/judge/rank.ts';
import { scoreOf } from '../../../engine/intelligence/scoring/judge/score.ts';
import type { WalletTracker } from '../../../engine/intelligence/scoring/record.ts';
import type { Past } from './past.ts';
import { ScoreBook } from './score-book.ts';
import type { Seen } from './seen-queue.ts';

/** A wallet is assessed at most so often, however much it does. */
export const ASSESS_MS_MIN = MINUTE_MS;
/** Wallets that are assessed in one go. */
export const ASSESSMENTS_MAX = 20;
/** Trades seen before a wallet that only passes is looked at. */
export const PASSER_TRADES_MIN = 10;
/** Ended markets before it is believed to be better than others. */
export const PASSER_ENDED_MIN = 20;
/** Markets told of at most when asked which are open. */
export const OPEN_MARKETS_MAX = 5_000;

/** When and by which weights is judged. */
export interface Judging {
  readonly nowMs: AtMs;
  readonly weights: ScoreWeights;
}

/** What a look at the time showed. */
export interface KeeperTick {
  /** Followed wallets whose score may be another one. */
  readonly scores: readonly WalletScore[];
  /** Wallets that have to be read again. */
  readonly broken: readonly WalletAddress[];
  readonly tracked: number;
  readonly evicted: number;
}

export interface ScoreKeeperOptions {
  readonly tracker: WalletTracker;
  readonly walletsMax?: number;
}

/** Counts and judges; knows no clock, no store and no network. Its words are plain data. */
export class ScoreKeeper {
  readonly #book: ScoreBook;
  readonly #assessedAtMs = new Map<WalletAddress, AtMs>();
  readonly #pasts = new Map<WalletAddress, Past[]>();
  #followed = new Set<WalletAddress>();

  constructor(options: ScoreKeeperOptions) {
    this.#book = new ScoreBook({ ...options, isFollowed: (wallet) => this.#followed.has(wallet) });
  }

  /** Counts what passed; `lost` are wallets of which something did not get here. */
  count(batch: readonly Seen[], lost: readonly WalletAddress[]): void {
    for (const seen of batch) this.#book.take(seen);
    for (const wallet of lost) this.#book.lose(wallet);
  }

  /** These are followed from now on, and no others. */
  follow(wallets: readonly WalletAddress[]): void {
    this.#followed = new Set(wallets);
  }

  /** Its past is going to be read: what it does meanwhile is kept until then. */
  begin(wallet: WalletAddress): void {
    this.#pasts.delete(wallet);
    this.#book.begin(wallet);
  }

  /** A piece of its past; all of them together are what was read. */
  take(wallet: WalletAddress, piece: Past): void {
    const pieces = this.#pasts.get(wallet);
    if (pieces === undefined) this.#pasts.set(wallet, [piece]);
    else pieces.push(piece);
  }

  /** Counts what was taken; `false` when it has to be read again. */
  restore(wallet: WalletAddress): boolean {
    const pieces = this.#pasts.get(wallet) ?? [];
    this.#pasts.delete(wallet);
    return this.#book.restore(wallet, {
      trades: pieces.flatMap(({ trades }) => trades),
      markets: pieces.flatMap(({ markets }) => markets),
      resolutions: pieces.flatMap(({ resolutions }) => resolutions),
      prints: pieces.flatMap(({ prints }) => prints),
    });
  }

  giveUp(wallet: WalletAddress): void {
    this.#pasts.delete(wallet);
    this.#book.giveUp(wallet);
  }

  /** It is followed too, and has no past to read: what is seen from now on is all. */
  adopt(wallet: WalletAddress): void {
    this.#followed.add(wallet);
    this.#book.adopt(wallet);
  }

  release(wallet: WalletAddress): void {
    this.#pasts.delete(wallet);
    this.#assessedAtMs.delete(wallet);
    this.#followed.delete(wallet);
    this.#book.release(wallet);
  }

  /** They have to be assessed, whether anything changed or not. */
  markChanged(wallets: readonly WalletAddress[]): void {
    for (const wallet of wallets) this.#book.markChanged(wallet);
  }

  tick({ nowMs, weights }: Judging): KeeperTick {
    this.#book.advance(nowMs);
    return {
      scores: this.#due(nowMs).flatMap((wallet) => {
        this.#assessedAtMs.set(wallet, nowMs);
        this.#book.settle(wallet);
        return this.score(wallet, { nowMs, weights }) ?? [];
      }),
      broken: this.#book.broken(),
      tracked: this.#book.tracker.size,
      evicted: this.#book.evicted,
    };
  }

  /** What is believed of it now; `null` while it never traded. */
  score(wallet: WalletAddress, { nowMs, weights }: Judging): WalletScore | null {
    const record = this.#book.record(wallet, nowMs);
    return record === null ? null : scoreOf(record, { weights });
  }

  scores(wallets: readonly WalletAddress[], judging: Judging): readonly WalletScore[] {
    return wallets.flatMap((wallet) => this.score(wallet, judging) ?? []);
  }

  /** The best of those who only pass, and of those named; those that tell too little left out. */
  best(
    named: readonly WalletAddress[],
    countMax: number,
    judging: Judging,
  ): readonly WalletScore[] {
    const wallets = new Set([...named, ...this.#book.busy(PASSER_TRADES_MIN)]);
    let best: WalletScore[] = [];
    for (const wallet of wallets) {
      const score = this.#followed.has(wallet) ? null : this.score(wallet, judging);
      if (score === null || score.ended < PASSER_ENDED_MIN) continue;
      best = [...best, score].sort(compareScores).slice(0, countMax);
    }
    return best;
  }

  /** ESTIMATE of what copying would have made: of what it is given, and nothing that was counted. */
  estimate(input: EstimateInput): Copyability {
    return estimateCopying(input).copyability;
  }

  /** Markets that are not known to be over, first those of wallets that matter. */
  openMarkets(): readonly MarketId[] {
    const ids = new Set<MarketId>(this.#book.marketsThatMatter.keys());
    for (const id of this.#book.tracker.unresolved()) {
      if (ids.size >= OPEN_MARKETS_MAX) break;
      ids.add(id);
    }
    return [...ids].slice(0, OPEN_MARKETS_MAX);
  }

  #due(nowMs: AtMs): readonly WalletAddress[] {
    const due = [...this.#book.changed].filter((wallet) => {
      const assessedAtMs = this.#assessedAtMs.get(wallet) ?? Number.NEGATIVE_INFINITY;
      const isDue = nowMs - assessedAtMs >= ASSESS_MS_MIN;
      return isDue && this.#followed.has(wallet) && this.#book.isWhole(wallet);
    });
    return due.slice(0, ASSESSMENTS_MAX);
  }
}
