import type { ReadOptions } from '../../http/json-http.ts';
import { FrameReader, isRow, type Row } from '../../parsed.ts';
import type { KalshiClient } from '../client/client.ts';
import { kalshiMarketId } from '../ids.ts';
import type { KalshiListing } from '../parse-market.ts';
import { readListing } from '../parse-markets.ts';
import type { InheritedRows } from './inherited-rows.ts';

/** A request that somebody waits for goes before those of the lists. */
const PRIORITY = 'entry';

/** Asks the venue for what one ticker names, where the list does not have it. */
export class KalshiLookup {
  readonly #client: Pick<KalshiClient, 'markets' | 'lists' | 'catalogue'>;
  readonly #inherited: InheritedRows;

  constructor(
    client: Pick<KalshiClient, 'markets' | 'lists' | 'catalogue'>,
    inherited: InheritedRows,
  ) {
    this.#client = client;
    this.#inherited = inherited;
  }

  /**
   * The market of a ticker, the markets of an event, or the open ones of a series, in the venue's
   * order; none where there is no such thing. @throws VenueError
   */
  async find(ticker: string, signal: AbortSignal): Promise<readonly KalshiListing[]> {
    const rows = await this.#rows(ticker, { priority: PRIORITY, signal });
    await this.#inherited.learn(rows, signal);
    return rows.flatMap((row) => {
      const joined = this.#inherited.joined(row);
      return readListing(joined, new FrameReader('kalshi.markets')) ?? [];
    });
  }

  async #rows(ticker: string, options: ReadOptions): Promise<readonly Row[]> {
    const id = kalshiMarketId(ticker);
    if (id === null) return [];
    const { markets, lists, catalogue } = this.#client;
    const market = await markets.getMarket(id, options);
    if (market !== null) return [market.row];
    const event = await catalogue.getEvent(ticker, options);
    if (event !== null) return event.markets.map(({ row }) => row);
    const filter = { seriesTicker: ticker, status: 'open' } as const;
    const { rows } = await lists.marketPage(filter, null, options);
    return rows.filter(isRow);
  }
}
