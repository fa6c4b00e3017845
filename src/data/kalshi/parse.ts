import type { MarketId, TokenId } from '../../engine/domain/ids.ts';
import { type FrameReader, isRow } from '../parsed.ts';
import { tradeSchema } from './schema.ts';

/** Kalshi names no outcomes; ours are the ticker with the side. */
export function kalshiTokenId(ticker: string, side: 'yes' | 'no'): TokenId {
  return `${ticker}:${side}` as TokenId;
}

/** Public trades (`kalshi.trades`): a row, an array, or a page `{trades, cursor}`. */
export function parseKalshiTrades(frame: unknown, reader: FrameReader): void {
  const body = isRow(frame) && Array.isArray(frame['trades']) ? frame['trades'] : frame;
  for (const row of reader.rows(body) ?? []) {
    const raw = reader.read(tradeSchema, row);
    if (raw === null) continue;
    const yes = raw.taker_side === 'yes';
    // A taker always buys: whoever sells yes is shown as buying no.
    reader.events.push({
      kind: 'publicTrade',
      marketId: raw.ticker as string as MarketId,
      tokenId: kalshiTokenId(raw.ticker, raw.taker_side),
      takerSide: 'buy',
      price: yes ? raw.yes_price_dollars : raw.no_price_dollars,
      quantity: raw.count_fp,
      venueAtMs: raw.created_time,
    });
  }
}
