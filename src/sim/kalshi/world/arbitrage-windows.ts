import { MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import { MICRO } from '../../../engine/domain/values/micro.ts';
import type { Chance } from '../../chance.ts';
import type { Agenda } from '../../venue/agenda.ts';
import type { VenueMarket } from '../../venue/venue.ts';
import type { WorldTime } from '../../wire/world-time.ts';
import { tickAt } from '../price-grid.ts';
import type { MarketFloor } from './market-floor.ts';
import type { Stand } from './pairs.ts';

type Span = readonly [least: number, most: number];

/** How often makers of this venue are wrong, for how long, and by how much. */
export interface ArbitrageRules {
  /** Until the first one, in milliseconds of wall time; only where there are some by themselves. */
  readonly firstMs: Span;
  /** Between two windows, in milliseconds of the world's schedule; `null` for none by itself. */
  readonly everyMs: Span | null;
  /** In milliseconds of wall time. */
  readonly lastsMs: Span;
  /** What a share of both sides together leaves after the fees of both venues, in dollars. */
  readonly profit: Span;
}

export const USUAL_ARBITRAGE: ArbitrageRules = {
  firstMs: [35 * SECOND_MS, 80 * SECOND_MS],
  everyMs: [6 * MINUTE_MS, 16 * MINUTE_MS],
  lastsMs: [2 * SECOND_MS, 30 * SECOND_MS],
  profit: [0.012, 0.035],
};

/** A time in which both sides of one question cost less than a dollar across the venues. */
export interface ArbitrageWindow {
  readonly conditionId: string;
  readonly ticker: string;
  /** Which side is cheap here. */
  readonly cheap: 'yes' | 'no';
  /** Wall time. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** One that is wished for. */
export interface WishedArbitrage {
  /** Any market that fits, unless told. */
  readonly ticker?: string;
  readonly lastsMs?: number;
}

export interface WindowOptions {
  readonly chance: Chance;
  readonly agenda: Agenda;
  readonly floor: MarketFloor;
  readonly time: WorldTime;
  readonly rules: ArbitrageRules;
}

/** How many of them are where nothing at all differs in the settlement; the first one always. */
const PLAIN = 0.5;
/** Nothing to be wrong about was there: look again. */
const RETRY_MS = 2 * SECOND_MS;
/** How often makers look at the other venue, and how far its middle has to move for them, in dollars. */
const LOOK_MS = 250;
const MOVE = 0.012;
/** The quotes are made again so often while they are wrong. */
const REQUOTE_MS = 500;
/** Between these prices there is room on both sides. */
const PRICES = [0.25, 0.75] as const;
/** Half of the spread here, in dollars, at most. */
const HALF_SPREAD = 0.014;
/** What a taker pays here of `p (1 - p)`. */
const FEE_RATE = 0.07;
const WINDOWS_KEPT = 1_000;

/**
 * Makers of the same question here follow the other venue's price closely. Now and then those of one
 * market stay behind, by more than both fees.
 */
export class ArbitrageWindows {
  /** The newest last. */
  readonly windows: ArbitrageWindow[] = [];
  readonly #options: WindowOptions;
  readonly #wrong = new Set<Stand>();
  /** Middles there, in dollars, that were followed last. */
  readonly #followed = new WeakMap<Stand, number>();
  #stands: Stand[] = [];

  constructor(options: WindowOptions) {
    this.#options = options;
  }

  /** From now on there are some by themselves. */
  begin(): void {
    const { agenda, chance, rules } = this.#options;
    const { everyMs, firstMs } = rules;
    if (everyMs !== null) agenda.after(chance.whole(...firstMs), () => this.#openSome(everyMs));
    this.#follow();
  }

  admit(stand: Stand): void {
    this.#stands = this.#stands.filter(({ there }) => there.status !== 'resolved');
    this.#stands.push(stand);
  }

  /** Opens one now; `null` where no market fits. */
  open({ ticker, lastsMs }: WishedArbitrage = {}): ArbitrageWindow | null {
    const { chance, agenda, rules } = this.#options;
    const fits = this.#stands.filter(
      (stand) => this.#fits(stand) && (ticker === undefined || stand.market.ticker === ticker),
    );
    if (fits.length === 0) return null;
    const equal = fits.filter(({ isEqual }) => isEqual);
    const isPlain = equal.length > 0 && (this.windows.length === 0 || chance.happens(PLAIN));
    const stand = chance.pick(isPlain ? equal : fits);
    const cheap: ArbitrageWindow['cheap'] = chance.happens(0.5) ? 'yes' : 'no';
    const fromMs = agenda.nowMs;
    const toMs = fromMs + Math.round(lastsMs ?? chance.whole(...rules.lastsMs));
    const window: ArbitrageWindow = {
      conditionId: stand.there.conditionId,
      ...{ ticker: stand.market.ticker, cheap, fromMs, toMs },
    };
    this.windows.push(window);
    if (this.windows.length > WINDOWS_KEPT) this.windows.shift();
    const [least, most] = rules.profit;
    const shift = gapOf(stand) + least + (most - least) * chance.next();
    this.#wrong.add(stand);
    stand.belief.lean(cheap === 'yes' ? -shift : shift);
    this.#hold(stand, toMs);
    return window;
  }

  #follow(): void {
    const { agenda, floor } = this.#options;
    for (const stand of this.#stands) {
      const touch = touchOf(stand.there);
      if (touch === null || this.#wrong.has(stand)) continue;
      const middle = (touch.bid + touch.ask) / 2;
      const before = this.#followed.get(stand);
      if (before !== undefined && Math.abs(middle - before) < MOVE) continue;
      this.#followed.set(stand, middle);
      floor.requote(stand.market);
    }
    agenda.after(LOOK_MS, () => this.#follow());
  }

  #later(everyMs: Span): void {
    const { agenda, chance, time } = this.#options;
    const worldMs = time.elapsedMs(agenda.nowMs) + chance.whole(...everyMs);
    agenda.after(time.waitMs(worldMs, agenda.nowMs), () => this.#openSome(everyMs));
  }

  #openSome(everyMs: Span): void {
    const { agenda } = this.#options;
    const window = this.open();
    if (window === null) agenda.after(RETRY_MS, () => this.#openSome(everyMs));
    else agenda.at(window.toMs, () => this.#later(everyMs));
  }

  /** Quotes again and again until the end, and once more as it should be. */
  #hold(stand: Stand, toMs: number): void {
    const { agenda, floor } = this.#options;
    const isOver = agenda.nowMs >= toMs;
    if (isOver) {
      stand.belief.lean(0);
      this.#wrong.delete(stand);
    }
    floor.requote(stand.market);
    if (isOver) return;
    agenda.at(Math.min(toMs, agenda.nowMs + REQUOTE_MS), () => this.#hold(stand, toMs));
  }

  #fits(stand: Stand): boolean {
    const touch = touchOf(stand.there);
    if (touch === null || stand.market.status !== 'active' || this.#wrong.has(stand)) return false;
    const middle = (touch.bid + touch.ask) / 2;
    return middle > PRICES[0] && middle < PRICES[1];
  }
}

/** How far apart the middles have to be until both fees and both spreads are paid for, in dollars. */
function gapOf({ there, market }: Stand): number {
  const touch = touchOf(there);
  if (touch === null) return 0;
  const { bid, ask } = touch;
  const middle = (bid + ask) / 2;
  const fees = (there.feeRate + FEE_RATE) * middle * (1 - middle);
  const tick = tickAt(market.structure, Math.round(middle * MICRO)) / MICRO;
  return fees + (ask - bid) / 2 + HALF_SPREAD + tick;
}

/** Of outcome 0, in dollars; `null` while the other venue has no two sides. */
function touchOf(there: VenueMarket): { readonly bid: number; readonly ask: number } | null {
  if (there.status !== 'open') return null;
  const { bids, asks } = there.book(0);
  const [bid, ask] = [bids.at(-1)?.price, asks.at(-1)?.price];
  return bid === undefined || ask === undefined ? null : { bid: bid / MICRO, ask: ask / MICRO };
}
