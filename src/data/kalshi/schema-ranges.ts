import { z } from 'zod';
import {
  flawOfRanges,
  PRICE_RANGES_MAX,
  type PriceRange,
} from '../../engine/domain/venue-rules/kalshi-ticks.ts';
import { priceText } from '../fields.ts';

/** `price_ranges` of a market: the only thing that says which prices it takes. */
export const priceRanges: z.ZodType<readonly PriceRange[]> = z
  .array(
    z.object({ start: priceText, end: priceText, step: priceText }),
    'expected the price ranges of the market, which say what prices it takes',
  )
  .max(PRICE_RANGES_MAX)
  .check((context) => {
    const flaw = flawOfRanges(context.value);
    if (flaw === null) return;
    context.issues.push({ code: 'custom', message: `expected ${flaw}`, input: context.value });
  });
