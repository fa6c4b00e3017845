import type { LeaderTrade } from '../../../domain/change.ts';
import type { MarketId, WalletAddress } from '../../../domain/ids.ts';
import type { Market, Resolution } from '../../../domain/market.ts';
import type { AtMs } from '../../../domain/time.ts';
import { type Print, REORDER_WINDOW_MS, type WalletRecord, type WalletTracker } from '../record.ts';
import { recordFrom } from './assemble.ts';
import { type Beside, Books } from './books.ts';
import { countedTrade } from './counted-trade.ts';
import { POSITION, POSITION_LINK, WALLET, WALLET_LINK } from './fields.ts';
import { listFacts, type MarketFacts, Markets, slotOf } from './markets.ts';
import { Marks } from './marks.ts';
import { Prints } from './prints.ts';
import { NO_ROW } from './rows.ts';
import { Tables } from './tables.ts';
import { TimeHeap } from './time-heap.ts';
import {
  countedResolution,
  dueEvents,
  type TimedEvent,
  WAITING_TRADES_MAX,
  Window,
} from './window.ts';

/** A time by which everything is due. */
const ALWAYS = Number.POSITIVE_INFINITY;

/**
 * Markets kept of one wallet: open, or left and not resolved. Beyond it the one that was touched
 * least lately is counted as it stands: a market that was left keeps its profit and loses its edge, an
 * open one is neither won nor lost.
 */
export const KEPT_MARKETS_MAX = 1_000;

/** What this tracker holds, in numbers. */
export interface TrackerCounts {
  readonly wallets: number;
  readonly markets: number;
  readonly positions: number;
  /** Trades not counted for good. */
  readonly waiting: number;
  readonly marks: number;
  readonly prints: number;
  readonly stale: number;
}

/** Follows wallets in rows of numbers; see {@link WalletTracker}. */
export class PerformanceTracker implements WalletTracker {
  readonly #markets = new Markets();
  readonly #tables = new Tables(this.#markets);
  readonly #books = new Books(this.#tables, this.#markets);
  readonly #prints = new Prints();
  readonly #marks = new Marks(
    { tables: this.#tables, markets: this.#markets, prints: this.#prints },
    (position) => this.#dropIfDone(position),
  );
  readonly #rows = new Map<WalletAddress, number>();
  readonly #window = new Window();
  readonly #stale = new Set<WalletAddress>();
  /** By row; a row of nobody has none. */
  readonly #addresses: (WalletAddress | undefined)[] = [];
  readonly #dueMarkets = new TimeHeap();
  #nowMs: AtMs = Number.NEGATIVE_INFINITY;

  readonly #forGood: Beside = {
    holds: true,
    bought: (position, bought, trade) =>
      this.#marks.wait(position, bought, trade.dueAtMs - REORDER_WINDOW_MS),
  };
  readonly #onCopy: Beside = {
    holds: false,
    bought: (position, bought) => this.#marks.previewBuy(position, bought),
  };

  get size(): number {
    return this.#rows.size;
  }

  get counts(): TrackerCounts {
    return {
      wallets: this.size,
      markets: this.#markets.size,
      positions: this.#tables.positions.size,
      waiting: this.#window.size,
      marks: this.#marks.size,
      prints: this.#prints.size,
      stale: this.#stale.size,
    };
  }

  list(market: Market): void {
    listFacts(this.#markets.get(market.id), market);
  }

  observe(trade: LeaderTrade): 'taken' | 'late' {
    const { event } = trade;
    const row = this.#rowOf(event.wallet);
    if (event.kind === 'redeem') return 'taken';
    if (event.tokenId !== null && event.price !== null) {
      this.print({ tokenId: event.tokenId, price: event.price, atMs: event.tradedAtMs });
    }
    if (event.tradedAtMs < this.#tables.wallets.get(row, WALLET.countedUntilMs)) {
      this.#stale.add(event.wallet);
      return 'late';
    }
    const market = this.#markets.get(event.marketId);
    const dueAtMs = Math.max(this.#nowMs, event.tradedAtMs) + REORDER_WINDOW_MS;
    this.#markets.use(market);
    this.#window.add(row, countedTrade(trade, { market, dueAtMs }));
    this.#countBeyondMax();
    return 'taken';
  }

  resolve(resolution: Resolution, atMs: AtMs): void {
    const market = this.#markets.get(resolution.marketId);
    if (market.resolution !== null) return;
    market.resolution = resolution;
    market.resolvedAtMs = atMs;
    for (const { tokenId } of resolution.payouts) slotOf(market, tokenId);
    market.resolutionDueMs = Math.max(this.#nowMs, atMs) + REORDER_WINDOW_MS;
    this.#dueMarkets.push(market.resolutionDueMs, market.index);
  }

  print(print: Print): void {
    this.#prints.add(print, this.#nowMs);
  }

  advance(atMs: AtMs): void {
    if (atMs <= this.#nowMs) return;
    this.#nowMs = atMs;
    for (let row = this.#window.takeDue(atMs); row !== null; row = this.#window.takeDue(atMs)) {
      this.#countWallet(row, atMs);
    }
    while (this.#dueMarkets.nextAtMs <= atMs) this.#countMarket(this.#dueMarkets.pop(), atMs);
    this.#marks.advance(atMs);
    this.#prints.expire(atMs);
  }

  flush(): void {
    for (const row of this.#window.wallets()) this.#countWallet(row, ALWAYS);
    while (this.#dueMarkets.size > 0) this.#countMarket(this.#dueMarkets.pop(), ALWAYS);
    this.#marks.advance(ALWAYS);
  }

  record(wallet: WalletAddress, atMs: AtMs): WalletRecord | null {
    const row = this.#rows.get(wallet);
    if (row === undefined) return null;
    const copy = this.#tables.copyWallet(row);
    for (const position of this.#tables.positionsOf(copy)) this.#marks.preview(position);
    for (const event of this.#timeline(copy, row, ALWAYS)) {
      this.#apply(copy, event, this.#onCopy);
    }
    for (const position of this.#tables.positionsOf(copy)) this.#books.contribute(copy, position);
    const acted = this.#tables.wallets.get(copy, WALLET.firstAtMs) !== 0;
    const categoryName = (category: number) => this.#books.categoryName(category);
    const record = acted ? recordFrom(this.#tables, copy, { wallet, atMs, categoryName }) : null;
    this.#tables.dropWallet(copy);
    return record;
  }

  wallets(): IterableIterator<WalletAddress> {
    return this.#rows.keys();
  }

  stale(): readonly WalletAddress[] {
    return [...this.#stale];
  }

  forget(wallet: WalletAddress): void {
    const row = this.#rows.get(wallet);
    if (row === undefined) return;
    for (const trade of this.#window.of(row)) this.#markets.leave(trade.market);
    this.#window.forget(row);
    for (const position of this.#tables.positionsOf(row)) this.#marks.orphan(position);
    this.#tables.dropWallet(row);
    this.#rows.delete(wallet);
    this.#addresses[row] = undefined;
    this.#stale.delete(wallet);
  }

  *unresolved(): IterableIterator<MarketId> {
    for (const market of this.#markets.all()) {
      if (market.firstHolder !== NO_ROW && market.resolution === null) yield market.id;
    }
  }

  #rowOf(wallet: WalletAddress): number {
    const known = this.#rows.get(wallet);
    if (known !== undefined) return known;
    const row = this.#tables.takeWallet();
    this.#rows.set(wallet, row);
    this.#addresses[row] = wallet;
    return row;
  }

  #countBeyondMax(): void {
    while (this.#window.size > WAITING_TRADES_MAX) {
      const row = this.#window.takeDue(ALWAYS);
      if (row === null) return;
      this.#countWallet(row, ALWAYS);
    }
  }

  #countMarket(index: number | null, untilMs: AtMs): void {
    const market = index === null ? undefined : this.#markets.at(index);
    if (market === undefined || market.resolution === null) return;
    for (const row of this.#tables.holdersOf(market)) this.#countWallet(row, untilMs);
  }

  /** Counts for good what is due of a wallet, and drops the markets that are over for it. */
  #countWallet(row: number, untilMs: AtMs): void {
    const address = this.#addresses[row];
    if (address === undefined) return;
    const events = this.#timeline(row, row, untilMs);
    for (const event of events) {
      if (event.kind === 'resolution' && this.#comesLate(row, event.market)) {
        this.#stale.add(address);
      }
      this.#apply(row, event, this.#forGood);
      if (event.kind !== 'resolution') this.#markets.leave(event.market);
    }
    this.#window.drop(row, new Set(events), this.#nowMs);
    for (const position of this.#tables.positionsOf(row)) this.#dropIfDone(position);
    this.#dropBeyondMax(row);
  }

  /** What the wallet held ended before what was counted already. */
  #comesLate(row: number, market: MarketFacts): boolean {
    const position = this.#tables.find(row, market);
    const untilMs = this.#tables.wallets.get(row, WALLET.countedUntilMs);
    if (position === NO_ROW || market.resolvedAtMs >= untilMs) return false;
    return this.#tables.has(position, 'open');
  }

  #apply(row: number, event: TimedEvent, beside: Beside): void {
    if (event.kind === 'resolution') this.#books.resolve(row, event.market, event.atMs);
    else this.#books.trade(row, event, beside);
  }

  /** What of `of` waits and is due, with the resolutions of its markets; `row` is it, or its copy. */
  #timeline(row: number, of: number, untilMs: AtMs): readonly TimedEvent[] {
    const trades = this.#window.of(of);
    const until = this.#tables.wallets.get(row, WALLET.countedUntilMs);
    const events: TimedEvent[] = [...trades];
    const markets = new Set<MarketFacts>(trades.map((trade) => trade.market));
    for (const position of this.#tables.positionsOf(row)) {
      const index = this.#tables.positions.link(position, POSITION_LINK.market);
      const market = this.#markets.at(index);
      if (market === undefined) continue;
      if (this.#tables.has(position, 'resolved')) markets.delete(market);
      else markets.add(market);
    }
    for (const market of markets) {
      if (market.resolution !== null) events.push(countedResolution(market, until));
    }
    return dueEvents(events, untilMs);
  }

  #dropIfDone(position: number): void {
    const { positions } = this.#tables;
    const isWaiting = positions.link(position, POSITION_LINK.firstMark) !== NO_ROW;
    if (isWaiting || !this.#tables.has(position, 'resolved')) return;
    this.#drop(positions.link(position, POSITION_LINK.wallet), position);
  }

  #dropBeyondMax(row: number): void {
    while (this.#tables.wallets.link(row, WALLET_LINK.kept) > KEPT_MARKETS_MAX) {
      const { positions } = this.#tables;
      const touched = (position: number) =>
        Math.max(
          positions.get(position, POSITION.sinceMs),
          positions.get(position, POSITION.entryAtMs),
        );
      const oldest = this.#tables
        .positionsOf(row)
        .reduce((least, one) => (touched(one) <= touched(least) ? one : least));
      this.#drop(row, oldest);
    }
  }

  #drop(row: number, position: number): void {
    this.#marks.orphan(position);
    this.#books.contribute(row, position);
    this.#books.abandon(row, position);
    this.#tables.close(row, position);
  }
}
