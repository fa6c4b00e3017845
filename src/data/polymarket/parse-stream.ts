import type {
  MarketEvent,
  MarketResolved,
  PublicTrade,
  TickChange,
  TopOfBook,
} from '../../engine/domain/market-event.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Price } from '../../engine/domain/values/money.ts';
import { type FrameReader, isRow, type Row } from '../parsed.ts';
import { parseBook, tickOf } from './parse-book.ts';
import { atMsOf, priceOf, quantityOf } from './parse-decimal.ts';
import { marketIdOf, tokenIdOf } from './parse-ids.ts';
import { parseNewMarket } from './parse-new-market.ts';
import { bestOf, parsePriceChange } from './parse-price-change.ts';
import { marketResolvedSchema } from './schema-gamma.ts';

/** Market channel (`polymarket.market`): one object, or an array of books first. */
export function parseMarketChannel(frame: unknown, reader: FrameReader): void {
  if (isRow(frame)) {
    parseMessage(frame, reader);
    return;
  }
  for (const row of reader.rows(frame) ?? []) {
    if (isRow(row)) parseMessage(row, reader);
    else reader.refuse('frame', 'an object');
  }
}

function parseMessage(row: Row, reader: FrameReader): void {
  const event = eventOf(row, reader);
  if (event !== null) reader.events.push(event);
}

function eventOf(row: Row, reader: FrameReader): MarketEvent | null {
  switch (row['event_type']) {
    case 'price_change':
      return parsePriceChange(row, reader);
    case 'book':
      return parseBook(row, 'stream', reader);
    case 'last_trade_price':
      return parseLastTradePrice(row, reader);
    case 'best_bid_ask':
      return parseBestBidAsk(row, reader);
    case 'tick_size_change':
      return parseTickSizeChange(row, reader);
    case 'market_resolved':
      return parseMarketResolved(row, reader);
    case 'new_market':
      return parseNewMarket(row, reader);
    default:
      return reader.note('unknownKind', 'event_type', 'a message of the market channel');
  }
}

/** A public trade: the taker's token and side. The venue sends one per settlement transaction. */
function parseLastTradePrice(row: Row, reader: FrameReader): PublicTrade | null {
  const marketId = marketIdOf(row['market']);
  if (marketId === null) return reader.refuse('market', 'a condition id');
  const tokenId = tokenIdOf(row['asset_id']);
  if (tokenId === null) return reader.refuse('asset_id', 'a token id');
  const side = row['side'];
  if (side !== 'BUY' && side !== 'SELL') return reader.refuse('side', 'BUY or SELL');
  const price = priceOf(row['price']);
  if (price === null || price === 0) return reader.refuse('price', 'a positive decimal up to 1');
  const quantity = quantityOf(row['size']);
  if (quantity === null || quantity === 0) return reader.refuse('size', 'a positive decimal');
  const venueAtMs = atMsOf(row['timestamp']);
  if (venueAtMs === null) return reader.refuse('timestamp', '13 digits of milliseconds');
  const takerSide = side === 'BUY' ? 'buy' : 'sell';
  return { kind: 'publicTrade', marketId, tokenId, takerSide, price, quantity, venueAtMs };
}

function parseBestBidAsk(row: Row, reader: FrameReader): TopOfBook | null {
  const marketId = marketIdOf(row['market']);
  if (marketId === null) return reader.refuse('market', 'a condition id');
  const tokenId = tokenIdOf(row['asset_id']);
  if (tokenId === null) return reader.refuse('asset_id', 'a token id');
  const bid = bestOf(row['best_bid']);
  if (bid === undefined) return reader.refuse('best_bid', 'a decimal from 0 to 1');
  const ask = bestOf(row['best_ask']);
  if (ask === undefined) return reader.refuse('best_ask', 'a decimal from 0 to 1');
  const venueAtMs = atMsOf(row['timestamp']);
  if (venueAtMs === null) return reader.refuse('timestamp', '13 digits of milliseconds');
  return {
    kind: 'topOfBook',
    marketId,
    tokenId,
    bid: resting(bid),
    ask: resting(ask),
    venueAtMs,
  };
}

/** The venue says 0 for no bid, and 0 or 1 for no ask: nothing can rest there. */
function resting(price: Price | null): Price | null {
  return price === 0 || price === MICRO ? null : price;
}

function parseTickSizeChange(row: Row, reader: FrameReader): TickChange | null {
  const marketId = marketIdOf(row['market']);
  if (marketId === null) return reader.refuse('market', 'a condition id');
  const tokenId = tokenIdOf(row['asset_id']);
  if (tokenId === null) return reader.refuse('asset_id', 'a token id');
  const tick = tickOf(row['new_tick_size']);
  if (tick === null) return reader.refuse('new_tick_size', 'a tick of the venue');
  const venueAtMs = atMsOf(row['timestamp']);
  if (venueAtMs === null) return reader.refuse('timestamp', '13 digits of milliseconds');
  return { kind: 'tickChange', marketId, tokenId, tick, venueAtMs };
}

/** The winner pays one dollar a share, the others nothing. */
function parseMarketResolved(row: Row, reader: FrameReader): MarketResolved | null {
  const raw = reader.read(marketResolvedSchema, row);
  if (raw === null) return null;
  if (!raw.assets_ids.includes(raw.winning_asset_id)) {
    return reader.refuse('winning_asset_id', 'one of assets_ids');
  }
  if (new Set(raw.assets_ids).size !== raw.assets_ids.length) {
    return reader.refuse('assets_ids', 'each token once: a set pays one dollar');
  }
  const payouts = raw.assets_ids.map((tokenId) => ({
    tokenId,
    payout: (tokenId === raw.winning_asset_id ? MICRO : 0) as Price,
  }));
  return {
    kind: 'marketResolved',
    resolution: { marketId: raw.market, payouts },
    venueAtMs: raw.timestamp,
  };
}
