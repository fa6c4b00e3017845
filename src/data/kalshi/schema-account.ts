import { z } from 'zod';
import type { MarketId } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { microFromDecimal } from '../../engine/domain/values/micro.ts';
import type { Money, Quantity } from '../../engine/domain/values/money.ts';
import { converted, text } from '../fields.ts';
import type { KalshiSide } from './ids.ts';
import { CENT, marketId, moneyCents, moneyText, timeOrNone } from './schema.ts';
import { exchangeIndex } from './schema-market.ts';

/** Shards and grants of one answer at most. */
const ROWS_OF_ANSWER_MAX = 1_000;
/** Tokens a second that no tier comes near. */
const TOKENS_MAX = 1_000_000;

/** What is held in one market: yes and no cannot be held at once. */
export interface KalshiPosition {
  readonly marketId: MarketId;
  /** `null` for a flat position that the venue still lists. */
  readonly side: KalshiSide | null;
  readonly count: Quantity;
  readonly exchangeIndex: number;
  /** What the venue says may be lost. */
  readonly exposure: Money;
  readonly traded: Money;
  readonly realisedPnl: Money;
  readonly fees: Money;
  readonly updatedAtMs: AtMs | null;
}

const signedCount = converted(z.string(), 'a signed decimal of contracts', microFromDecimal);

export const positionSchema: z.ZodType<KalshiPosition> = z
  .object({
    ticker: marketId,
    exchange_index: exchangeIndex.nullish(),
    position_fp: signedCount,
    market_exposure_dollars: moneyText,
    total_traded_dollars: moneyText,
    realized_pnl_dollars: moneyText,
    fees_paid_dollars: moneyText,
    last_updated_ts: timeOrNone,
  })
  .transform((raw) => ({
    marketId: raw.ticker,
    side: raw.position_fp === 0 ? null : raw.position_fp > 0 ? 'yes' : 'no',
    count: Math.abs(raw.position_fp) as Quantity,
    exchangeIndex: raw.exchange_index ?? 0,
    exposure: raw.market_exposure_dollars,
    traded: raw.total_traded_dollars,
    realisedPnl: raw.realized_pnl_dollars,
    fees: raw.fees_paid_dollars,
    updatedAtMs: raw.last_updated_ts,
  }));

/** Cash of an account. An order spends the cash of its market's shard and of no other. */
export interface KalshiBalance {
  readonly total: Money;
  /** Worth of the positions, as the venue counts it; `null` where it does not. */
  readonly portfolioValue: Money | null;
  /** Empty where the venue sends no breakdown. */
  readonly shards: readonly { readonly exchangeIndex: number; readonly cash: Money }[];
}

/** Shard rows have been cents, and text of dollars. */
const shardMoney = z.union([moneyText, moneyCents]);

export const balanceSchema: z.ZodType<KalshiBalance> = z
  .object({
    balance: moneyCents,
    balance_dollars: moneyText.nullish(),
    portfolio_value: moneyCents.nullish(),
    balance_breakdown: z
      .array(z.object({ exchange_index: exchangeIndex, balance: shardMoney }))
      .max(ROWS_OF_ANSWER_MAX)
      .nullish(),
  })
  .transform((raw) => ({
    total: raw.balance_dollars ?? raw.balance,
    portfolioValue: raw.portfolio_value ?? null,
    shards: (raw.balance_breakdown ?? []).map((row) => ({
      exchangeIndex: row.exchange_index,
      cash: row.balance,
    })),
  }))
  // A unit that was misread would show here, and money of the wrong size is worse than none.
  .refine(addsUp, {
    path: ['balance_breakdown'],
    message: 'expected shards that add up to the balance',
  });

function addsUp({ total, shards }: KalshiBalance): boolean {
  const sum = shards.reduce((cash, shard) => cash + shard.cash, 0);
  return shards.length === 0 || Math.abs(total - sum) <= CENT * (shards.length + 1);
}

/** One token bucket of the account; a request costs ten tokens unless told otherwise. */
export interface AccountBucket {
  readonly tokensPerSecond: number;
  readonly capacityTokens: number;
}

export interface AccountLimits {
  readonly tier: string;
  readonly read: AccountBucket;
  readonly write: AccountBucket;
}

const tokens = z.number().positive().max(TOKENS_MAX);
const bucket = z.object({ refill_rate: tokens, bucket_capacity: tokens }).transform((raw) => ({
  tokensPerSecond: raw.refill_rate,
  capacityTokens: raw.bucket_capacity,
}));

export const accountLimitsSchema: z.ZodType<AccountLimits> = z
  .object({ usage_tier: text, read: bucket, write: bucket })
  .transform(({ usage_tier: tier, read, write }) => ({ tier, read, write }));
