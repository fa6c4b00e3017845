import { z } from 'zod';
import type { PublicTrade } from '../../engine/domain/market-event.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import { money, moneyFromDecimal, price, quantity } from '../../engine/domain/values/money.ts';
import {
  atMsFromIso,
  atMsIso,
  atMsNumber,
  converted,
  priceText,
  quantityText,
  secondsNumber,
} from '../fields.ts';
import { type KalshiSide, kalshiMarketId, kalshiTokenId } from './ids.ts';

/** Longest rules text, in characters. */
const RULES_LENGTH_MAX = 65_536;
/** One cent in micro-dollars; counts of the older shapes are whole contracts. */
export const CENT = MICRO / 100;

export const marketId = converted(z.string(), 'a ticker', kalshiMarketId);
export const rulesText = z.string().max(RULES_LENGTH_MAX);
/** Dollars of any size and sign, as text. */
export const moneyText = converted(z.string(), 'a decimal of dollars', moneyFromDecimal);
/** Dollars as whole cents: what a few fields still are. */
export const moneyCents = z
  .int()
  .refine((cents) => Number.isSafeInteger(cents * CENT), 'expected a number of cents')
  .transform((cents) => money(cents * CENT));
/** The integer cents and counts of shapes before 2026. */
export const priceCents = z
  .int()
  .min(0)
  .max(100)
  .transform((cents) => price(cents * CENT));
export const wholeCount = z
  .int()
  .min(0)
  .refine((count) => Number.isSafeInteger(count * MICRO), 'expected a number of contracts')
  .transform((count) => quantity(count * MICRO));
/** A time that is left out, `null` or empty where there is none. */
export const timeOrNone = converted(z.string().nullish(), 'an ISO time', (raw) =>
  raw === undefined || raw === null || raw === '' ? { atMs: null } : wrapped(atMsFromIso(raw)),
).transform(({ atMs }) => atMs);

function wrapped(atMs: number | null): { readonly atMs: number | null } | null {
  return atMs === null ? null : { atMs };
}

const side = z.enum(['yes', 'no']);
const bookSide = z.enum(['bid', 'ask']);

/** What every shape of a public trade has in common. */
const tradeShape = {
  count_fp: quantityText.refine((count) => count > 0, 'expected a positive count'),
  yes_price_dollars: priceText,
  no_price_dollars: priceText,
  taker_side: side.optional(),
  taker_outcome_side: side.optional(),
  taker_book_side: bookSide.optional(),
};

interface RawTrade {
  readonly count_fp: PublicTrade['quantity'];
  readonly yes_price_dollars: PublicTrade['price'];
  readonly no_price_dollars: PublicTrade['price'];
  readonly taker_side?: KalshiSide | undefined;
  readonly taker_outcome_side?: KalshiSide | undefined;
  readonly taker_book_side?: 'bid' | 'ask' | undefined;
}

/**
 * A trade of the stream and one of REST differ in the names of ticker and time alone. Milliseconds are
 * newer than seconds, and not always there.
 */
export const streamTradeSchema = z
  .object({
    ...tradeShape,
    market_ticker: marketId,
    ts_ms: atMsNumber.optional(),
    ts: secondsNumber.optional(),
  })
  .transform((raw, context) => {
    const atMs = raw.ts_ms ?? raw.ts;
    if (atMs === undefined) return refuse(context, 'ts_ms', 'a time');
    return tradeOf(raw, { id: raw.market_ticker, atMs }, context);
  });

/** A row of `GET /markets/trades`. */
export const tradeSchema = z
  .object({ ...tradeShape, ticker: marketId, created_time: atMsIso })
  .transform((raw, context) => tradeOf(raw, { id: raw.ticker, atMs: raw.created_time }, context));

/**
 * The taker's side has had three names; new ones win. A taker always buys: whoever sells yes is shown
 * as buying no.
 */
function tradeOf(
  raw: RawTrade,
  { id, atMs }: { readonly id: PublicTrade['marketId']; readonly atMs: number },
  context: z.RefinementCtx,
): PublicTrade {
  if (raw.yes_price_dollars + raw.no_price_dollars !== MICRO) {
    return refuse(context, 'no_price_dollars', 'the rest of one dollar');
  }
  const book = raw.taker_book_side === 'ask' ? 'no' : 'yes';
  const taker =
    raw.taker_outcome_side ?? (raw.taker_book_side === undefined ? raw.taker_side : book);
  if (taker === undefined) return refuse(context, 'taker_outcome_side', 'yes or no');
  return {
    kind: 'publicTrade',
    marketId: id,
    tokenId: kalshiTokenId(id, taker),
    takerSide: 'buy',
    price: taker === 'yes' ? raw.yes_price_dollars : raw.no_price_dollars,
    quantity: raw.count_fp,
    venueAtMs: atMs,
  };
}

function refuse(context: z.RefinementCtx, field: string, expected: string): never {
  context.addIssue({ code: 'custom', path: [field], message: `expected ${expected}` });
  return z.NEVER;
}
