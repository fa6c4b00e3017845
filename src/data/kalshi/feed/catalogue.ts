import type { FrameReader } from '../../parsed.ts';
import { type KalshiListing, listingOf } from '../parse-market.ts';
import { eventSchema, type KalshiEvent, type KalshiSeries, seriesSchema } from '../schema-event.ts';
import { marketSchema } from '../schema-market.ts';

/** Events and series kept at most; in 2026 there were 14,000 series, and fewer open events. */
const EVENTS_MAX = 40_000;
const SERIES_MAX = 40_000;

/** What markets inherit from their events and series, read once for all of them. */
export class Catalogue {
  readonly #events = new Map<string, KalshiEvent>();
  readonly #series = new Map<string, KalshiSeries>();
  readonly #absent = new Set<string>();

  get events(): number {
    return this.#events.size;
  }

  get series(): number {
    return this.#series.size;
  }

  /** Categories of the events, in the venue's own spelling. */
  categories(): readonly string[] {
    const all = [...this.#events.values()].flatMap(({ category }) => category ?? []);
    return [...new Set(all)].sort();
  }

  event(ticker: string): KalshiEvent | null {
    return this.#events.get(ticker) ?? null;
  }

  seriesTitle(ticker: string | null): string | null {
    return ticker === null ? null : (this.#series.get(ticker)?.title ?? null);
  }

  readEvent(row: unknown, reader: FrameReader): void {
    const event = reader.read(eventSchema, row);
    if (event === null) return;
    makeRoom(this.#events, EVENTS_MAX);
    this.#events.set(event.ticker, event);
  }

  readSeries(row: unknown, reader: FrameReader): void {
    const series = reader.read(seriesSchema, row);
    if (series === null) return;
    makeRoom(this.#series, SERIES_MAX);
    this.#series.set(series.ticker, series);
  }

  /** A market with all that is known of what it inherits; `null` for a row that cannot be read. */
  listing(row: unknown, reader: FrameReader): KalshiListing | null {
    const raw = reader.read(marketSchema, row);
    if (raw === null) return null;
    const event = this.event(raw.event_ticker);
    const series = event === null ? null : (this.#series.get(event.seriesTicker) ?? null);
    return listingOf(raw, { event, series });
  }

  /** Which of these events were not read yet. */
  unknownEvents(tickers: Iterable<string>): readonly string[] {
    return [...new Set(tickers)].filter(
      (ticker) => !this.#events.has(ticker) && !this.#absent.has(ticker),
    );
  }

  unknownSeries(): readonly string[] {
    const wanted = [...this.#events.values()].map(({ seriesTicker }) => seriesTicker);
    return [...new Set(wanted)].filter(
      (ticker) => !this.#series.has(ticker) && !this.#absent.has(ticker),
    );
  }

  /** The venue does not know these; they are not asked for again until {@link retain}. */
  absent(tickers: readonly string[]): void {
    for (const ticker of tickers) this.#absent.add(ticker);
  }

  /** After a whole walk: only what an open market is of. */
  retain(openEvents: ReadonlySet<string>): void {
    this.#absent.clear();
    for (const ticker of this.#events.keys()) {
      if (!openEvents.has(ticker)) this.#events.delete(ticker);
    }
    const used = new Set([...this.#events.values()].map(({ seriesTicker }) => seriesTicker));
    for (const ticker of this.#series.keys()) if (!used.has(ticker)) this.#series.delete(ticker);
  }
}

function makeRoom<T>(kept: Map<string, T>, most: number): void {
  if (kept.size < most) return;
  for (const oldest of kept.keys()) {
    kept.delete(oldest);
    return;
  }
}
