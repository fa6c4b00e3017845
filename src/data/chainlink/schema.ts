import { z } from 'zod';
import { atMsNumber, spotNumber } from '../fields.ts';

/** A Chainlink report of one stream, such as `btc/usd`; its time is the report's. */
export const chainlinkPriceSchema = z.object({
  symbol: z.string().min(1).max(32),
  value: spotNumber,
  timestamp: atMsNumber,
});
