import type { Level } from '../../domain/book/depth.ts';
import type { TokenId } from '../../domain/ids.ts';
import type { AtMs } from '../../domain/time.ts';
import { MICRO } from '../../domain/values/micro.ts';
import type { Price } from '../../domain/values/money.ts';
import type { ArbitrageBook } from './ask-book.ts';
import type { OfferedLeg } from './sizing.ts';
import type { TradedMarket } from './traded-market.ts';
import { UnitFees } from './unit-fees.ts';

const NO_LEVELS: readonly Level[] = [];

/** The same leg for as long as the market is watched; what it offers changes. */
interface Side {
  market: TradedMarket;
  readonly side: 'yes' | 'no';
  levels: readonly Level[];
  fees: UnitFees;
}

/** What is known of one market now, whichever watches it belongs to. */
export class MarketSight {
  isPaused = false;
  readonly #yes: Side;
  readonly #no: Side;
  #market: TradedMarket;
  #trusted = false;
  #receivedAtMs: AtMs = Number.NEGATIVE_INFINITY;
  #maxAgeMs = Number.POSITIVE_INFINITY;
  #isMirrorBroken = false;
  #isMirrorTold = false;

  constructor(market: TradedMarket) {
    this.#market = market;
    const fees = new UnitFees(market.charge);
    this.#yes = { market, side: 'yes', levels: NO_LEVELS, fees };
    this.#no = { market, side: 'no', levels: NO_LEVELS, fees };
  }

  get market(): TradedMarket {
    return this.#market;
  }

  /** Its newest terms. The book stays, unless its sides are other ones. */
  set market(market: TradedMarket) {
    const { yes, no } = this.#market;
    if (JSON.stringify(market) === JSON.stringify(this.#market)) return;
    this.#market = market;
    const fees = new UnitFees(market.charge);
    for (const side of [this.#yes, this.#no]) Object.assign(side, { market, fees });
    if (market.yes === yes && market.no === no) return;
    this.distrust();
    this.#offer(NO_LEVELS, NO_LEVELS);
  }

  get receivedAtMs(): AtMs {
    return this.#receivedAtMs;
  }

  take(book: ArbitrageBook): void {
    this.#trusted = book.trusted;
    this.#receivedAtMs = book.receivedAtMs;
    this.#maxAgeMs = book.maxAgeMs ?? Number.POSITIVE_INFINITY;
    this.#offer(levelsOf(book, this.#market.yes), levelsOf(book, this.#market.no));
  }

  /** Something of the book was missed: it says nothing until the next one comes. */
  distrust(): void {
    this.#trusted = false;
  }

  isUsable(atMs: AtMs, ageMsMax: number): boolean {
    const isFresh = atMs - this.#receivedAtMs <= Math.min(ageMsMax, this.#maxAgeMs);
    return this.#trusted && isFresh && !this.isPaused && !this.#isMirrorBroken;
  }

  isOver(atMs: AtMs): boolean {
    const { closesAtMs } = this.#market;
    return closesAtMs !== null && atMs >= closesAtMs;
  }

  offered(side: 'yes' | 'no'): OfferedLeg {
    return side === 'yes' ? this.#yes : this.#no;
  }

  /** Best ask of a side, `null` when nothing is offered. */
  ask(side: 'yes' | 'no'): Price | null {
    return this.offered(side).levels[0]?.price ?? null;
  }

  /** Whether a broken mirror is to be told now: once until it is over. */
  tellsMirror(): boolean {
    const isNew = this.#isMirrorBroken && !this.#isMirrorTold;
    this.#isMirrorTold = this.#isMirrorBroken;
    return isNew;
  }

  /** Best bid and ask of the yes side; a bid is what the other side asks for. */
  spread(): { readonly bid: Price; readonly ask: Price } | null {
    const ask = this.ask('yes');
    const other = this.ask('no');
    return ask === null || other === null ? null : { bid: (MICRO - other) as Price, ask };
  }

  #offer(yes: readonly Level[], no: readonly Level[]): void {
    this.#yes.levels = yes;
    this.#no.levels = no;
    // Both sides for less than the dollar that they pay: of one book, that is a fault of the book.
    const both = (this.ask('yes') ?? MICRO) + (this.ask('no') ?? MICRO);
    this.#isMirrorBroken = both < MICRO;
  }
}

function levelsOf({ asks }: ArbitrageBook, token: TokenId): readonly Level[] {
  for (const { tokenId, levels } of asks) if (tokenId === token) return levels;
  return NO_LEVELS;
}
