import type { KalshiEvent, KalshiMarket, KalshiSeries } from './market.ts';

/** A change of fees that was announced. */
export interface FeeChange {
  readonly id: string;
  readonly series: KalshiSeries;
  readonly feeType: KalshiSeries['feeType'];
  readonly feeMultiplier: number;
  readonly atMs: number;
}

/** Everything that is listed, by the names of the venue. */
export class Catalogue {
  readonly series = new Map<string, KalshiSeries>();
  readonly events = new Map<string, KalshiEvent>();
  /** In the order of listing. */
  readonly markets = new Map<string, KalshiMarket>();
  readonly feeChanges: FeeChange[] = [];

  /** The series of this ticker: the known one, or this one from now on. */
  knownSeries(series: KalshiSeries): KalshiSeries {
    const known = this.series.get(series.ticker);
    if (known === undefined) this.series.set(series.ticker, series);
    return known ?? series;
  }

  market(ticker: string): KalshiMarket | null {
    return this.markets.get(ticker) ?? null;
  }

  /** Markets by their UUID, as the websocket may name them. */
  byId(id: string): KalshiMarket | null {
    for (const market of this.markets.values()) if (market.terms.id === id) return market;
    return null;
  }

  admit(market: KalshiMarket): void {
    this.markets.set(market.ticker, market);
    market.event.markets.push(market);
  }
}
