import { z } from 'zod';
import type { BookDelta, BookSnapshot, TopOfBook } from '../../engine/domain/market-event.ts';
import { MICRO, microFromDecimal } from '../../engine/domain/values/micro.ts';
import { complement, type Price } from '../../engine/domain/values/money.ts';
import { atMsNumber, converted, priceText, quantityText } from '../fields.ts';
import { kalshiTokenId } from './ids.ts';
import { flawOfBids, mirrored, snapshotsOf } from './parse-book.ts';
import { marketId } from './schema.ts';
import { bidsOf, level } from './schema-book.ts';

/**
 * The frames of the socket, field by field, straight to domain events. Slow and plain: the hot
 * parser in `parse-stream.ts` has to agree with it on every frame, accepted or refused.
 */

/** What our stream adds to a frame of the venue, so that each can be read without the others. */
const own = z.object({
  /** Receipt. Book frames are ordered by it: snapshots carry no time of the venue. */
  at_ms: atMsNumber,
  /** Whether no bids are told in prices of yes. */
  yes_price: z.boolean(),
});
/** And what a changed level holds now; the venue tells the change alone. */
const ownOfChange = own.extend({ size_fp: quantityText });

const resting = priceText.refine((price) => price > 0 && price < MICRO, 'expected a price inside');
const levels = bidsOf(level);

export const bookSnapshotSchema: z.ZodType<readonly BookSnapshot[]> = z
  .object({
    msg: z.object({ market_ticker: marketId, yes_dollars_fp: levels, no_dollars_fp: levels }),
    own,
  })
  .transform(({ msg, own: { at_ms, yes_price } }, context) => {
    const no = yes_price ? msg.no_dollars_fp.map(mirrored) : msg.no_dollars_fp;
    const bids = { yes: msg.yes_dollars_fp, no };
    const flaw = flawOfBids(bids);
    if (flaw !== null) {
      context.addIssue({ code: 'custom', path: ['msg'], message: `expected ${flaw}` });
      return z.NEVER;
    }
    return snapshotsOf(bids, { marketId: msg.market_ticker, atMs: at_ms, source: 'stream' });
  });

export const bookDeltaSchema: z.ZodType<BookDelta> = z
  .object({
    msg: z.object({
      market_ticker: marketId,
      price_dollars: resting,
      delta_fp: converted(z.string(), 'a signed decimal of contracts', microFromDecimal),
      side: z.enum(['yes', 'no']),
    }),
    own: ownOfChange,
  })
  .transform(({ msg, own: { at_ms, yes_price, size_fp } }) => ({
    kind: 'bookDelta',
    marketId: msg.market_ticker,
    venueAtMs: at_ms,
    changes: [
      {
        tokenId: kalshiTokenId(msg.market_ticker, msg.side),
        side: 'bid' as const,
        price: msg.side === 'no' && yes_price ? complement(msg.price_dollars) : msg.price_dollars,
        quantity: size_fp,
        bestBid: null,
        bestAsk: null,
        hash: null,
      },
    ],
  }));

/** Best prices of yes; 0 for no bid, and 0 or 1 for no ask. */
export const tickerSchema: z.ZodType<readonly TopOfBook[]> = z
  .object({
    msg: z.object({
      market_ticker: marketId,
      yes_bid_dollars: priceText,
      yes_ask_dollars: priceText,
      ts_ms: atMsNumber.nullish(),
    }),
  })
  .transform(({ msg }) => {
    const { market_ticker: id } = msg;
    const venueAtMs = msg.ts_ms ?? null;
    const bid = inside(msg.yes_bid_dollars);
    const ask = inside(msg.yes_ask_dollars);
    const head = { kind: 'topOfBook' as const, marketId: id, venueAtMs };
    return [
      { ...head, tokenId: kalshiTokenId(id, 'yes'), bid, ask },
      { ...head, tokenId: kalshiTokenId(id, 'no'), bid: flipped(ask), ask: flipped(bid) },
    ];
  });

export function inside(price: Price): Price | null {
  return price === 0 || price === MICRO ? null : price;
}

export function flipped(price: Price | null): Price | null {
  return price === null ? null : complement(price);
}
