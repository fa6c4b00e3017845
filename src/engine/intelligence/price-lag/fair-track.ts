import type { MarketId } from '../../domain/ids.ts';
import type { FairPoint } from '../../domain/price-lag.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import { MICRO } from '../../domain/values/micro.ts';
import { type Price, price } from '../../domain/values/money.ts';
import type { PriceLagDetector } from './detector.ts';

/** Points of one market: about as many as a picture on a phone shows, the first and the last kept. */
export const FAIR_POINTS_MAX = 121;
/** Between two points at first; twice as long whenever there is no room for another. */
export const FAIR_SPACING_MS = 5 * SECOND_MS;
/** Markets that are recorded at once; 2.4 kB each. */
export const FAIR_TRACKS_MAX = 500;
/** Fair values worked out in one look at most; the rest is due at the next one. */
export const FAIRS_A_LOOK_MAX = 128;

const NO_PRICE = -1;

/**
 * What the side of a market that pays when its claim comes true was worth and cost, from the first look
 * to now: where there is no room for more, every second point goes and the next come half as often.
 */
export class FairTrack {
  readonly #atMs = new Float64Array(FAIR_POINTS_MAX);
  readonly #fair = new Int32Array(FAIR_POINTS_MAX);
  readonly #band = new Int32Array(FAIR_POINTS_MAX);
  readonly #price = new Int32Array(FAIR_POINTS_MAX);
  #count = 0;
  #spacingMs = FAIR_SPACING_MS;
  #dueAtMs: AtMs = Number.NEGATIVE_INFINITY;

  /** No two points are nearer than this. */
  get spacingMs(): number {
    return this.#spacingMs;
  }

  isDue(atMs: AtMs): boolean {
    return atMs >= this.#dueAtMs;
  }

  /** Takes a point that is due; `null` where nothing is known, which is soon asked again. */
  note(atMs: AtMs, point: Omit<FairPoint, 'atMs'> | null): void {
    if (!this.isDue(atMs)) return;
    if (point === null) {
      this.#dueAtMs = atMs + FAIR_SPACING_MS;
      return;
    }
    this.#put(this.#count, { atMs, ...point });
    this.#count += 1;
    if (this.#count === FAIR_POINTS_MAX) this.#thin();
    this.#dueAtMs = atMs + this.#spacingMs;
  }

  /** Oldest first. */
  points(): readonly FairPoint[] {
    return Array.from({ length: this.#count }, (_, at) => this.#at(at));
  }

  #thin(): void {
    this.#count = Math.ceil(this.#count / 2);
    for (let at = 1; at < this.#count; at += 1) this.#put(at, this.#at(2 * at));
    this.#spacingMs *= 2;
  }

  #put(at: number, { atMs, fair, band, price: middle }: FairPoint): void {
    this.#atMs[at] = atMs;
    this.#fair[at] = fair;
    this.#band[at] = band;
    this.#price[at] = middle ?? NO_PRICE;
  }

  #at(at: number): FairPoint {
    const middle = this.#price[at] ?? NO_PRICE;
    return {
      atMs: this.#atMs[at] ?? 0,
      fair: price(this.#fair[at] ?? 0),
      band: price(this.#band[at] ?? 0),
      price: middle === NO_PRICE ? null : price(middle),
    };
  }
}

/** The records of all watched markets. Pure: it learns and tells nothing that a signal depends on. */
export class FairTracks {
  readonly #detector: Pick<PriceLagDetector, 'fair' | 'middle'>;
  readonly #tracks = new Map<MarketId, FairTrack>();
  #lookAtMs: AtMs = Number.NEGATIVE_INFINITY;
  #looked = 0;

  constructor(detector: Pick<PriceLagDetector, 'fair' | 'middle'>) {
    this.#detector = detector;
  }

  get size(): number {
    return this.#tracks.size;
  }

  /** Records a market where it is time; without that nothing is worked out. */
  look(marketId: MarketId, atMs: AtMs): void {
    const track = this.#tracks.get(marketId) ?? this.#begin(marketId);
    if (track?.isDue(atMs) !== true || !this.#hasTurn(atMs)) return;
    const found = this.#detector.fair(marketId, atMs);
    if (!found.ok) {
      track.note(atMs, null);
      return;
    }
    track.note(atMs, {
      fair: asPrice(found.probability),
      band: asPrice(found.band),
      price: this.#detector.middle(marketId, atMs),
    });
  }

  /** Oldest first; empty for a market without a record. */
  points(marketId: MarketId): readonly FairPoint[] {
    return this.#tracks.get(marketId)?.points() ?? [];
  }

  forget(marketId: MarketId): void {
    this.#tracks.delete(marketId);
  }

  #begin(marketId: MarketId): FairTrack | null {
    if (this.#tracks.size >= FAIR_TRACKS_MAX) return null;
    const track = new FairTrack();
    this.#tracks.set(marketId, track);
    return track;
  }

  /** Whether this moment has room for one more. */
  #hasTurn(atMs: AtMs): boolean {
    if (atMs !== this.#lookAtMs) this.#looked = 0;
    this.#lookAtMs = atMs;
    this.#looked += 1;
    return this.#looked <= FAIRS_A_LOOK_MAX;
  }
}

function asPrice(share: number): Price {
  return price(Math.round(Math.min(1, Math.max(0, share)) * MICRO));
}
