import type { FrameReader } from '../parsed.ts';
import { chainlinkPriceSchema } from './schema.ts';

/** Chainlink prices (`chainlink.price`), which settle the crypto windows. */
export function parseChainlinkPrice(frame: unknown, reader: FrameReader): void {
  const raw = reader.read(chainlinkPriceSchema, frame);
  if (raw === null) return;
  reader.events.push({
    kind: 'spotPrice',
    source: 'chainlink',
    symbol: raw.symbol.toLowerCase(),
    price: raw.value,
    venueAtMs: raw.timestamp,
  });
}
