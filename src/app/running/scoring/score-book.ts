import type { LeaderTrade } from '../../../engine/domain/change.ts';
import type { MarketId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { Resolution } from '../../../engine/domain/market.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { WalletRecord, WalletTracker } from '../../../engine/intelligence/scoring/record.ts';
import { LeaderDedupe } from '../../../engine/intelligence/wallet/leader-dedupe.ts';
import { Crowd, WALLETS_MAX } from './crowd.ts';
import { inOrder, mergeTrades, type Past } from './past.ts';
import { RecentTrades, tradeId } from './recent-trades.ts';
import type { Seen } from './seen-queue.ts';

/** Of a past that was counted, so many trades are known again when they come a second time. */
const KNOWN_AGAIN_MAX = 500;

export interface ScoreBookOptions {
  readonly tracker: WalletTracker;
  readonly isFollowed: (wallet: WalletAddress) => boolean;
  readonly walletsMax?: number;
  readonly recent?: RecentTrades;
}

/**
 * Counts for the tracker what passes, once each, and knows whose past was read, whose has to be read
 * again, and whose score may have changed. Everybody else is a crowd, of which those that least
 * matter are forgotten.
 */
export class ScoreBook {
  readonly tracker: WalletTracker;
  readonly #isFollowed: (wallet: WalletAddress) => boolean;
  readonly #walletsMax: number;
  readonly #dedupe = new LeaderDedupe();
  readonly #crowd = new Crowd();
  readonly #recent: RecentTrades;
  /** Wallets whose past is being read, with the count of recent trades when that began. */
  readonly #reading = new Map<WalletAddress, number>();
  readonly #whole = new Set<WalletAddress>();
  /** Which of the wallets that matter traded in a market. */
  readonly #traders = new Map<MarketId, Set<WalletAddress>>();
  readonly #changed = new Set<WalletAddress>();
  readonly #broken = new Set<WalletAddress>();
  /** Trades that were read, and may still be on their way here as well. */
  readonly #knownAgain = new Map<WalletAddress, Set<string>>();
  #evicted = 0;

  constructor({ tracker, isFollowed, walletsMax, recent }: ScoreBookOptions) {
    this.tracker = tracker;
    this.#isFollowed = isFollowed;
    this.#walletsMax = walletsMax ?? WALLETS_MAX;
    this.#recent = recent ?? new RecentTrades();
  }

  /** Wallets forgotten because there were too many. */
  get evicted(): number {
    return this.#evicted;
  }

  /** Whether its whole past is counted, so that a score of it means something. */
  isWhole(wallet: WalletAddress): boolean {
    return this.#whole.has(wallet) && !this.#reading.has(wallet) && !this.#broken.has(wallet);
  }

  take(seen: Seen): void {
    switch (seen.kind) {
      case 'row':
        if (this.#isFollowed(seen.event.wallet)) return; // The engine counts those.
        for (const trade of this.#dedupe.observe(seen.event, seen.receivedAtMs)) this.#add(trade);
        return;
      case 'trade':
        this.#add(seen.trade);
        return;
      case 'market':
        this.tracker.list(seen.market);
        return;
      case 'resolution':
        this.#resolve(seen.resolution, seen.atMs);
        return;
      case 'print':
        this.tracker.print(seen.print);
    }
  }

  /** Something that it did was not counted: its record is not whole any more. */
  lose(wallet: WalletAddress): void {
    this.#break(wallet);
  }

  /** Wallets to be read again: older news came than could be counted, or something was lost. */
  broken(): readonly WalletAddress[] {
    for (const wallet of this.tracker.stale()) this.#break(wallet);
    return [...this.#broken].filter((wallet) => !this.#reading.has(wallet));
  }

  /** Its past is going to be read: what it does meanwhile is kept until then. */
  begin(wallet: WalletAddress): void {
    this.#reading.set(wallet, this.#recent.total);
    this.#broken.delete(wallet);
  }

  /** There is no past of it to read: what is seen from now on is all. */
  adopt(wallet: WalletAddress): void {
    this.#whole.add(wallet);
    this.#crowd.remove(wallet);
  }

  /** Its past could not be read; what was counted of it stays as it is. */
  giveUp(wallet: WalletAddress): void {
    if (!this.#reading.delete(wallet)) return;
    this.#broken.add(wallet);
  }

  /**
   * Counts a past from the beginning. `false` when more passed meanwhile than was kept: then it has to
   * be read again.
   */
  restore(wallet: WalletAddress, past: Past): boolean {
    const since = this.#reading.get(wallet);
    if (since === undefined) return false;
    if (!this.#recent.hasAllSince(since)) {
      this.giveUp(wallet);
      return false;
    }
    const trades = mergeTrades(past.trades, this.#recent.of(wallet));
    this.tracker.forget(wallet);
    this.#crowd.remove(wallet);
    for (const market of past.markets) this.tracker.list(market);
    for (const event of inOrder({ ...past, trades })) {
      if (event.kind === 'trade') this.#observe(event.trade);
      else if (event.kind === 'resolution') this.#resolve(event.known.resolution, event.known.atMs);
      else this.tracker.print(event.print);
    }
    this.#reading.delete(wallet);
    this.#whole.add(wallet);
    this.#changed.add(wallet);
    this.#knownAgain.set(wallet, newestIds(trades));
    return true;
  }

  /** Nobody asks for it any more; it goes on as one of the crowd. */
  release(wallet: WalletAddress): void {
    this.#reading.delete(wallet);
    this.#whole.delete(wallet);
    this.#changed.delete(wallet);
    this.#broken.delete(wallet);
    this.#knownAgain.delete(wallet);
    for (const [marketId, wallets] of this.#traders) {
      if (wallets.delete(wallet) && wallets.size === 0) this.#traders.delete(marketId);
    }
    this.tracker.forget(wallet);
  }

  /** The time goes on; crowds that grew too large shrink. */
  advance(atMs: AtMs): void {
    this.tracker.advance(atMs);
    while (this.tracker.size > this.#walletsMax) {
      const wallet = this.#crowd.least();
      if (wallet === null) return;
      this.#crowd.remove(wallet);
      this.tracker.forget(wallet);
      this.#evicted += 1;
    }
  }

  /** Whose score may be another one now. */
  get changed(): ReadonlySet<WalletAddress> {
    return this.#changed;
  }

  /** It is looked at now. */
  settle(wallet: WalletAddress): void {
    this.#changed.delete(wallet);
  }

  /** It has to be looked at, whether anything changed or not. */
  markChanged(wallet: WalletAddress): void {
    this.#changed.add(wallet);
  }

  record(wallet: WalletAddress, atMs: AtMs): WalletRecord | null {
    return this.tracker.record(wallet, atMs);
  }

  /** Wallets that nobody asked for with at least so many trades. */
  busy(tradesMin: number): Generator<WalletAddress> {
    return this.#crowd.busy(tradesMin);
  }

  /** Markets whose end decides a score of a wallet that matters. */
  get marketsThatMatter(): ReadonlyMap<MarketId, ReadonlySet<WalletAddress>> {
    return this.#traders;
  }

  #add(trade: LeaderTrade): void {
    const { wallet } = trade.event;
    const isFollowed = this.#isFollowed(wallet);
    const isReading = this.#reading.has(wallet);
    if (isFollowed || isReading) this.#recent.add(trade);
    if (isReading || this.#knownAgain.get(wallet)?.delete(tradeId(trade)) === true) return;
    if (!isFollowed && !this.#whole.has(wallet)) this.#crowd.add(wallet);
    this.#observe(trade);
    if (this.#whole.has(wallet)) this.#changed.add(wallet);
  }

  #observe(trade: LeaderTrade): void {
    const { wallet, marketId } = trade.event;
    if (this.tracker.observe(trade) === 'late') this.#break(wallet);
    if (!this.#isFollowed(wallet) && !this.#whole.has(wallet) && !this.#reading.has(wallet)) return;
    const traders = this.#traders.get(marketId);
    if (traders === undefined) this.#traders.set(marketId, new Set([wallet]));
    else traders.add(wallet);
  }

  #resolve(resolution: Resolution, atMs: AtMs): void {
    this.tracker.resolve(resolution, atMs);
    const traders = this.#traders.get(resolution.marketId);
    if (traders === undefined) return;
    for (const wallet of traders) if (this.#whole.has(wallet)) this.#changed.add(wallet);
    this.#traders.delete(resolution.marketId);
  }

  #break(wallet: WalletAddress): void {
    if (this.#isFollowed(wallet) || this.#whole.has(wallet)) this.#broken.add(wallet);
    else {
      this.#crowd.remove(wallet);
      this.tracker.forget(wallet);
    }
  }
}

/** Of those that were received last. */
function newestIds(trades: readonly LeaderTrade[]): Set<string> {
  const byReceipt = trades.toSorted((a, b) => a.receivedAtMs - b.receivedAtMs);
  return new Set(byReceipt.slice(-KNOWN_AGAIN_MAX).map(tradeId));
}
