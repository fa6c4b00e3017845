import { z } from 'zod';
import type { Level } from '../../engine/domain/book/depth.ts';
import { priceText, quantityText } from '../fields.ts';
import { LEVELS_MAX } from '../parsed.ts';
import { marketId, priceCents, wholeCount } from './schema.ts';

/** Bids of both sides, in the prices of each side and in the order of the venue. */
export interface SideBids {
  readonly yes: readonly Level[];
  readonly no: readonly Level[];
}

export const level = z
  .tuple([priceText, quantityText])
  .transform(([price, quantity]): Level => ({ price, quantity }));
const oldLevel = z
  .tuple([priceCents, wholeCount])
  .transform(([price, quantity]): Level => ({ price, quantity }));

/** A side that nobody bids on is empty, `null` or not there; a level of nothing is no level. */
export function bidsOf(each: z.ZodType<Level>) {
  return z
    .array(each)
    .max(LEVELS_MAX)
    .nullish()
    .transform((levels) => (levels ?? []).filter(({ quantity }) => quantity > 0));
}

/** `orderbook_fp`: fixed-point text. */
const fixedPoint = z
  .object({ yes_dollars: bidsOf(level), no_dollars: bidsOf(level) })
  .transform((raw): SideBids => ({ yes: raw.yes_dollars, no: raw.no_dollars }));
/** `orderbook` until the spring of 2026: cents and whole contracts. */
const cents = z
  .object({ yes: bidsOf(oldLevel), no: bidsOf(oldLevel) })
  .transform((raw): SideBids => ({ yes: raw.yes, no: raw.no }));

/** The answer of `GET /markets/{ticker}/orderbook`, and a row of `/markets/orderbooks`. */
export const orderBookSchema: z.ZodType<SideBids> = z
  .object({ orderbook_fp: fixedPoint.optional(), orderbook: cents.optional() })
  .transform((raw, context): SideBids => {
    const bids = raw.orderbook_fp ?? raw.orderbook;
    if (bids !== undefined) return bids;
    context.addIssue({ code: 'custom', path: ['orderbook_fp'], message: 'expected an order book' });
    return z.NEVER;
  });

/** One book among several names its market. */
export const bookTicker = z.object({ ticker: marketId });
