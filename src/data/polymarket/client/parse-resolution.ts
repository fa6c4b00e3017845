import { z } from 'zod';
import type { MarketId } from '../../../engine/domain/ids.ts';
import type { Market, Resolution } from '../../../engine/domain/market.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import { MICRO } from '../../../engine/domain/values/micro.ts';
import type { Price } from '../../../engine/domain/values/money.ts';
import { atMsIso, converted, secondsNumber, text } from '../../fields.ts';
import { paddedConditionId } from '../condition-id.ts';
import { LIST_MAX } from '../schema-gamma.ts';

/** Where a market stands in its resolution. */
export interface ResolutionState {
  readonly marketId: MarketId;
  /** The venue's own word; only `resolved` is final. */
  readonly status: string;
  /** Dollars per share in the order of the outcomes; `null` until it is final. */
  readonly payouts: readonly Price[] | null;
  /** `UMA_OO`, `CHAINLINK` or `EOA`. */
  readonly reporter: string | null;
  readonly expectedAtMs: AtMs | null;
  readonly resolvedAtMs: AtMs | null;
  readonly disputed: boolean;
}

/** Seen as ISO text and as Unix seconds; 0 and an empty text are "not known". */
const time = z
  .union([z.literal('').transform(() => null), z.literal(0).transform(() => null), atMsIso])
  .or(secondsNumber)
  .nullish();
/** Micro-dollars per share. */
const payout = z.number().int().min(0).max(MICRO);

export const resolutionSchema: z.ZodType<ResolutionState> = z
  .object({
    condition_id: converted(z.string(), 'a condition id', paddedConditionId),
    status: text,
    payouts: z.array(payout).max(LIST_MAX).nullish(),
    reporter: text.nullish(),
    expected_settlement_time: time,
    resolved_at: time,
    was_disputed: z.boolean().nullish(),
  })
  .transform((raw) => ({
    marketId: raw.condition_id,
    status: raw.status,
    payouts: raw.status === 'resolved' ? ((raw.payouts ?? null) as readonly Price[] | null) : null,
    reporter: raw.reporter ?? null,
    expectedAtMs: raw.expected_settlement_time ?? null,
    resolvedAtMs: raw.resolved_at ?? null,
    disputed: raw.was_disputed ?? false,
  }));

/**
 * The final payouts by token. `null` unless they are final, one for each outcome of this market, and
 * together a dollar: what does not add up decides nothing.
 */
export function resolutionOf(market: Market, state: ResolutionState): Resolution | null {
  const { payouts } = state;
  if (payouts === null || state.marketId !== market.id) return null;
  const total = payouts.reduce<number>((sum, each) => sum + each, 0);
  if (payouts.length !== market.outcomes.length || total !== MICRO) return null;
  return {
    marketId: market.id,
    payouts: market.outcomes.map(({ tokenId }, at) => ({
      tokenId,
      payout: payouts[at] ?? (0 as Price),
    })),
  };
}
