import { averagedSeconds, type CryptoRule } from '../../domain/crypto-rule.ts';
import type { SpotFeed } from '../../domain/price-lag.ts';
import type { SpotRange } from '../../domain/spot-range.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import { BASIS_DEVIATION_MIN, driftOver, ERROR_DEVIATIONS } from './basis.ts';
import type { FairState } from './fair.ts';
import type { SecondRing } from './second-ring.ts';
import type { FeedTrack } from './spot-feed.ts';
import type { IndexView, NoIndex, SymbolSpot } from './symbol-spot.ts';

/** The price at the start is the first one from the opening on, at most so many seconds late. */
export const START_LATE_S_MAX = 5;

export type NoState = NoIndex | 'volatilityUnknown';

/** What a fair value needs, and which price it is from. */
export interface WindowReading extends FairState {
  readonly feed: SpotFeed;
  readonly spotAtMs: AtMs;
}

/** What a market has to remember of its own window: the price at its start, and its extremes. */
export class WindowState {
  readonly rule: CryptoRule;
  readonly #opensSecond: number;
  /** By the feed that settles, and by the one that leads. */
  #settlingStart: number | null = null;
  #leadingStart: number | null = null;
  #high: number | null = null;
  #low: number | null = null;
  /** Since when the feed had no gap, as of the last look. */
  #solidFrom = 0;

  constructor(rule: CryptoRule) {
    this.rule = rule;
    const opensAtMs = 'opensAtMs' in rule ? rule.opensAtMs : rule.closesAtMs;
    this.#opensSecond = Math.round(opensAtMs / SECOND_MS);
  }

  /**
   * What the price did since the opening, by candles: for whoever was not there then. Extremes count
   * only where the feed goes on without a gap from the candles' end.
   */
  seed({ fromMs, untilMs, open, high, low }: SpotRange, track: FeedTrack | null): void {
    const { rule } = this;
    if (rule.source.kind !== 'binanceCandle') return;
    if (rule.kind === 'upDown' && rule.opensAtMs === fromMs) this.#settlingStart ??= open;
    if (rule.kind !== 'oneTouch' || rule.opensAtMs !== fromMs || track === null) return;
    const { solidFrom } = track.ring;
    if (solidFrom === 0 || untilMs < solidFrom * SECOND_MS) return;
    this.#solidFrom = solidFrom;
    this.#high = Math.max(high, this.#high ?? high, track.high);
    this.#low = Math.min(low, this.#low ?? low, track.low);
  }

  /**
   * What the settling feed did since the last look. Extremes are known from an opening that was seen,
   * or from where they were read; a gap of the feed may hide one, so nothing is known any more.
   */
  widen({ high, low, price, ring }: FeedTrack, { opened }: { readonly opened: boolean }): void {
    if (ring.solidFrom !== this.#solidFrom) {
      if (this.#solidFrom > 0 && !opened) this.#forget();
      this.#solidFrom = ring.solidFrom;
    }
    if (opened) [this.#high, this.#low] = [price, price];
    if (this.#high !== null) this.#high = Math.max(this.#high, high);
    if (this.#low !== null) this.#low = Math.min(this.#low, low);
  }

  #forget(): void {
    this.#high = null;
    this.#low = null;
  }

  /** What a fair value needs, or why there is none. */
  read(spot: SymbolSpot, atMs: AtMs): WindowReading | NoState {
    const index = spot.index(this.rule.source, atMs);
    if (typeof index === 'string') return index;
    const left = Math.max(0, (this.rule.closesAtMs - atMs) / SECOND_MS);
    const volatility = index.track.volatility.over(left);
    if (volatility === null) return 'volatilityUnknown';
    const start = this.#start(index, spot, atMs);
    // Without the settling feed's own start the leading one stands for both ends.
    const isLeading = start !== null && this.#settlingStart === null;
    return {
      index: isLeading ? index.track.price : index.price,
      ageS: index.ageS,
      indexError: isLeading ? this.#driftError(atMs) : index.error,
      estimated: index.estimated || isLeading,
      start,
      fixedMean: this.#fixedMean(index, atMs),
      high: this.#high,
      low: this.#low,
      volatility,
      feed: index.track.feed,
      spotAtMs: index.track.receivedAtMs,
    };
  }

  /** The same for who only looks: nothing of it is remembered, so no signal depends on it. */
  peek(spot: SymbolSpot, atMs: AtMs): WindowReading | NoState {
    const starts = [this.#settlingStart, this.#leadingStart] as const;
    const reading = this.read(spot, atMs);
    [this.#settlingStart, this.#leadingStart] = starts;
    return reading;
  }

  /**
   * The price at the start, by the feed that settles. Where that was not seen then, by the one that
   * leads: with its price of now the usual difference of the two cancels out.
   */
  #start(index: IndexView, spot: SymbolSpot, atMs: AtMs): number | null {
    const { rule } = this;
    if (rule.kind !== 'upDown' || rule.strike !== null || atMs < rule.opensAtMs) return null;
    this.#settlingStart ??= this.#settledStart(index.settling, spot);
    if (this.#settlingStart !== null) return this.#settlingStart;
    if (index.track === index.settling) return null;
    this.#leadingStart ??= this.#startOf(index.track.ring);
    return this.#leadingStart;
  }

  /** How far two feeds may have drifted apart since the opening. */
  #driftError(atMs: AtMs): number {
    const sinceMs = atMs - this.#opensSecond * SECOND_MS;
    return ERROR_DEVIATIONS * Math.hypot(driftOver(sinceMs), BASIS_DEVIATION_MIN);
  }

  #settledStart(settling: FeedTrack | null, spot: SymbolSpot): number | null {
    const mean = this.rule.source.kind === 'chainlinkTwap' ? spot.track('chainlinkTwap') : null;
    if (mean?.ring.has(this.#opensSecond - 1) === true) {
      const exact = firstFrom(mean.ring, this.#opensSecond);
      // The venue's own mean is worth the seconds until it is there.
      const isAwaited = mean.ring.newest <= this.#opensSecond + START_LATE_S_MAX;
      if (exact !== null || isAwaited) return exact;
    }
    return settling === null ? null : this.#startOf(settling.ring);
  }

  #startOf(ring: SecondRing): number | null {
    const width = averagedSeconds(this.rule.source);
    if (width > 0) return ring.mean(this.#opensSecond - width, this.#opensSecond);
    return firstFrom(ring, this.#opensSecond);
  }

  /** Mean of what is over of the settlement's mean, by its own feed where that was seen throughout. */
  #fixedMean(index: IndexView, atMs: AtMs): number | null {
    const width = averagedSeconds(this.rule.source);
    const begins = Math.round(this.rule.closesAtMs / SECOND_MS) - width;
    const now = Math.floor(atMs / SECOND_MS);
    if (width === 0 || now <= begins) return width === 0 ? null : index.price;
    // It has begun, and the newest price is still one from before.
    if (index.track.ring.newest < begins) return index.price;
    const settled = index.settling === null ? null : meanFrom(index.settling.ring, begins, now);
    if (settled !== null && !index.estimated) return settled;
    const leading = meanFrom(index.track.ring, begins, now);
    return leading === null ? settled : leading * index.factor;
  }
}

function firstFrom(ring: SecondRing, second: number): number | null {
  if (!ring.has(second)) return null;
  for (let late = 0; late <= START_LATE_S_MAX; late += 1) {
    const price = ring.firstOf(second + late);
    if (price !== null) return price;
  }
  return null;
}

/** Up to `to`, or to where the feed has come: an index arrives seconds late. */
function meanFrom(ring: SecondRing, from: number, to: number): number | null {
  return ring.mean(from, Math.min(to, ring.newest + 1));
}
