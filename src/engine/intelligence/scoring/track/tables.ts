import {
  CATEGORY_LINK,
  CATEGORY_WIDTH,
  FLAG,
  LEG_LINK,
  LEG_WIDTH,
  POSITION_LINK,
  POSITION_WIDTH,
  WALLET_LINK,
  WALLET_WIDTH,
} from './fields.ts';
import type { MarketFacts, Markets } from './markets.ts';
import { NO_ROW, Rows } from './rows.ts';

/** Everything that is kept of wallets: rows that are linked from the wallet's own. */
export class Tables {
  readonly wallets = new Rows(WALLET_WIDTH);
  readonly positions = new Rows(POSITION_WIDTH);
  readonly legs = new Rows(LEG_WIDTH);
  readonly categories = new Rows(CATEGORY_WIDTH);
  readonly #markets: Markets;

  constructor(markets: Markets) {
    this.#markets = markets;
  }

  takeWallet(): number {
    const wallet = this.wallets.take();
    const { firstPosition, firstCategory } = WALLET_LINK;
    for (let field = 0; field < WALLET_WIDTH.links; field += 1) {
      if (field !== firstPosition && field !== firstCategory) {
        this.wallets.setLink(wallet, field, 0);
      }
    }
    return wallet;
  }

  /** Frees a wallet with all that is linked from it. */
  dropWallet(wallet: number): void {
    for (const position of this.positionsOf(wallet)) this.#free(position);
    let category = this.wallets.link(wallet, WALLET_LINK.firstCategory);
    while (category !== NO_ROW) {
      const next = this.categories.link(category, CATEGORY_LINK.next);
      this.categories.release(category);
      category = next;
    }
    this.wallets.release(wallet);
  }

  /**
   * A copy of a wallet to go on with, without touching the wallet itself. Its positions are no
   * holders of their markets. Ends with {@link dropWallet}.
   */
  copyWallet(wallet: number): number {
    const copy = this.wallets.take();
    this.wallets.copy(wallet, copy);
    this.#copyChain(this.categories, CATEGORY_LINK.next, {
      first: this.wallets.link(wallet, WALLET_LINK.firstCategory),
      link: (row) => this.wallets.setLink(copy, WALLET_LINK.firstCategory, row),
    });
    this.#copyChain(this.positions, POSITION_LINK.next, {
      first: this.wallets.link(wallet, WALLET_LINK.firstPosition),
      link: (row) => this.wallets.setLink(copy, WALLET_LINK.firstPosition, row),
    });
    for (const position of this.positionsOf(copy)) {
      this.positions.setLink(position, POSITION_LINK.wallet, NO_ROW);
      this.#copyChain(this.legs, LEG_LINK.next, {
        first: this.positions.link(position, POSITION_LINK.firstLeg),
        link: (row) => this.positions.setLink(position, POSITION_LINK.firstLeg, row),
      });
    }
    return copy;
  }

  /** Newest first. */
  positionsOf(wallet: number): readonly number[] {
    const found: number[] = [];
    let row = this.wallets.link(wallet, WALLET_LINK.firstPosition);
    while (row !== NO_ROW) {
      found.push(row);
      row = this.positions.link(row, POSITION_LINK.next);
    }
    return found;
  }

  holdersOf(market: MarketFacts): readonly number[] {
    const wallets: number[] = [];
    let row = market.firstHolder;
    while (row !== NO_ROW) {
      wallets.push(this.positions.link(row, POSITION_LINK.wallet));
      row = this.positions.link(row, POSITION_LINK.nextHolder);
    }
    return wallets;
  }

  /** The wallet's position in a market, or {@link NO_ROW}. */
  find(wallet: number, market: MarketFacts): number {
    let row = this.wallets.link(wallet, WALLET_LINK.firstPosition);
    while (row !== NO_ROW && this.positions.link(row, POSITION_LINK.market) !== market.index) {
      row = this.positions.link(row, POSITION_LINK.next);
    }
    return row;
  }

  /** `holder` is false for positions of a copy, which the market does not know. */
  open(wallet: number, market: MarketFacts, holder: boolean): number {
    const { positions } = this;
    const row = positions.take();
    positions.setLink(row, POSITION_LINK.wallet, holder ? wallet : NO_ROW);
    positions.setLink(row, POSITION_LINK.market, market.index);
    positions.setLink(row, POSITION_LINK.flags, 0);
    positions.setLink(
      row,
      POSITION_LINK.next,
      this.wallets.link(wallet, WALLET_LINK.firstPosition),
    );
    this.wallets.setLink(wallet, WALLET_LINK.firstPosition, row);
    this.#count(wallet, WALLET_LINK.kept, 1);
    if (!holder) return row;
    positions.setLink(row, POSITION_LINK.nextHolder, market.firstHolder);
    if (market.firstHolder !== NO_ROW) {
      positions.setLink(market.firstHolder, POSITION_LINK.previousHolder, row);
    }
    market.firstHolder = row;
    this.#markets.use(market);
    return row;
  }

  /** Unlinks and frees a position of a wallet. */
  close(wallet: number, position: number): void {
    const next = this.positions.link(position, POSITION_LINK.next);
    let before = NO_ROW;
    let row = this.wallets.link(wallet, WALLET_LINK.firstPosition);
    while (row !== position && row !== NO_ROW) {
      before = row;
      row = this.positions.link(row, POSITION_LINK.next);
    }
    if (before === NO_ROW) this.wallets.setLink(wallet, WALLET_LINK.firstPosition, next);
    else this.positions.setLink(before, POSITION_LINK.next, next);
    this.#count(wallet, WALLET_LINK.kept, -1);
    this.#free(position);
  }

  has(position: number, flag: keyof typeof FLAG): boolean {
    return (this.positions.link(position, POSITION_LINK.flags) & FLAG[flag]) !== 0;
  }

  mark(position: number, flag: keyof typeof FLAG, on: boolean): void {
    const flags = this.positions.link(position, POSITION_LINK.flags);
    this.positions.setLink(
      position,
      POSITION_LINK.flags,
      on ? flags | FLAG[flag] : flags & ~FLAG[flag],
    );
  }

  /** In the order in which the wallet first used them. */
  legsOf(position: number): readonly number[] {
    const found: number[] = [];
    let row = this.positions.link(position, POSITION_LINK.firstLeg);
    while (row !== NO_ROW) {
      found.push(row);
      row = this.legs.link(row, LEG_LINK.next);
    }
    return found;
  }

  leg(position: number, slot: number): number {
    let last = NO_ROW;
    for (const leg of this.legsOf(position)) {
      if (this.legs.link(leg, LEG_LINK.slot) === slot) return leg;
      last = leg;
    }
    const leg = this.legs.take();
    this.legs.setLink(leg, LEG_LINK.slot, slot);
    if (last === NO_ROW) this.positions.setLink(position, POSITION_LINK.firstLeg, leg);
    else this.legs.setLink(last, LEG_LINK.next, leg);
    return leg;
  }

  /** The wallet's sums of a category. */
  category(wallet: number, category: number): number {
    let row = this.wallets.link(wallet, WALLET_LINK.firstCategory);
    while (row !== NO_ROW) {
      if (this.categories.link(row, CATEGORY_LINK.category) === category) return row;
      row = this.categories.link(row, CATEGORY_LINK.next);
    }
    const fresh = this.categories.take();
    this.categories.setLink(fresh, CATEGORY_LINK.category, category);
    const first = this.wallets.link(wallet, WALLET_LINK.firstCategory);
    this.categories.setLink(fresh, CATEGORY_LINK.next, first);
    this.wallets.setLink(wallet, WALLET_LINK.firstCategory, fresh);
    return fresh;
  }

  #free(position: number): void {
    for (const leg of this.legsOf(position)) this.legs.release(leg);
    if (this.positions.link(position, POSITION_LINK.wallet) !== NO_ROW) this.#unhold(position);
    this.positions.release(position);
  }

  #unhold(position: number): void {
    const market = this.#markets.at(this.positions.link(position, POSITION_LINK.market));
    if (market === undefined) return;
    const before = this.positions.link(position, POSITION_LINK.previousHolder);
    const behind = this.positions.link(position, POSITION_LINK.nextHolder);
    if (before === NO_ROW) market.firstHolder = behind;
    else this.positions.setLink(before, POSITION_LINK.nextHolder, behind);
    if (behind !== NO_ROW) this.positions.setLink(behind, POSITION_LINK.previousHolder, before);
    this.#markets.leave(market);
  }

  #count(wallet: number, field: number, by: number): void {
    this.wallets.setLink(wallet, field, this.wallets.link(wallet, field) + by);
  }

  #copyChain(
    rows: Rows,
    next: number,
    chain: { readonly first: number; readonly link: (row: number) => void },
  ): void {
    let { first: row, link } = chain;
    while (row !== NO_ROW) {
      const copy = rows.take();
      rows.copy(row, copy);
      link(copy);
      link = (behind) => rows.setLink(copy, next, behind);
      row = rows.link(row, next);
    }
  }
}
