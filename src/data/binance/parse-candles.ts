import { z } from 'zod';
import { type AtMs, MINUTE_MS } from '../../engine/domain/time.ts';
import type { FrameReader } from '../parsed.ts';
import { AT_MS_MAX, AT_MS_MIN, klineRowSchema, SYMBOL_LENGTH_MAX } from './schema.ts';

/** Rows of one frame at most: 59 minutes, 23 hours, 92 days, and back again. */
export const CANDLE_ROWS_MAX = 400;

const atMs = z.number().int().min(AT_MS_MIN).max(AT_MS_MAX);

/** What our feed puts around the venue's rows. */
const framedSchema = z.object({
  symbol: z.string().min(1).max(SYMBOL_LENGTH_MAX),
  fromMs: atMs,
  untilMs: atMs,
  rows: z.array(z.unknown()).min(1).max(CANDLE_ROWS_MAX),
});

/**
 * Candles of a stretch of time (`binance.candles`): `{symbol, fromMs, untilMs, rows}` with the venue's
 * rows, oldest first, of any lengths. One that is missing could hide an extreme, so the rows must follow
 * each other without a gap.
 */
export function parseBinanceCandles(frame: unknown, reader: FrameReader): void {
  const framed = reader.read(framedSchema, frame);
  if (framed === null) return;
  const { symbol, fromMs, untilMs, rows } = framed;
  let [open, high, low] = [0, 0, Number.POSITIVE_INFINITY];
  let nextMs: AtMs = fromMs;
  for (const row of rows) {
    const candle = reader.read(klineRowSchema, row);
    if (candle === null) return;
    const [openAtMs, first, highest, lowest, last, , closeAtMs] = candle;
    if (openAtMs !== nextMs || closeAtMs < openAtMs) {
      reader.refuse('rows', 'candles that follow each other');
      return;
    }
    if (!(lowest > 0) || lowest > Math.min(first, last) || highest < Math.max(first, last)) {
      reader.refuse(
        'rows',
        'prices above zero, between the lowest and the highest of their candle',
      );
      return;
    }
    if (open === 0) open = first;
    high = Math.max(high, highest);
    low = Math.min(low, lowest);
    nextMs = closeAtMs + 1;
  }
  if (nextMs < untilMs || nextMs > untilMs + MINUTE_MS) {
    reader.refuse('rows', 'candles up to untilMs');
    return;
  }
  reader.events.push({
    ...{ kind: 'spotRange', symbol: symbol.toLowerCase() },
    ...{ fromMs, untilMs, open, high, low },
  });
}
