import { z } from 'zod';
import type { MarketId } from '../../../engine/domain/ids.ts';
import type { FeeSchedule, Outcome, TradingRules } from '../../../engine/domain/market.ts';
import { SECOND_MS } from '../../../engine/domain/time.ts';
import {
  FEE_EXPONENT_MAX,
  feeRate,
  TAKER_DELAY_MS,
  TICKS,
} from '../../../engine/domain/venue-rules/polymarket.ts';
import { converted, priceNumber, quantityNumber, text } from '../../fields.ts';
import { paddedConditionId } from '../condition-id.ts';
import { token } from '../schema.ts';
import { LIST_MAX } from '../schema-gamma.ts';

/** Longest delay that a market may impose on takers, in seconds. */
const DELAY_SECONDS_MAX = 3_600;

/** What `/clob-markets` says of a market: the authority for tick, minimum, fee and delay. */
export interface ClobMarket {
  readonly marketId: MarketId;
  readonly outcomes: readonly Outcome[];
  /** To be laid over {@link TradingRules}; a fee that it does not state is left out. */
  readonly rules: Pick<TradingRules, 'tick' | 'minQuantity' | 'takerDelayMs'> &
    Partial<Pick<TradingRules, 'fee'>>;
  /** False also where the venue does not say. */
  readonly acceptingOrders: boolean;
  readonly negRisk: boolean | null;
}

/** A number, or the same as text. */
const numeric = z.union([
  z.number(),
  z
    .string()
    .max(24)
    .regex(/^\d+(?:\.\d+)?$/)
    .transform(Number),
]);
const tick = converted(numeric, 'a tick of the venue', (raw) => {
  const price = priceNumber.safeParse(raw).data;
  return price !== undefined && TICKS.includes(price) ? price : null;
});
const minimum = converted(
  numeric,
  'a number of shares',
  (raw) => quantityNumber.safeParse(raw).data ?? null,
);
const fee = z.object({
  r: converted(numeric.nullish(), 'a rate from 0 to 1', (rate) =>
    rate === undefined || rate === null ? undefined : feeRate(rate),
  ),
  e: numeric.pipe(z.number().int().min(0).max(FEE_EXPONENT_MAX)).nullish(),
});

/** The condition id may be left out: then it is the one that was asked for. */
export function clobMarketSchema(asked: MarketId): z.ZodType<ClobMarket> {
  return z
    .object({
      c: converted(z.string(), 'the condition id that was asked for', (raw) =>
        paddedConditionId(raw) === asked ? asked : null,
      ).optional(),
      t: z
        .array(z.object({ t: token, o: text }))
        .min(2)
        .max(LIST_MAX),
      mts: tick,
      mos: minimum,
      fd: fee.nullish(),
      itode: z.boolean().nullish(),
      sd: z.number().min(0).max(DELAY_SECONDS_MAX).nullish(),
      ao: z.boolean().nullish(),
      nr: z.boolean().nullish(),
    })
    .transform((raw) => ({
      marketId: asked,
      outcomes: raw.t.map(({ t, o }) => ({ tokenId: t, label: o })),
      rules: {
        tick: raw.mts,
        minQuantity: raw.mos,
        takerDelayMs: takerDelayMs(raw.itode, raw.sd),
        ...feeOf(raw.fd),
      },
      acceptingOrders: raw.ao === true,
      negRisk: raw.nr ?? null,
    }));
}

/** A flag that is not there counts against us, as a delay. */
function takerDelayMs(
  isDelayed: boolean | null | undefined,
  seconds: number | null | undefined,
): number {
  return Math.max(isDelayed === false ? 0 : TAKER_DELAY_MS, (seconds ?? 0) * SECOND_MS);
}

function feeOf(raw: z.output<typeof fee> | null | undefined): { readonly fee?: FeeSchedule } {
  const { r: ratePpm, e: exponent } = raw ?? {};
  if (ratePpm === undefined || exponent === undefined || exponent === null) return {};
  return { fee: { ratePpm, exponent } };
}
