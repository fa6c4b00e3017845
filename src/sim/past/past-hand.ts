import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Chance } from '../chance.ts';
import { LOT } from '../venue/ladder.ts';
import { takerFee } from '../venue/matching.ts';
import type { VenueRow, VenueSide } from '../venue/venue.ts';
import type { PastMarket } from './past-market.ts';

/** What a wallet did at a moment. */
export interface PastDeed {
  readonly row: VenueRow;
  readonly worldAtMs: number;
}

export interface Named {
  readonly address: string;
  readonly name: string;
}

/** Who met whom: a taker pays the spread and the fee, a maker is paid the one and spared the other. */
type Role = 'taker' | 'maker';

interface Order {
  readonly outcome: 0 | 1;
  readonly side: VenueSide;
  /** Micro-shares, whole lots. */
  readonly size: number;
  readonly atMs: number;
  readonly role?: Role;
}

/** A transaction is eight words of eight digits. */
const WORDS = 8;
const WORD_MAX = 0xffff_ffff;
/** The venue's least order, in micro-shares. */
const SHARES_MIN = 5 * MICRO;

/** One wallet at work in one market of the past, at the prices of the moment. */
export class PastHand {
  readonly past: PastMarket;
  readonly chance: Chance;
  readonly deeds: PastDeed[] = [];
  readonly #who: Named;
  readonly #held: [number, number] = [0, 0];

  constructor(who: Named, past: PastMarket, chance: Chance) {
    this.#who = who;
    this.past = past;
    this.chance = chance;
  }

  held(outcome: 0 | 1): number {
    return this.#held[outcome];
  }

  /** What a share of an outcome costs at a moment, in micro-dollars. */
  price(outcome: 0 | 1, side: VenueSide, { atMs, role = 'taker' }: Pick<Order, 'atMs' | 'role'>) {
    const { market, path } = this.past;
    const first = path.at(atMs) * MICRO;
    const fair = outcome === 0 ? first : MICRO - first;
    const isDearer = (side === 'BUY') === (role === 'taker');
    const steps = isDearer ? Math.ceil(fair / market.tick) : Math.floor(fair / market.tick);
    return Math.min(MICRO - market.tick, Math.max(market.tick, steps * market.tick));
  }

  /** Whole lots that so many dollars buy, at least the venue's least order. */
  sharesFor(dollars: number, price: number): number {
    return Math.max(SHARES_MIN, Math.floor((dollars * MICRO * MICRO) / price / LOT) * LOT);
  }

  /** Trades, in as many rows as `prints` says. */
  trade(order: Order, prints = 1): void {
    const price = this.price(order.outcome, order.side, order);
    const transaction = this.#transaction();
    let left = order.size;
    for (let print = prints; print > 0 && left > 0; print -= 1) {
      const size = print === 1 ? left : Math.floor(left / print / LOT) * LOT;
      left -= size;
      if (size > 0) this.#print({ ...order, size }, price, transaction);
    }
    this.#held[order.outcome] += order.side === 'BUY' ? order.size : -order.size;
  }

  /** Makes complete sets, or gives them back: a dollar each. */
  sets(type: 'SPLIT' | 'MERGE', size: number, atMs: number): void {
    if (size <= 0) return;
    for (const outcome of [0, 1] as const) this.#held[outcome] += type === 'SPLIT' ? size : -size;
    this.#write({ ...NO_TRADE, type, size, transaction: this.#transaction() }, atMs);
  }

  /** Takes what the market paid. What paid nothing stays where it is, as on the real venue. */
  redeem(atMs: number): void {
    const [zero, one] = this.past.market.payouts ?? [0, 0];
    const size = Math.floor(this.#held[0] * zero + this.#held[1] * one);
    if (size === 0) return;
    this.#write({ ...NO_TRADE, type: 'REDEEM', size, transaction: this.#transaction() }, atMs);
  }

  #print(order: Order, price: number, transaction: string): void {
    const { outcome, side, size, atMs, role = 'taker' } = order;
    const isTaker = role === 'taker';
    const fee = isTaker ? takerFee({ price, size }, this.past.market.feeRate) : 0;
    this.#write({ type: 'TRADE', side, outcome, size, price, fee, isTaker, transaction }, atMs);
  }

  #write(what: Omit<VenueRow, 'wallet' | 'name' | 'market'>, atMs: number): void {
    const { address: wallet, name } = this.#who;
    this.deeds.push({ row: { wallet, name, market: this.past.market, ...what }, worldAtMs: atMs });
  }

  #transaction(): string {
    let digits = '';
    for (let word = 0; word < WORDS; word += 1) {
      digits += this.chance.whole(0, WORD_MAX).toString(16).padStart(8, '0');
    }
    return `0x${digits}`;
  }
}

const NO_TRADE = { side: '', outcome: 0, price: 0, fee: 0, isTaker: false } as const;
