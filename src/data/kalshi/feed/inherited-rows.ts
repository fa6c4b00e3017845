import { HOUR_MS } from '../../../engine/domain/time.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { isRow, type Row } from '../../parsed.ts';
import type { KalshiClient } from '../client/client.ts';
import { chunksOf } from '../client/pages.ts';

/** So long a row is taken as it was read: fees and rules seldom change. */
export const INHERITED_MS = HOUR_MS;
/** Rows kept at most, of each kind. */
const ROWS_MAX = 2_000;
/** Events of one request by their tickers. */
const EVENTS_PER_REQUEST = 50;

interface Kept {
  /** `null`: the venue has none. */
  readonly row: Row | null;
  readonly readMs: number;
}

/** The venue's own rows of events and series, which the rows of wanted markets are passed on with. */
export class InheritedRows {
  readonly #client: Pick<KalshiClient, 'lists' | 'catalogue'>;
  readonly #runtime: Pick<HttpRuntime, 'monotonicMs'>;
  readonly #events = new Map<string, Kept>();
  readonly #series = new Map<string, Kept>();

  constructor(
    client: Pick<KalshiClient, 'lists' | 'catalogue'>,
    runtime: Pick<HttpRuntime, 'monotonicMs'>,
  ) {
    this.#client = client;
    this.#runtime = runtime;
  }

  /** A market's row with its event and series as far as they were read. */
  joined(row: Row): Row {
    const event = this.#events.get(String(row['event_ticker']))?.row ?? null;
    const ticker = event === null ? null : String(event['series_ticker']);
    const series = ticker === null ? null : (this.#series.get(ticker)?.row ?? null);
    return { ...row, ...(event === null ? {} : { event }), ...(series === null ? {} : { series }) };
  }

  /** Reads what is not known of these markets' events and series. @throws VenueError */
  async learn(rows: readonly Row[], signal: AbortSignal): Promise<void> {
    const events = this.#missing(
      this.#events,
      rows.map((row) => row['event_ticker']),
    );
    for (const asked of chunksOf(events, EVENTS_PER_REQUEST)) {
      const page = await this.#client.lists.eventPage({ tickers: asked }, null, { signal });
      const found = new Map(page.rows.filter(isRow).map((row) => [row['event_ticker'], row]));
      for (const ticker of asked) this.#keep(this.#events, ticker, found.get(ticker) ?? null);
    }
    const series = this.#missing(
      this.#series,
      rows.map((row) => this.#events.get(String(row['event_ticker']))?.row?.['series_ticker']),
    );
    for (const ticker of series) {
      const found = await this.#client.catalogue.getSeries(ticker, { signal });
      this.#keep(this.#series, ticker, found?.row ?? null);
    }
  }

  #missing(kept: ReadonlyMap<string, Kept>, tickers: readonly unknown[]): readonly string[] {
    const sinceMs = this.#runtime.monotonicMs() - INHERITED_MS;
    const named = new Set(tickers.filter((ticker) => typeof ticker === 'string'));
    return [...named].filter(
      (ticker) => (kept.get(ticker)?.readMs ?? Number.NEGATIVE_INFINITY) < sinceMs,
    );
  }

  #keep(kept: Map<string, Kept>, ticker: string, row: Row | null): void {
    kept.delete(ticker);
    kept.set(ticker, { row, readMs: this.#runtime.monotonicMs() });
    for (const oldest of kept.keys()) {
      if (kept.size <= ROWS_MAX) return;
      kept.delete(oldest);
    }
  }
}
