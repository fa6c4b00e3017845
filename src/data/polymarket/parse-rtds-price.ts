import { type FrameReader, isRow } from '../parsed.ts';
import { rtdsPriceSchema } from './schema-activity.ts';

/** RTDS `crypto_prices` (`polymarket.rtds-price`): bare on tapes, in an envelope on the socket. */
export function parseRtdsPrice(frame: unknown, reader: FrameReader): void {
  const enveloped = isRow(frame) && frame['payload'] !== undefined;
  if (enveloped && frame['type'] !== 'update') {
    reader.note('ignored', 'type', 'update');
    return;
  }
  const raw = reader.read(rtdsPriceSchema, enveloped ? frame['payload'] : frame);
  if (raw === null) return;
  reader.events.push({
    kind: 'spotPrice',
    source: 'rtds',
    symbol: raw.symbol.toLowerCase(),
    price: raw.value,
    venueAtMs: raw.timestamp,
  });
}
