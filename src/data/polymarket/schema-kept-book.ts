import { z } from 'zod';
import { atMsNumber } from '../fields.ts';

/** Books of one market: one of each outcome, of which there are two. */
export const KEPT_ROWS_MAX = 16;

/**
 * Ours: the venue's own rows of a market's books, and when they were read. What each row says is read
 * as of any polled book.
 */
export const keptBookSchema = z.object({
  readAtMs: atMsNumber,
  rows: z.array(z.unknown()).min(1).max(KEPT_ROWS_MAX),
});
