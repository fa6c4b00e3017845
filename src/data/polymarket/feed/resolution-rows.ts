import type { ReadOptions } from '../../http/json-http.ts';
import type { Row } from '../../parsed.ts';
import type { DataApi } from '../client/data-api.ts';
import { resolutionOf } from '../client/parse-resolution.ts';
import { TOKENS_FIELD } from '../parse-resolutions.ts';
import type { WantedMarket } from './wanted-market.ts';

/** What the Data API says of a market that was not told yet. */
export interface ResolutionNews {
  readonly market: WantedMarket;
  /** The venue's own row; a final one with the tokens that it pays. */
  readonly row: Row;
  readonly isFinal: boolean;
}

/**
 * Asks where markets stand in their resolution, also those that lists do not show any more. What is
 * final and does not fit the market, or is of a market whose tokens nobody knows, waits.
 * @throws VenueError
 */
export async function readResolutionNews(
  data: DataApi,
  markets: readonly WantedMarket[],
  options: ReadOptions,
): Promise<readonly ResolutionNews[]> {
  const asked = new Map(markets.map((market) => [market.marketId, market]));
  const { rows } = await data.resolutionRows([...asked.keys()], options);
  return rows.flatMap(({ row, state }): readonly ResolutionNews[] => {
    const market = asked.get(state.marketId);
    if (market === undefined || market.isResolved) return [];
    if (state.payouts === null) {
      return market.dataSays(state) ? [{ market, row, isFinal: false }] : [];
    }
    const outcomes = market.outcomes ?? [];
    if (resolutionOf({ id: market.marketId, outcomes }, state) === null) return [];
    const tokens = outcomes.map(({ tokenId }) => tokenId);
    return [{ market, row: { ...row, [TOKENS_FIELD]: tokens }, isFinal: true }];
  });
}
