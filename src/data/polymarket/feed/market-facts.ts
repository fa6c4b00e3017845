import type { MarketId } from '../../../engine/domain/ids.ts';
import type { Market, Resolution } from '../../../engine/domain/market.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { PolymarketClient } from '../client/client.ts';
import { CONDITIONS_MAX } from '../client/data-api.ts';
import { type MarketRow, readMarkets } from '../client/gamma-market.ts';
import { chunksOf } from '../client/pages.ts';
import { resolutionOf } from '../client/parse-resolution.ts';
import type { EventTags } from './event-tags.ts';

export interface KnownResolution {
  readonly resolution: Resolution;
  readonly atMs: AtMs;
}

/** What there is to know of markets: those that the venue does not list are left out. */
export interface MarketFacts {
  readonly markets: readonly Market[];
  /** Of those that are over for good. */
  readonly resolutions: readonly KnownResolution[];
}

export interface FactsQuestion {
  readonly nowMs: AtMs;
  readonly signal: AbortSignal;
  /** Asks for the categories of markets, an event at a time; left out they stay as listed. */
  readonly tags?: EventTags;
}

/**
 * Lists a few markets, open or over, with their final payouts: first by Gamma, and by the Data API
 * where that one lags behind. At most 20 are asked for, so that no answer takes long to parse.
 * @throws VenueError
 */
async function readFew(
  client: Pick<PolymarketClient, 'gamma' | 'data'>,
  ids: readonly MarketId[],
  { nowMs, signal, tags }: FactsQuestion,
): Promise<MarketFacts> {
  const { rows } = await client.gamma.marketRowsByCondition(ids, { signal });
  const listed = tags === undefined ? rows : await tagged(rows, tags, signal);
  const markets = listed.map((row) => row.listed.market);
  const resolutions: KnownResolution[] = [];
  const pending: Market[] = [];
  for (const { listed: one } of listed) {
    const { market, resolved } = one;
    if (resolved !== null) {
      resolutions.push({ resolution: resolved.resolution, atMs: resolved.venueAtMs });
    } else if (market.status !== 'open' || (market.closesAtMs ?? nowMs) <= nowMs) {
      pending.push(market);
    }
  }
  const late = await readPayouts(client, pending, { nowMs, signal });
  return { markets, resolutions: [...resolutions, ...late] };
}

/** Like {@link readFew}, of any number of markets, one request after another. @throws VenueError */
export async function readMarketFacts(
  client: Pick<PolymarketClient, 'gamma' | 'data'>,
  ids: readonly MarketId[],
  question: FactsQuestion,
): Promise<MarketFacts> {
  const markets: Market[] = [];
  const resolutions: KnownResolution[] = [];
  for (const chunk of chunksOf(ids, CONDITIONS_MAX)) {
    const facts = await readFew(client, chunk, question);
    markets.push(...facts.markets);
    resolutions.push(...facts.resolutions);
  }
  return { markets, resolutions };
}

async function readPayouts(
  client: Pick<PolymarketClient, 'data'>,
  markets: readonly Market[],
  { nowMs, signal }: FactsQuestion,
): Promise<readonly KnownResolution[]> {
  if (markets.length === 0) return [];
  const ids = markets.map(({ id }) => id);
  const { rows } = await client.data.resolutions(ids, { signal });
  return rows.flatMap((state) => {
    const market = markets.find(({ id }) => id === state.marketId);
    const resolution = market === undefined ? null : resolutionOf(market, state);
    if (market === undefined || resolution === null) return [];
    return [{ resolution, atMs: state.resolvedAtMs ?? market.closesAtMs ?? nowMs }];
  });
}

async function tagged(
  rows: readonly MarketRow[],
  tags: EventTags,
  signal: AbortSignal,
): Promise<readonly MarketRow[]> {
  const done: MarketRow[] = [];
  for (const known of rows) {
    const row = await tags.tagged(known.row, signal);
    const [listed] = readMarkets([row]).rows;
    done.push(listed === undefined ? known : { row, listed });
  }
  return done;
}
