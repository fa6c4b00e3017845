import type { BookSide } from '../market-event.ts';
import type { AtMs } from '../time.ts';
import { invariant } from '../values/invariant.ts';
import { MICRO } from '../values/micro.ts';
import type { Price } from '../values/money.ts';
import type { Distrust, Level } from './depth.ts';
import { LadderSide } from './ladder-side.ts';
import type { BookLayout, LevelSide } from './level-side.ts';
import { SortedSide } from './sorted-side.ts';

/** The two sides of one book, in the prices of one token, and what is wrong with them. */
export class LevelBook {
  bids: LevelSide;
  asks: LevelSide;
  tick: Price;
  layout: BookLayout;
  /** Venue time of the newest engine event applied. */
  venueAtMs: AtMs = Number.NEGATIVE_INFINITY;
  /** Since when its grid is what it is, as far as it was told. */
  #restartedAtMs: AtMs = Number.NEGATIVE_INFINITY;
  /** Whether it is as a poll brought it, and no stream has changed it since. */
  isPolled = false;
  /** Whether a snapshot of this epoch was applied; without one deltas mean nothing. */
  ready = false;
  /** Stays until the next snapshot. */
  fault: Distrust | null = 'noSnapshot';
  /**
   * What looks wrong within the newest engine event. Frames of one event share a venue time and
   * each carries the state after the whole event, so until a later time shows that the event is
   * over this may still come right; the book is not trusted meanwhile.
   */
  eventFault: Distrust | null = null;

  constructor(tick: Price, layout: BookLayout) {
    this.tick = tick;
    this.layout = layout;
    this.bids = emptySide('bid', tick, layout);
    this.asks = emptySide('ask', tick, layout);
  }

  /** Makes `venueAtMs` the current engine event; `false` when the book is already past it. */
  enter(venueAtMs: AtMs): boolean {
    if (venueAtMs < this.venueAtMs) return false;
    if (venueAtMs > this.venueAtMs) {
      this.venueAtMs = venueAtMs;
      if (this.eventFault !== null) {
        this.fault ??= this.eventFault;
        this.eventFault = null;
      }
    }
    return true;
  }

  /**
   * Makes room for the first streamed book after a polled one, of the same grid. A stream is in order
   * by itself, while the time of a poll may be of its reading: what the stream has told would be
   * ignored until the next change.
   */
  rewind(venueAtMs: AtMs): void {
    if (!this.isPolled || venueAtMs < this.#restartedAtMs) return;
    this.venueAtMs = Math.min(this.venueAtMs, venueAtMs);
  }

  /** A level may rest strictly inside 0..1 on the grid. */
  onGrid(price: number): boolean {
    return price > 0 && price < MICRO && price % this.tick === 0;
  }

  get crossed(): boolean {
    return this.bids.best >= this.asks.best;
  }

  /** Begins the verdict on the engine event at `venueAtMs`, if that is the newest. */
  judgeCrossed(venueAtMs: AtMs): void {
    if (this.venueAtMs === venueAtMs) this.eventFault = this.crossed ? 'crossed' : null;
  }

  /** Replaces everything and clears what was wrong; tells whether any level changed. */
  replace(bids: readonly Level[], asks: readonly Level[], flip: boolean): boolean {
    const first = !this.ready;
    this.ready = true;
    this.fault = null;
    this.eventFault = null;
    const changedBids = this.#fill('bid', flip ? asks : bids, flip);
    const changedAsks = this.#fill('ask', flip ? bids : asks, flip);
    if (this.crossed) this.fault ??= 'crossed';
    return first || changedBids || changedAsks;
  }

  #fill(side: BookSide, levels: readonly Level[], flip: boolean): boolean {
    const target = side === 'bid' ? this.bids : this.asks;
    if (holds(target, levels, flip)) return false;
    target.clear();
    // Worst first, which is the cheap order to insert; both orders come from venues.
    const first = levels[0]?.price ?? 0;
    const last = levels[levels.length - 1]?.price ?? 0;
    const descending = first > last !== flip;
    const reverse = side === 'bid' ? descending : !descending;
    for (let at = 0; at < levels.length; at += 1) {
      const level = levels[reverse ? levels.length - 1 - at : at];
      if (level === undefined) continue;
      const price = flip ? MICRO - level.price : level.price;
      if (this.onGrid(price)) target.set(price, level.quantity);
      else this.fault = 'offGrid';
    }
    return true;
  }

  /** A new epoch: nothing is known until a snapshot at or after `venueAtMs`. */
  restart(tick: Price, venueAtMs: AtMs): void {
    this.venueAtMs = venueAtMs;
    this.#restartedAtMs = venueAtMs;
    this.ready = false;
    this.eventFault = null;
    this.fault = 'tickChange';
    this.#rebuild(tick, this.layout);
  }

  /** Goes to the snapshot's grid, dropping the levels, which it replaces. */
  adoptTick(tick: Price): void {
    if (tick !== this.tick) this.#rebuild(tick, this.layout);
  }

  /** Converts without loss. */
  setLayout(layout: BookLayout): void {
    if (layout === this.layout) return;
    const { bids, asks } = this;
    this.#rebuild(this.tick, layout);
    bids.visit(bids.count, (price, quantity) => this.bids.set(price, quantity));
    asks.visit(asks.count, (price, quantity) => this.asks.set(price, quantity));
  }

  #rebuild(tick: Price, layout: BookLayout): void {
    this.tick = tick;
    this.layout = layout;
    this.bids = emptySide('bid', tick, layout);
    this.asks = emptySide('ask', tick, layout);
  }
}

function emptySide(side: BookSide, tick: number, layout: BookLayout): LevelSide {
  invariant(tick > 0 && MICRO % tick === 0, `a tick divides one dollar, got ${tick}`);
  return layout === 'ladder' ? new LadderSide(side, tick) : new SortedSide(side);
}

/** Whether `side` already is exactly these levels; `false` also when they are in no order. */
function holds(side: LevelSide, levels: readonly Level[], flip: boolean): boolean {
  if (side.count !== levels.length) return false;
  const ascending = (levels[0]?.price ?? 0) < (levels[1]?.price ?? 0);
  let previous = ascending ? -1 : MICRO + 1;
  for (const level of levels) {
    // Two levels at one price would each be found and hide a third that is gone.
    if (level.price === previous || level.price > previous !== ascending) return false;
    previous = level.price;
    const price = flip ? MICRO - level.price : level.price;
    if (level.quantity === 0 || side.quantityAt(price) !== level.quantity) return false;
  }
  return true;
}
