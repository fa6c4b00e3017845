import { z } from 'zod';
import { walletAddress } from '../../engine/domain/ids.ts';
import type { SettlementStatus } from '../../engine/domain/settlement-state.ts';
import {
  type Price,
  priceFromDecimal,
  type Quantity,
  quantityFromDecimal,
} from '../../engine/domain/values/money.ts';
import type { VenueOrderStatus } from '../../engine/domain/venue-answer.ts';
import { atMsFromIso, converted, transactionHash } from '../fields.ts';
import { ROWS_MAX } from '../parsed.ts';
import { paddedConditionId } from './condition-id.ts';
import type { UserOrder } from './parse-user-order.ts';
import type { UserTrade, UserTradeMaker } from './parse-user-trade.ts';
import { token } from './schema.ts';

/**
 * Orders and trades of the account, field by field. Slow and plain: the parsers beside it have to
 * agree with it on every row, accepted or refused.
 */

const hash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/i)
  .toLowerCase();
const address = converted(z.string(), 'an address', walletAddress).nullable().catch(null);
const owner = z.string().catch('');
const condition = converted(z.string(), 'a condition id', paddedConditionId);
const side = z.enum(['BUY', 'SELL']).transform((raw) => (raw === 'BUY' ? 'buy' : 'sell'));

const orderStatus = converted(
  z.string(),
  'a status of an order',
  (raw): VenueOrderStatus | null => {
    const word = raw.replace(/^ORDER_STATUS_/, '');
    if (/^CANCELL?ED$|^CANCELL?ED_|^EXPIRED$/.test(word)) return 'canceled';
    if (word === 'LIVE' || word === 'UNMATCHED') return 'live';
    if (word === 'DELAYED') return 'delayed';
    if (word === 'MATCHED') return 'matched';
    return word === 'INVALID' ? 'invalid' : null;
  },
);

/** Whole numbers under a prefixed status are micro-shares, unless they are too small for that. */
function scale(
  { status, prefix }: { readonly status: string; readonly prefix: string },
  sizes: readonly unknown[],
  leastMicro: number,
): 'micro' | 'shares' {
  const texts = sizes.filter((size): size is string => typeof size === 'string' && size !== '');
  const isWhole = texts.length > 0 && texts.every((text) => /^[0-9]{1,15}$/.test(text));
  return status.startsWith(prefix) && isWhole && Number(texts[0]) >= leastMicro
    ? 'micro'
    : 'shares';
}

function sizeIn(unit: 'micro' | 'shares', raw: unknown): Quantity | null {
  if (typeof raw !== 'string') return null;
  return unit === 'shares' ? quantityFromDecimal(raw) : (Number(raw) as Quantity);
}

const left = z.union([z.undefined(), z.null(), z.literal('')]);

export const userOrderSchema: z.ZodType<UserOrder> = z
  .looseObject({
    id: hash,
    status: z.string(),
    size_matched: z.union([left, z.string()]).optional(),
    original_size: z.unknown().optional(),
    maker_address: address.optional(),
    owner: owner.optional(),
    market: condition.nullable().catch(null).optional(),
    asset_id: token.nullable().catch(null).optional(),
    side: side.nullable().catch(null).optional(),
    type: z.unknown().optional(),
  })
  .transform((raw, context): UserOrder => {
    const status = orderStatus.safeParse(raw.status);
    const isLeft = raw.size_matched === undefined || !raw.size_matched;
    const said = { status: raw.status, prefix: 'ORDER_STATUS_' };
    const unit = scale(said, [raw.original_size, raw.size_matched], 1_000_000);
    const matched = isLeft ? null : sizeIn(unit, raw.size_matched);
    if (!status.success || (!isLeft && matched === null)) {
      context.addIssue({ code: 'custom', message: 'status or size_matched' });
      return z.NEVER;
    }
    const isOver = status.data !== 'live' && status.data !== 'delayed';
    return {
      hash: raw.id,
      status: raw.type === 'CANCELLATION' && !isOver ? 'canceled' : status.data,
      matched,
      address: raw.maker_address ?? null,
      owner: raw.owner ?? '',
      marketId: raw.market ?? null,
      tokenId: raw.asset_id ?? null,
      side: raw.side ?? null,
    };
  });

const settlement = converted(z.string(), 'a status of a trade', (raw): SettlementStatus | null => {
  const word = raw.replace(/^TRADE_STATUS_/, '');
  if (word === 'MATCHED' || word === 'MATCHED_NOT_BROADCASTED') return 'matched';
  const known = ['MINED', 'CONFIRMED', 'RETRYING', 'FAILED'].includes(word);
  return known ? (word.toLowerCase() as SettlementStatus) : null;
});

const moment = converted(z.string(), 'a time', (raw) => {
  if (/^[1-9]\d{9}$/.test(raw)) return Number(raw) * 1_000;
  if (/^[1-9]\d{12}$/.test(raw)) return Number(raw);
  return raw.length <= 40 ? atMsFromIso(raw) : null;
})
  .nullable()
  .catch(null);

const average = converted(z.string(), 'a positive decimal up to 1', (raw) => {
  const micro = /^[01](\.\d{1,30})?$/.test(raw) ? Math.round(Number(raw) * 1e6) : 0;
  return micro > 0 && micro <= 1e6 ? (micro as Price) : null;
});

const maker = z.looseObject({
  order_id: hash,
  matched_amount: z.unknown().optional(),
  maker_address: address.optional(),
  owner: owner.optional(),
  asset_id: token.nullable().catch(null).optional(),
  side: side.nullable().catch(null).optional(),
  price: converted(z.string(), 'a price', (raw) => priceFromDecimal(raw) || null)
    .nullable()
    .catch(null)
    .optional(),
});

function makerIn(unit: 'micro' | 'shares', raw: z.infer<typeof maker>): UserTradeMaker {
  return {
    orderHash: raw.order_id,
    address: raw.maker_address ?? null,
    owner: raw.owner ?? '',
    tokenId: raw.asset_id ?? null,
    side: raw.side ?? null,
    price: raw.price ?? null,
    quantity: sizeIn(unit, raw.matched_amount) || null,
  };
}

export const userTradeSchema: z.ZodType<UserTrade> = z
  .looseObject({
    id: z.string().min(1).max(128),
    taker_order_id: hash,
    market: condition,
    asset_id: token,
    side,
    price: average,
    size: z.string(),
    status: z.string(),
    match_time: moment.optional(),
    last_update: moment.optional(),
    timestamp: moment.optional(),
    maker_address: address.optional(),
    owner: owner.optional(),
    trader_side: z.unknown().optional(),
    transaction_hash: z.unknown().optional(),
    maker_orders: z.array(maker).max(ROWS_MAX).nullable().optional(),
  })
  .transform((raw, context): UserTrade => {
    const status = settlement.safeParse(raw.status);
    const makers = raw.maker_orders ?? [];
    const sizes = [raw.size, ...makers.map(({ matched_amount: amount }) => amount)];
    const said = { status: raw.status, prefix: 'TRADE_STATUS_' };
    const unit = scale(said, sizes, 10_000);
    const quantity = sizeIn(unit, raw.size);
    const atMs = raw.match_time ?? raw.last_update ?? raw.timestamp ?? null;
    if (!status.success || !quantity || atMs === null) {
      context.addIssue({ code: 'custom', message: 'status, size or match_time' });
      return z.NEVER;
    }
    const isMaker = raw.trader_side === 'MAKER';
    return {
      tradeId: raw.id,
      taker: {
        orderHash: raw.taker_order_id,
        address: (isMaker ? null : raw.maker_address) ?? null,
        owner: (isMaker ? '' : raw.owner) ?? '',
      },
      marketId: raw.market,
      tokenId: raw.asset_id,
      side: raw.side,
      price: raw.price,
      quantity,
      settlement: status.data,
      transaction: transactionHash.safeParse(raw.transaction_hash).data ?? null,
      atMs,
      makers: makers.map((row) => makerIn(unit, row)),
    };
  });
