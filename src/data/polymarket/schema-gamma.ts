import { z } from 'zod';
import { FEE_EXPONENT_MAX, feeRate, TICKS } from '../../engine/domain/venue-rules/polymarket.ts';
import {
  atMsIso,
  atMsText,
  converted,
  moneyNumber,
  moveNumber,
  priceNumber,
  quantityNumber,
  text,
} from '../fields.ts';
import { paddedConditionId } from './condition-id.ts';
import { condition, tickText, token } from './schema.ts';

/** Most outcomes, ids and tags of one market. */
export const LIST_MAX = 100;
/** Most characters of a market's rules; the longest seen have some 10,000. */
const RULES_LENGTH_MAX = 65_536;

const list = z.array(text).max(LIST_MAX);

/** Gamma puts JSON lists into JSON strings; real lists are taken too. */
const listText = z.preprocess((raw, context) => {
  if (typeof raw !== 'string') return raw;
  try {
    return JSON.parse(raw) as unknown;
  } catch (error) {
    context.addIssue({ code: 'custom', message: `expected a JSON list, ${String(error)}` });
    return z.NEVER;
  }
}, list);

/** A tag is an object with a slug, or (market channel) the slug itself. */
const tag = z
  .union([text, z.object({ slug: text.nullish(), label: text.nullish() })])
  .transform((raw) => (typeof raw === 'string' ? raw : (raw.slug ?? raw.label ?? '')));
const tags = z.array(tag).max(LIST_MAX);

/** The rules of a market; longer ones count as not read, which makes the market doubtful. */
const rulesText = z.string().max(RULES_LENGTH_MAX).nullish().catch(null);

const tick = priceNumber.refine((price) => TICKS.includes(price), 'expected a tick of the venue');

export const feeScheduleSchema = z
  .object({
    rate: converted(z.coerce.number(), 'a rate from 0 to 1', feeRate),
    exponent: z.coerce.number().int().min(0).max(FEE_EXPONENT_MAX),
  })
  .transform(({ rate, exponent }) => ({ ratePpm: rate, exponent }));

/** The fields we use of Gamma's market object, which has about a hundred. */
export const gammaMarketSchema = z.object({
  conditionId: converted(z.string(), 'a condition id', paddedConditionId),
  question: text,
  slug: text.nullish(),
  version: z.enum(['v1', 'v2']).nullish(),
  outcomes: listText,
  clobTokenIds: listText.nullish(),
  positionIds: list.nullish(),
  outcomePrices: listText.nullish(),
  closed: z.boolean().nullish(),
  acceptingOrders: z.boolean().nullish(),
  enableOrderBook: z.boolean().nullish(),
  negRisk: z.boolean().nullish(),
  negRiskMarketID: text.nullish(),
  orderPriceMinTickSize: tick.nullish(),
  orderMinSize: quantityNumber.nullish(),
  secondsDelay: z.number().min(0).max(3_600).nullish(),
  feesEnabled: z.boolean().nullish(),
  feeSchedule: feeScheduleSchema.nullish(),
  startDate: atMsIso.nullish(),
  eventStartTime: atMsIso.nullish(),
  gameStartTime: atMsIso.nullish(),
  endDate: atMsIso.nullish(),
  closedTime: atMsIso.nullish(),
  updatedAt: atMsIso.nullish().catch(null),
  umaResolutionStatus: text.nullish(),
  resolutionStatus: text.nullish(),
  volume24hr: moneyNumber.nullish(),
  oneDayPriceChange: moveNumber.nullish().catch(null),
  oneWeekPriceChange: moveNumber.nullish().catch(null),
  resolutionSource: text.nullish().catch(null),
  description: rulesText,
  eventSlug: text.nullish(),
  tags: tags.nullish(),
  events: z
    .array(z.object({ slug: text.nullish(), tags: tags.nullish() }))
    .max(LIST_MAX)
    .nullish(),
});

export type GammaMarket = z.output<typeof gammaMarketSchema>;

/** `market_resolved` of the market channel. */
export const marketResolvedSchema = z.object({
  market: condition,
  assets_ids: z.array(token).min(2).max(LIST_MAX),
  winning_asset_id: token,
  timestamp: atMsText,
});

/** `new_market` of the market channel, which tells of every market. */
export const newMarketSchema = z.object({
  market: condition,
  question: text,
  slug: text,
  assets_ids: z.array(token).min(2).max(LIST_MAX),
  outcomes: list.min(2),
  event_message: z.object({ slug: text.optional() }).nullish(),
  tags: tags.nullish(),
  order_price_min_tick_size: tickText,
  version: z.enum(['v1', 'v2']).optional(),
  description: rulesText,
  fees_enabled: z.boolean().optional(),
  fee_schedule: feeScheduleSchema.nullish(),
});
