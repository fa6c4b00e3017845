import type { AtMs } from '../../../domain/time.ts';
import { REORDER_WINDOW_MS } from '../record.ts';
import { POSITION, POSITION_LINK } from './fields.ts';
import { feeAt, type MarketFacts, type Markets, slotsOf } from './markets.ts';
import { HORIZON_MS, HORIZON_TOLERANCE_MS, type Prints } from './prints.ts';
import { NO_ROW, Rows } from './rows.ts';
import type { Tables } from './tables.ts';
import { TimeHeap } from './time-heap.ts';

/** Buys times horizons that wait for their price; beyond it the one due next takes what there is. */
export const PENDING_MARKS_MAX = 200_000;

const MARK = { price: 0, fee: 1, dollars: 2, atMs: 3 } as const;
const MARK_LINK = { position: 0, slot: 1, horizon: 2, previous: 3, next: 4 } as const;
const MARK_WIDTH = { floats: 4, singles: 0, links: 5 } as const;

/** A buy whose price is looked at later. */
export interface Bought {
  readonly slot: number;
  readonly price: number;
  /** Dollars a share; `null` where the market's listing tells it. */
  readonly fee: number | null;
  readonly dollars: number;
  readonly atMs: AtMs;
}

interface Asked extends Bought {
  readonly horizon: number;
}

/** Prices some time after buys: asked when no earlier print can come any more. */
export class Marks {
  readonly #tables: Tables;
  readonly #markets: Markets;
  readonly #prints: Prints;
  readonly #rows = new Rows(MARK_WIDTH);
  readonly #due = new TimeHeap();
  readonly #settled: (position: number) => void;

  /** `settled` is told a position when nothing of it waits any more. */
  constructor(
    world: { readonly tables: Tables; readonly markets: Markets; readonly prints: Prints },
    settled: (position: number) => void,
  ) {
    this.#tables = world.tables;
    this.#markets = world.markets;
    this.#prints = world.prints;
    this.#settled = settled;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Keeps a buy until each horizon has passed, counted from `arrivedAtMs` where that is later. */
  wait(position: number, bought: Bought, arrivedAtMs: AtMs): void {
    for (const [horizon, afterMs] of HORIZON_MS.entries()) {
      const lastMs = bought.atMs + afterMs + (HORIZON_TOLERANCE_MS[horizon] ?? 0);
      const row = this.#link(position, { ...bought, horizon });
      this.#due.push(Math.max(lastMs, arrivedAtMs) + REORDER_WINDOW_MS, row);
    }
    while (this.size > PENDING_MARKS_MAX) this.#settleNext();
  }

  /** Settles what is due. */
  advance(nowMs: AtMs): void {
    while (this.#due.size > 0 && this.#due.nextAtMs <= nowMs) this.#settleNext();
  }

  /** Gives a copied position what its original would be given now. */
  preview(position: number): void {
    let row = this.#tables.positions.link(position, POSITION_LINK.firstMark);
    while (row !== NO_ROW) {
      this.#ask(position, this.#read(row));
      row = this.#rows.link(row, MARK_LINK.next);
    }
  }

  /** What a buy that is not counted for good yet would be given now. */
  previewBuy(position: number, bought: Bought): void {
    for (const horizon of HORIZON_MS.keys()) this.#ask(position, { ...bought, horizon });
  }

  /** A position that goes asks for nothing any more. */
  orphan(position: number): void {
    let row = this.#tables.positions.link(position, POSITION_LINK.firstMark);
    while (row !== NO_ROW) {
      this.#rows.setLink(row, MARK_LINK.position, NO_ROW);
      row = this.#rows.link(row, MARK_LINK.next);
    }
    this.#tables.positions.setLink(position, POSITION_LINK.firstMark, NO_ROW);
  }

  #settleNext(): void {
    const row = this.#due.pop();
    if (row === null) return;
    const position = this.#rows.link(row, MARK_LINK.position);
    if (position !== NO_ROW) {
      this.#ask(position, this.#read(row));
      this.#unlink(row, position);
    }
    this.#rows.release(row);
    if (position === NO_ROW) return;
    if (this.#tables.positions.link(position, POSITION_LINK.firstMark) === NO_ROW) {
      this.#settled(position);
    }
  }

  #ask(position: number, mark: Asked): void {
    const { positions } = this.#tables;
    const market = this.#markets.at(positions.link(position, POSITION_LINK.market));
    if (market === undefined) return;
    const price = this.#priceOf(market, mark);
    if (price === null) return;
    const fee = mark.fee ?? feeAt(market, mark.price);
    const field = POSITION.moves + 2 * mark.horizon;
    positions.add(position, field, mark.dollars);
    positions.add(position, field + 1, mark.dollars * (price - mark.price - fee));
  }

  /** From prints of the token itself and, of a market with two outcomes, of the other one. */
  #priceOf(market: MarketFacts, mark: Asked): number | null {
    const fromMs = mark.atMs + (HORIZON_MS[mark.horizon] ?? 0);
    const untilMs = fromMs + (HORIZON_TOLERANCE_MS[mark.horizon] ?? 0);
    const at = (slot: number | undefined) => {
      const token = slot === undefined ? null : (market.tokens[slot] ?? null);
      return token === null ? null : this.#prints.first(token, fromMs, untilMs);
    };
    const own = at(mark.slot);
    const isBinary = market.outcomes === 2 && market.tokens.length === 2;
    const other = isBinary ? at(slotsOf(market).find((slot) => slot !== mark.slot)) : null;
    if (other === null) return own?.price ?? null;
    if (own === null || other.atMs < own.atMs) return 1 - other.price;
    return own.atMs < other.atMs ? own.price : (own.price + 1 - other.price) / 2;
  }

  #read(row: number): Asked {
    const fee = this.#rows.get(row, MARK.fee);
    return {
      slot: this.#rows.link(row, MARK_LINK.slot),
      horizon: this.#rows.link(row, MARK_LINK.horizon),
      price: this.#rows.get(row, MARK.price),
      fee: fee < 0 ? null : fee,
      dollars: this.#rows.get(row, MARK.dollars),
      atMs: this.#rows.get(row, MARK.atMs),
    };
  }

  #link(position: number, mark: Asked): number {
    const { positions } = this.#tables;
    const row = this.#rows.take();
    this.#rows.set(row, MARK.price, mark.price);
    this.#rows.set(row, MARK.fee, mark.fee ?? -1);
    this.#rows.set(row, MARK.dollars, mark.dollars);
    this.#rows.set(row, MARK.atMs, mark.atMs);
    this.#rows.setLink(row, MARK_LINK.slot, mark.slot);
    this.#rows.setLink(row, MARK_LINK.horizon, mark.horizon);
    this.#rows.setLink(row, MARK_LINK.position, position);
    const first = positions.link(position, POSITION_LINK.firstMark);
    this.#rows.setLink(row, MARK_LINK.next, first);
    if (first !== NO_ROW) this.#rows.setLink(first, MARK_LINK.previous, row);
    positions.setLink(position, POSITION_LINK.firstMark, row);
    return row;
  }

  #unlink(row: number, position: number): void {
    const before = this.#rows.link(row, MARK_LINK.previous);
    const behind = this.#rows.link(row, MARK_LINK.next);
    if (before === NO_ROW)
      this.#tables.positions.setLink(position, POSITION_LINK.firstMark, behind);
    else this.#rows.setLink(before, MARK_LINK.next, behind);
    if (behind !== NO_ROW) this.#rows.setLink(behind, MARK_LINK.previous, before);
  }
}
