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

/** What is known of one market now, whichever watches it belongs to. */
export class MarketSight {
  isPaused = false;
  #market: TradedMarket;
  #yes: OfferedLeg;
  #no: OfferedLeg;
  #trusted = false;
  #receivedAtMs: AtMs = Number.NEGATIVE_INFINITY;
  #maxAgeMs = Number.POSITIVE_INFINITY;
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
    const fees = new UnitFees(market.charge);
    const isSame = market.yes === yes && market.no === no;
    this.#market = market;
    this.#yes = { market, side: 'yes', levels: isSame ? this.#yes.levels : NO_LEVELS, fees };
    this.#no = { market, side: 'no', levels: isSame ? this.#no.levels : NO_LEVELS, fees };
    if (!isSame) this.distrust();
  }

  get receivedAtMs(): AtMs {
    return this.#receivedAtMs;
  }

  take(book: ArbitrageBook): void {
    this.#trusted = book.trusted;
    this.#receivedAtMs = book.receivedAtMs;
    this.#maxAgeMs = book.maxAgeMs ?? Number.POSITIVE_INFINITY;
    this.#yes = { ...this.#yes, levels: levelsOf(book, this.#market.yes) };
    this.#no = { ...this.#no, levels: levelsOf(book, this.#market.no) };
  }

  /** Something of the book was missed: it says nothing until the next one comes. */
  distrust(): void {
    this.#trusted = false;
  }

  isUsable(atMs: AtMs, ageMsMax: number): boolean {
    const isFresh = atMs - this.#receivedAtMs <= Math.min(ageMsMax, this.#maxAgeMs);
    return this.#trusted && isFresh && !this.isPaused && !this.isMirrorBroken;
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

  /** Both sides for less than the dollar that they pay: of one book, that is a fault of the book. */
  get isMirrorBroken(): boolean {
    const yes = this.ask('yes');
    const no = this.ask('no');
    return yes !== null && no !== null && yes + no < MICRO;
  }

  /** Whether a broken mirror is to be told now: once until it is over. */
  tellsMirror(): boolean {
    const isBroken = this.isMirrorBroken;
    const isNew = isBroken && !this.#isMirrorTold;
    this.#isMirrorTold = isBroken;
    return isNew;
  }

  /** Best bid and ask of the yes side; a bid is what the other side asks for. */
  spread(): { readonly bid: Price; readonly ask: Price } | null {
    const ask = this.ask('yes');
    const other = this.ask('no');
    return ask === null || other === null ? null : { bid: (MICRO - other) as Price, ask };
  }
}

function levelsOf({ asks }: ArbitrageBook, token: TokenId): readonly Level[] {
  for (const { tokenId, levels } of asks) if (tokenId === token) return levels;
  return NO_LEVELS;
}
