import { type FrameReader, isRow } from '../parsed.ts';
import { tradeSchema } from './schema.ts';

/** Public trades (`kalshi.trades`): a row, an array, or a page `{trades, cursor}`. */
export function parseKalshiTrades(frame: unknown, reader: FrameReader): void {
  const body = isRow(frame) && Array.isArray(frame['trades']) ? frame['trades'] : frame;
  for (const row of reader.rows(body) ?? []) {
    const trade = reader.read(tradeSchema, row);
    if (trade !== null) reader.events.push(trade);
  }
}
