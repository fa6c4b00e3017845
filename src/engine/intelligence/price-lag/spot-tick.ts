import type { SpotPrice } from '../../domain/market-event.ts';
import type { SpotFeed, SpotTick } from '../../domain/price-lag.ts';
import type { IndexValue } from '../../domain/settlement-index.ts';
import type { SettlementPrice } from '../../domain/settlement-price.ts';
import { MINUTE_MS } from '../../domain/time.ts';
import { coinOfPair } from './coins.ts';

/**
 * A price of any feed as the detector takes it: by its coin, whatever the feed calls the pair. `null`
 * for an index of no coin, and for a mean over another time than the one that settles.
 */
export function spotTick(event: SpotPrice | SettlementPrice | IndexValue): SpotTick | null {
  switch (event.kind) {
    case 'spotPrice': {
      const { source: feed, symbol, price, venueAtMs } = event;
      return { symbol: coinOfPair(symbol), feed, price, venueAtMs };
    }
    case 'settlementPrice': {
      const { symbol, price, venueAtMs } = event;
      const feed = settlementFeed(event.meanOfMs);
      return feed === null ? null : { symbol: coinOfPair(symbol), feed, price, venueAtMs };
    }
    case 'indexValue': {
      const { coin: symbol, value: price, venueAtMs } = event;
      return symbol === null ? null : { symbol, feed: 'kalshiIndex', price, venueAtMs };
    }
  }
}

function settlementFeed(meanOfMs: number | null): SpotFeed | null {
  if (meanOfMs === null) return 'chainlink';
  return meanOfMs === MINUTE_MS ? 'chainlinkTwap' : null;
}
