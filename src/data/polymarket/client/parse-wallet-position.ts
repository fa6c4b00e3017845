import { z } from 'zod';
import type { MarketId, TokenId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import { microFromDouble } from '../../../engine/domain/values/micro.ts';
import type { Money, Price, Quantity } from '../../../engine/domain/values/money.ts';
import {
  converted,
  moneyNumber,
  priceNumber,
  quantityNumber,
  secondsNumber,
  text,
  wallet,
} from '../../fields.ts';
import { paddedConditionId } from '../condition-id.ts';
import { token } from '../schema.ts';

const STATUSES = ['OPEN', 'REDEEMABLE', 'REDEEMABLE_LOST', 'MERGEABLE', 'CLOSED'] as const;
export type WalletPositionStatus = (typeof STATUSES)[number];

/** What a wallet holds of one token, as Data API v2 counts it. */
export interface WalletPosition {
  readonly wallet: WalletAddress;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly quantity: Quantity;
  /** Before fees. */
  readonly averagePrice: Price;
  readonly currentPrice: Price;
  /** Of what is still held, before fees. */
  readonly cost: Money;
  readonly fees: Money;
  readonly value: Money;
  readonly realised: Money;
  readonly status: WalletPositionStatus;
  readonly redeemable: boolean;
  readonly mergeable: boolean;
  readonly negRisk: boolean;
  readonly openedAtMs: AtMs | null;
  readonly updatedAtMs: AtMs | null;
  readonly title: string;
  /** The venue's word for what is held, such as `Yes`; may be empty. */
  readonly outcome: string;
  readonly slug: string;
  readonly eventSlug: string;
}

const signedMoney = converted(
  z.number(),
  'a number of dollars',
  (value) => microFromDouble(value) as Money | null,
);
/** The venue says 0 for "never". */
const secondsOrNever = z.union([z.literal(0).transform(() => null), secondsNumber]).nullish();

export const walletPositionSchema: z.ZodType<WalletPosition> = z
  .object({
    proxy_wallet: wallet,
    condition_id: converted(z.string(), 'a condition id', paddedConditionId),
    token_id: token,
    current_size: quantityNumber,
    avg_price: priceNumber,
    current_price: priceNumber,
    entry_cost_usdc: moneyNumber,
    entry_fees_usdc: signedMoney,
    current_value: moneyNumber,
    realized_pnl: signedMoney,
    status: z.enum(STATUSES),
    redeemable: z.boolean(),
    mergeable: z.boolean(),
    negative_risk: z.boolean(),
    first_entry_at: secondsOrNever,
    last_event_at: secondsOrNever,
    title: text.nullish(),
    outcome: text.nullish(),
    slug: text.nullish(),
    event_slug: text.nullish(),
  })
  .transform((raw) => ({
    wallet: raw.proxy_wallet,
    marketId: raw.condition_id,
    tokenId: raw.token_id,
    quantity: raw.current_size,
    averagePrice: raw.avg_price,
    currentPrice: raw.current_price,
    cost: raw.entry_cost_usdc,
    fees: raw.entry_fees_usdc,
    value: raw.current_value,
    realised: raw.realized_pnl,
    status: raw.status,
    redeemable: raw.redeemable,
    mergeable: raw.mergeable,
    negRisk: raw.negative_risk,
    openedAtMs: raw.first_entry_at ?? null,
    updatedAtMs: raw.last_event_at ?? null,
    title: raw.title ?? '',
    outcome: raw.outcome ?? '',
    slug: raw.slug ?? '',
    eventSlug: raw.event_slug ?? '',
  }));
