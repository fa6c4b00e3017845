import type { SpotTick } from '../../domain/price-lag.ts';
import type { SpotRange } from '../../domain/spot-range.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import type { LagWatch } from './lag-watch.ts';
import type { FeedTrack } from './spot-feed.ts';
import { SymbolSpot, settlingFeed } from './symbol-spot.ts';

/** Markets of a coin are looked at this often while its price stands still. */
export const SWEEP_INTERVAL_MS = 250;
/** A smaller move, as a share of one second's deviation, waits for that. */
const SWEEP_MOVE = 0.1;
/** One second's deviation of the price until it was measured: 45 % a year. */
const DEVIATION_UNKNOWN = 0.8e-4;

/** One coin: its price, and the markets that depend on it. */
export class SymbolGroup {
  readonly spot: SymbolSpot;
  readonly #watches: LagWatch[] = [];
  /** The next one to be looked at, and how many of this round are left. */
  #cursor = 0;
  #left = 0;
  /** Those that depend on the extremes of the price. */
  readonly #touches = new Set<LagWatch>();
  #sweptAtMs: AtMs = 0;
  #step = SWEEP_MOVE * DEVIATION_UNKNOWN;

  constructor(symbol: string) {
    this.spot = new SymbolSpot(symbol);
  }

  add(watch: LagWatch): void {
    this.#watches.push(watch);
    if (watch.market.rule.kind === 'oneTouch') this.#touches.add(watch);
  }

  remove(watch: LagWatch): void {
    const at = this.#watches.indexOf(watch);
    if (at >= 0) this.#watches.splice(at, 1);
    if (at >= 0 && at < this.#cursor) this.#cursor -= 1;
    this.#touches.delete(watch);
  }

  /** Takes a price; a move, or time that passed, begins a round of looks at its markets. */
  take(tick: SpotTick, atMs: AtMs): void {
    const track = this.spot.take(tick, atMs);
    if (track === null) return;
    const isDue = atMs - this.#sweptAtMs >= SWEEP_INTERVAL_MS;
    if (isDue || Math.abs(track.price / track.sweptPrice - 1) >= this.#step) this.begin(atMs);
  }

  /** Those to be looked at next: all of a round in turn, so many at once. */
  next(most: number): readonly LagWatch[] {
    const count = Math.min(most, this.#left, this.#watches.length);
    this.#left -= count;
    if (this.#cursor >= this.#watches.length) this.#cursor = 0;
    const from = this.#cursor;
    this.#cursor += count;
    const over = this.#cursor - this.#watches.length;
    const slice = this.#watches.slice(from, from + count);
    if (over <= 0) return slice;
    this.#cursor = over;
    return [...slice, ...this.#watches.slice(0, over)];
  }

  /** Every market is to be looked at once more; windows learn what the price did since the last time. */
  begin(atMs: AtMs): void {
    this.#left = this.#watches.length;
    for (const watch of this.#touches) this.#widen(watch, atMs);
    const before = this.#sweptAtMs;
    this.#sweptAtMs = atMs;
    let leading: FeedTrack | null = null;
    for (const track of this.spot.tracks()) {
      track.sweep();
      leading ??= track;
    }
    // Once a second is enough: the deviation changes slowly.
    if (leading === null || Math.floor(before / SECOND_MS) === Math.floor(atMs / SECOND_MS)) return;
    const volatility = leading.volatility.over(1);
    if (volatility !== null) this.#step = SWEEP_MOVE * Math.sqrt(volatility.perSecond);
  }

  /** Candles since an opening: every market that opened then learns of them. */
  seed(range: SpotRange): void {
    for (const { market, window } of this.#watches) {
      window.seed(range, this.spot.track(settlingFeed(market.rule.source)));
    }
  }

  #widen({ market, window }: LagWatch, atMs: AtMs): void {
    const { rule } = market;
    if (rule.kind !== 'oneTouch' || atMs < rule.opensAtMs) return;
    const track = this.spot.track(settlingFeed(rule.source));
    if (track === null) return;
    window.widen(track, { opened: this.#sweptAtMs > 0 && this.#sweptAtMs < rule.opensAtMs });
  }
}
