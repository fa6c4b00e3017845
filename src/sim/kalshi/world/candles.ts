import { MINUTE_MS } from '../../../engine/domain/time.ts';
import { MICRO } from '../../../engine/domain/values/micro.ts';

/** Minutes that a candle of the venue may span. */
export const CANDLE_MINUTES = [1, 60, 1_440] as const;
export type CandleMinutes = (typeof CANDLE_MINUTES)[number];
/** Minutes that are kept of one market: a day and a half. */
const MINUTES_MAX = 2_160;

interface Span {
  open: number;
  low: number;
  high: number;
  close: number;
}

/** Prices in micro-dollars, counts in hundredths of a contract. */
export interface Candle {
  /** Inclusive end, Unix milliseconds. */
  readonly endAtMs: number;
  readonly bid: Readonly<Span>;
  readonly ask: Readonly<Span>;
  /** Of trades; `null` when there was none. */
  readonly price: Readonly<Span> | null;
  /** Sum of price times count over the trades. */
  readonly traded: number;
  /** Close of the trades before; `null` when there was none ever. */
  readonly previous: number | null;
  readonly volume: number;
  readonly openInterest: number;
}

type Draft = { -readonly [Key in keyof Candle]: Candle[Key] } & { bid: Span; ask: Span };

export interface Tick {
  readonly atMs: number;
  readonly bid: number;
  readonly ask: number;
  readonly openInterest: number;
}

/** One market's minutes. A minute in which nothing happened has no candle. */
export class Candles {
  readonly #minutes: Draft[] = [];
  #lastPrice: number | null = null;

  /** Quotes after a change of the book. */
  quote(tick: Tick): void {
    const draft = this.#at(tick);
    extend(draft.bid, tick.bid);
    extend(draft.ask, tick.ask);
    draft.openInterest = tick.openInterest;
  }

  trade(tick: Tick, price: number, count: number): void {
    this.quote(tick);
    const draft = this.#at(tick);
    const span = draft.price === null ? flat(price) : { ...draft.price };
    extend(span, price);
    draft.price = span;
    draft.traded += price * count;
    draft.volume += count;
    this.#lastPrice = price;
  }

  /** Those that end within both moments, and the last one before where that is wanted. */
  read(of: {
    readonly minutes: CandleMinutes;
    readonly fromMs: number;
    readonly toMs: number;
    readonly withLatestBefore: boolean;
  }): readonly Candle[] {
    const all = this.#joined(of.minutes);
    const within = all.filter(({ endAtMs }) => endAtMs >= of.fromMs && endAtMs <= of.toMs);
    const before = all.findLast(({ endAtMs }) => endAtMs < of.fromMs);
    return of.withLatestBefore && before !== undefined ? [before, ...within] : within;
  }

  #at({ atMs, bid, ask, openInterest }: Tick): Draft {
    const endAtMs = (Math.floor(atMs / MINUTE_MS) + 1) * MINUTE_MS;
    const last = this.#minutes.at(-1);
    if (last !== undefined && last.endAtMs === endAtMs) return last;
    const draft: Draft = {
      endAtMs,
      bid: flat(bid),
      ask: flat(ask),
      price: null,
      traded: 0,
      previous: this.#lastPrice,
      volume: 0,
      openInterest,
    };
    this.#minutes.push(draft);
    if (this.#minutes.length > MINUTES_MAX) this.#minutes.shift();
    return draft;
  }

  #joined(minutes: CandleMinutes): readonly Candle[] {
    if (minutes === 1) return this.#minutes;
    const spanMs = minutes * MINUTE_MS;
    const joined = new Map<number, Draft>();
    for (const minute of this.#minutes) {
      const endAtMs = Math.ceil(minute.endAtMs / spanMs) * spanMs;
      const there = joined.get(endAtMs);
      if (there === undefined) {
        joined.set(endAtMs, { ...minute, endAtMs, bid: { ...minute.bid }, ask: { ...minute.ask } });
      } else join(there, minute);
    }
    return [...joined.values()];
  }
}

function join(into: Draft, next: Candle): void {
  merge(into.bid, next.bid);
  merge(into.ask, next.ask);
  if (next.price !== null) {
    const price = { ...(into.price ?? next.price) };
    merge(price, next.price);
    into.price = price;
  }
  into.traded += next.traded;
  into.volume += next.volume;
  into.openInterest = next.openInterest;
}

function merge(into: Span, next: Readonly<Span>): void {
  extend(into, next.low);
  extend(into, next.high);
  into.close = next.close;
}

function flat(price: number): Span {
  return { open: price, low: price, high: price, close: price };
}

function extend(span: Span, price: number): void {
  span.low = Math.min(span.low, price);
  span.high = Math.max(span.high, price);
  span.close = price;
}

/** Volume-weighted mean of a candle's trades, rounded to the venue's four digits. */
export function meanPrice({ traded, volume }: Candle): number | null {
  if (volume === 0) return null;
  const digits = MICRO / 10_000;
  return Math.round(traded / volume / digits) * digits;
}
