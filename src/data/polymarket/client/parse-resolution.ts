import { z } from 'zod';
import type { MarketId } from '../../../engine/domain/ids.ts';
import type { Market, Resolution } from '../../../engine/domain/market.ts';
import type { ResolutionStage } from '../../../engine/domain/market-event.ts';
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
  /** How far it is while it is not final; `null` before a proposal, and once it is final. */
  readonly stage: ResolutionStage | null;
  /** Dollars per share in the order of the outcomes; `null` until it is final. */
  readonly payouts: readonly Price[] | null;
  /** `UMA_OO`, `CHAINLINK` or `EOA`. */
  readonly reporter: string | null;
  readonly expectedAtMs: AtMs | null;
  readonly resolvedAtMs: AtMs | null;
  readonly disputed: boolean;
}

/**
 * The words of a lifecycle. `challenged` is a first dispute, which a new proposal follows, `disputed`
 * a second one, `arbitration` what Protocol V2 has in their place. All others (`initialized`, `posed`,
 * `inactive`, `active`) wait for a proposal. Source: the status of resolutions in the venue's
 * official clients for Data API v2.
 */
const STAGES: ReadonlyMap<string, ResolutionStage> = new Map([
  ['proposed', 'proposed'],
  ['reproposed', 'proposed'],
  ['challenged', 'disputed'],
  ['disputed', 'disputed'],
  ['arbitration', 'disputed'],
]);

/** How far a resolution is by the venue's own word for it. */
export function stageOf(status: string | null | undefined): ResolutionStage | null {
  return STAGES.get(status ?? '') ?? null;
}

/**
 * Seen as ISO text and as Unix seconds; 0 and an empty text are "not known". A time is only a hint:
 * one that cannot be read must not keep a market from being paid out.
 */
const time = z
  .union([z.literal('').transform(() => null), z.literal(0).transform(() => null), atMsIso])
  .or(secondsNumber)
  .nullish()
  .catch(null);
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
    stage: stageOf(raw.status),
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
export function resolutionOf(
  market: Pick<Market, 'id' | 'outcomes'>,
  state: ResolutionState,
): Resolution | null {
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
