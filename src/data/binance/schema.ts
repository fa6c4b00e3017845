import { z } from 'zod';
import { spotText } from '../fields.ts';

/** Times in microseconds (`timeUnit=MICROSECOND`) have 16 digits, in milliseconds 13. */
const MICROSECONDS_MIN = 1e14;
const AT_MS_MIN = 1e12;

const atMs = z
  .number()
  .int()
  .min(AT_MS_MIN)
  .transform((raw) => (raw >= MICROSECONDS_MIN ? Math.floor(raw / 1_000) : raw));

const symbol = z.string().min(1).max(32);

/** `<symbol>@trade`. A price of zero is seen from a feed that just started; it is refused. */
export const tradeSchema = z.object({
  e: z.literal('trade'),
  s: symbol,
  p: spotText,
  T: atMs,
});

/** `<symbol>@bookTicker` has neither an event type nor a time. */
export const bookTickerSchema = z.object({ s: symbol, b: spotText, a: spotText });
