import { z } from 'zod';
import { MICRO } from '../../engine/domain/values/micro.ts';
import { atMsIso, priceText, quantityText } from '../fields.ts';

/** A market ticker such as `KXBTC15M-26APR271445-45`. */
export const ticker = z.string().regex(/^[A-Z0-9][A-Z0-9._-]{0,99}$/, 'expected a ticker');

/** A row of `GET /markets/trades`: counts and prices are fixed-point texts. */
export const tradeSchema = z
  .object({
    ticker,
    count_fp: quantityText.refine((count) => count > 0, 'expected a positive count'),
    yes_price_dollars: priceText,
    no_price_dollars: priceText,
    taker_side: z.enum(['yes', 'no']),
    created_time: atMsIso,
  })
  .refine((trade) => trade.yes_price_dollars + trade.no_price_dollars === MICRO, {
    path: ['no_price_dollars'],
    message: 'expected the rest of one dollar',
  });
