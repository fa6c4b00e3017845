import type { TokenId } from '../../../domain/ids.ts';
import { type AtMs, HOUR_MS, MINUTE_MS } from '../../../domain/time.ts';
import { MICRO } from '../../../domain/values/micro.ts';
import type { Horizon } from '../../../domain/wallet-score.ts';
import { type Print, REORDER_WINDOW_MS } from '../record.ts';

/** Horizons at which prints are looked at, in the order of the sums. */
export const PRINT_HORIZONS = ['1m', '1h', '24h'] as const satisfies readonly Horizon[];

/** How long after a buy the price is looked at, and how much later the print may be. */
export const HORIZON_MS: readonly number[] = [MINUTE_MS, HOUR_MS, 24 * HOUR_MS];
export const HORIZON_TOLERANCE_MS: readonly number[] = [MINUTE_MS, 10 * MINUTE_MS, HOUR_MS];

/** A buy asks for its price at most this long after both the buy and the print are here. */
export const PRINT_KEPT_MS = HOUR_MS + 2 * REORDER_WINDOW_MS;
/** Prints of all tokens together; beyond it the one that came first goes. */
export const PRINTS_MAX = 250_000;

interface Arrived {
  readonly token: TokenId;
  readonly atMs: AtMs;
  readonly price: number;
  readonly untilMs: AtMs;
}

/** Prices of one token in the order of their times. */
interface Series {
  readonly times: number[];
  readonly prices: number[];
}

/** What tokens were traded at lately, whoever traded. Equal prints of one moment are one. */
export class Prints {
  readonly #series = new Map<TokenId, Series>();
  #arrived: Arrived[] = [];
  #gone = 0;

  get size(): number {
    return this.#arrived.length - this.#gone;
  }

  /** Tokens with a print. */
  get tokens(): number {
    return this.#series.size;
  }

  add({ tokenId, price, atMs }: Print, arrivedAtMs: AtMs): void {
    const series = this.#of(tokenId);
    const { times, prices } = series;
    let at = times.length;
    while (at > 0 && after(series, at - 1, { atMs, price })) at -= 1;
    if (times[at - 1] === atMs && prices[at - 1] === price) return;
    times.splice(at, 0, atMs);
    prices.splice(at, 0, price);
    const untilMs = Math.max(arrivedAtMs, atMs) + PRINT_KEPT_MS;
    this.#arrived.push({ token: tokenId, atMs, price, untilMs });
    if (this.size > PRINTS_MAX) this.#dropFirst();
  }

  /** Time and price of the first print from `fromMs` to `untilMs`; the mean of those of one moment. */
  first(token: TokenId, fromMs: AtMs, untilMs: AtMs): { atMs: AtMs; price: number } | null {
    const series = this.#series.get(token);
    if (series === undefined) return null;
    const from = firstFrom(series.times, fromMs);
    const atMs = series.times[from];
    if (atMs === undefined || atMs > untilMs) return null;
    let end = from;
    let sum = 0;
    while (series.times[end] === atMs) {
      sum += series.prices[end] ?? 0;
      end += 1;
    }
    return { atMs, price: sum / (end - from) / MICRO };
  }

  /** Drops prints that no buy can ask for any more. */
  expire(nowMs: AtMs): void {
    while (this.size > 0 && (this.#arrived[this.#gone]?.untilMs ?? nowMs) < nowMs) {
      this.#dropFirst();
    }
  }

  #of(token: TokenId): Series {
    const known = this.#series.get(token);
    if (known !== undefined) return known;
    const series = { times: [], prices: [] };
    this.#series.set(token, series);
    return series;
  }

  #dropFirst(): void {
    const print = this.#arrived[this.#gone];
    this.#gone += 1;
    if (this.#gone * 2 > this.#arrived.length) {
      this.#arrived = this.#arrived.slice(this.#gone);
      this.#gone = 0;
    }
    const series = print === undefined ? undefined : this.#series.get(print.token);
    if (print === undefined || series === undefined) return;
    let at = firstFrom(series.times, print.atMs);
    while (series.times[at] === print.atMs && series.prices[at] !== print.price) at += 1;
    series.times.splice(at, 1);
    series.prices.splice(at, 1);
    if (series.times.length === 0) this.#series.delete(print.token);
  }
}

function after(series: Series, at: number, than: { atMs: AtMs; price: number }): boolean {
  const atMs = series.times[at] ?? 0;
  return atMs > than.atMs || (atMs === than.atMs && (series.prices[at] ?? 0) > than.price);
}

/** Index of the first time not before `atMs`. */
function firstFrom(times: readonly number[], atMs: AtMs): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
