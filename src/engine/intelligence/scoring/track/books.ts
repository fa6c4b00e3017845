import type { AtMs } from '../../../domain/time.ts';
import { atWork, bookPayout, bookTrade, feeOf, holdsShares, profitOf } from './booking.ts';
import { contribute } from './contribution.ts';
import type { CountedTrade } from './counted-trade.ts';
import { POSITION, POSITION_LINK, WALLET, WALLET_LINK } from './fields.ts';
import type { MarketFacts, Markets } from './markets.ts';
import type { Bought } from './marks.ts';
import { NO_ROW } from './rows.ts';
import { changeCapital, countEnd, countEntry, dayOf, turnWeek } from './sequence.ts';
import type { Tables } from './tables.ts';

/** Categories that are told apart; markets of a further one count without. */
const CATEGORIES_MAX = 10_000;
/** Bands of ten cents. */
const BANDS = 10;

/** What happens beside the books: on a copy nothing is kept. */
export interface Beside {
  /** Whether the market shall know of the wallet's positions. */
  readonly holds: boolean;
  bought(position: number, bought: Bought, trade: CountedTrade): void;
}

interface Change {
  readonly wallet: number;
  readonly position: number;
  readonly market: MarketFacts;
  readonly atMs: AtMs;
}

/** Applies what happened, in the order of its times, to the rows of a wallet or of its copy. */
export class Books {
  readonly #tables: Tables;
  readonly #markets: Markets;
  readonly #categories = new Map<string, number>();
  readonly #names: string[] = [];

  constructor(tables: Tables, markets: Markets) {
    this.#tables = tables;
    this.#markets = markets;
  }

  trade(wallet: number, trade: CountedTrade, beside: Beside): void {
    const { market, atMs } = trade;
    this.#reach(wallet, atMs);
    this.#countTrade(wallet, trade);
    // Who trades when the result is known shows nothing: no market is entered by it.
    if (market.resolution !== null && market.resolvedAtMs < atMs) return;
    const position = this.#positionIn(wallet, market, beside.holds);
    const wasOpen = this.#tables.has(position, 'open');
    bookTrade(this.#tables, position, trade);
    if (trade.kind === 'buy') this.#countBuy(wallet, position, trade);
    const change = { wallet, position, market, atMs };
    if (!wasOpen && holdsShares(this.#tables, position)) this.#open(change);
    this.#work(wallet, position, atWork(this.#tables, position, market));
    if (trade.kind === 'buy') this.#look(position, trade, beside);
    if (this.#tables.has(position, 'open')) this.#endIfOver(change);
  }

  /** The market's final payout, counted at `atMs`. */
  resolve(wallet: number, market: MarketFacts, atMs: AtMs): void {
    this.#reach(wallet, atMs);
    const position = this.#tables.find(wallet, market);
    if (position === NO_ROW) return;
    this.#tables.mark(position, 'resolved', true);
    const change = { wallet, position, market, atMs };
    if (this.#tables.has(position, 'open')) this.#endIfOver(change);
    else bookPayout(this.#tables, position, market);
  }

  /** Adds a position to the sums of its wallet. */
  contribute(wallet: number, position: number): void {
    const market = this.#markets.at(this.#tables.positions.link(position, POSITION_LINK.market));
    if (market === undefined) return;
    const { category } = market;
    const number = category === null ? null : this.#categoryNumber(category);
    contribute(this.#tables, { wallet, position, market, category: number });
  }

  categoryName(category: number): string {
    return this.#names[category] ?? '';
  }

  /** An open position that is given up without a result leaves the dollars at work. */
  abandon(wallet: number, position: number): void {
    this.#work(wallet, position, 0);
  }

  /** The capital holds what was counted, because a listing that comes later changes the fees. */
  #work(wallet: number, position: number, dollars: number): void {
    const { positions } = this.#tables;
    changeCapital(this.#tables, wallet, dollars - positions.get(position, POSITION.atWork));
    positions.set(position, POSITION.atWork, dollars);
  }

  #reach(wallet: number, atMs: AtMs): void {
    const { wallets } = this.#tables;
    wallets.raise(wallet, WALLET.countedUntilMs, atMs);
    turnWeek(this.#tables, wallet, atMs);
  }

  #countTrade(wallet: number, { atMs, kind }: CountedTrade): void {
    const { wallets } = this.#tables;
    if (wallets.get(wallet, WALLET.firstAtMs) === 0) {
      wallets.set(wallet, WALLET.firstAtMs, atMs);
      wallets.set(wallet, WALLET.peakAtMs, atMs);
    }
    wallets.raise(wallet, WALLET.lastAtMs, atMs);
    if (kind !== 'buy' && kind !== 'sell') return;
    this.#increase(wallet, WALLET_LINK.trades);
    if (wallets.get(wallet, WALLET.day) === dayOf(atMs)) return;
    wallets.set(wallet, WALLET.day, dayOf(atMs));
    this.#increase(wallet, WALLET_LINK.activeDays);
  }

  #countBuy(wallet: number, position: number, trade: CountedTrade): void {
    const dollars = trade.price * trade.shares;
    const band = Math.min(BANDS - 1, Math.floor(trade.price * BANDS));
    this.#tables.wallets.add(wallet, WALLET.bands + band, dollars);
    countEntry(this.#tables, { wallet, position }, { dollars, atMs: trade.atMs });
  }

  #look(position: number, trade: CountedTrade, beside: Beside): void {
    const { slot, price, atMs } = trade;
    const dollars = price * trade.shares;
    beside.bought(position, { slot, price, fee: feeOf(trade), dollars, atMs }, trade);
  }

  #positionIn(wallet: number, market: MarketFacts, holds: boolean): number {
    const known = this.#tables.find(wallet, market);
    if (known !== NO_ROW) return known;
    this.#increase(wallet, WALLET_LINK.markets);
    return this.#tables.open(wallet, market, holds);
  }

  #open({ position, atMs }: Change): void {
    this.#tables.mark(position, 'open', true);
    this.#tables.positions.set(position, POSITION.sinceMs, atMs);
  }

  /** Shares that are left of a resolved market are paid at once. */
  #endIfOver(change: Change): void {
    const { wallet, position, market, atMs } = change;
    const { positions } = this.#tables;
    const isResolved = this.#tables.has(position, 'resolved');
    if (!isResolved && holdsShares(this.#tables, position)) return;
    if (isResolved) bookPayout(this.#tables, position, market);
    const profit = profitOf(this.#tables, position, market);
    const since = profit - positions.get(position, POSITION.counted);
    positions.set(position, POSITION.counted, profit);
    positions.add(position, POSITION.heldMs, atMs - positions.get(position, POSITION.sinceMs));
    positions.set(position, POSITION.sinceMs, atMs);
    const again = this.#tables.has(position, 'ended');
    this.#tables.mark(position, 'open', false);
    this.#tables.mark(position, 'ended', true);
    this.#tables.mark(position, 'soldOut', !isResolved);
    this.#work(wallet, position, 0);
    countEnd(this.#tables, wallet, { atMs, profit: since, again });
  }

  #increase(wallet: number, field: number): void {
    const { wallets } = this.#tables;
    wallets.setLink(wallet, field, wallets.link(wallet, field) + 1);
  }

  #categoryNumber(category: string): number | null {
    const known = this.#categories.get(category);
    if (known !== undefined) return known;
    if (this.#names.length >= CATEGORIES_MAX) return null;
    const fresh = this.#names.push(category) - 1;
    this.#categories.set(category, fresh);
    return fresh;
  }
}
