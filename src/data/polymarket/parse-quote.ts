import { z } from 'zod';
import type { MarketId, TokenId } from '../../engine/domain/ids.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Price } from '../../engine/domain/values/money.ts';
import { converted } from '../fields.ts';
import type { FrameReader } from '../parsed.ts';

const microPrice = converted(z.string(), 'micro-dollars from 0 to 1,000,000', (raw) =>
  /^\d{1,7}$/.test(raw) && Number(raw) <= MICRO ? (Number(raw) as Price) : null,
);

const quoteSchema = z.object({
  /** Unix start of a crypto window, the only name that the recorder kept of the market. */
  window: z.string().regex(/^\d{1,16}$/),
  side: z.enum(['YES', 'NO']),
  bid: microPrice,
  ask: microPrice,
});

/**
 * Best prices as a collector polled them (`polymarket.quote` on tapes), without the venue's time:
 * how old they are shows only in how long they have not changed.
 */
export function parseQuote(frame: unknown, reader: FrameReader): void {
  const raw = reader.read(quoteSchema, frame);
  if (raw === null) return;
  reader.events.push({
    kind: 'topOfBook',
    marketId: raw.window as MarketId,
    tokenId: `${raw.window}:${raw.side.toLowerCase()}` as TokenId,
    bid: raw.bid === 0 ? null : raw.bid,
    ask: raw.ask === 0 || raw.ask === MICRO ? null : raw.ask,
    venueAtMs: null,
  });
}
