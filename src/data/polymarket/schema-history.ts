import { z } from 'zod';
import type { PriceHistory } from '../../engine/domain/market-event.ts';
import { priceNumber, secondsNumber } from '../fields.ts';
import { condition, token } from './schema.ts';

/** Rows of one frame at most: a week of five minutes. */
export const HISTORY_ROWS_MAX = 2_016;

/** Ours: whose prices these are, with the venue's own rows. */
export const historyFrameSchema = z.object({
  market: condition,
  token,
  history: z.array(z.unknown()).max(HISTORY_ROWS_MAX),
});

/**
 * A row of `/prices-history`. Slow and plain: the parser of frames reads rows by hand, and has to
 * agree with it on every row, accepted or refused.
 */
export const historyRowSchema: z.ZodType<PriceHistory['points'][number]> = z
  .object({ t: secondsNumber, p: priceNumber })
  .transform(({ t, p }) => ({ atMs: t, price: p }));
