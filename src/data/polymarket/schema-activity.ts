import { z } from 'zod';
import {
  atMsNumber,
  moneyNumber,
  priceNumber,
  quantityNumber,
  secondsNumber,
  spotNumber,
  text,
  transactionHash,
  wallet,
} from '../fields.ts';
import { condition, token } from './schema.ts';

const labels = {
  title: text.nullish(),
  slug: text.nullish(),
};

/** The trade inside an RTDS envelope. */
const rtdsTrade = z.object({
  proxyWallet: wallet,
  side: z.enum(['BUY', 'SELL']),
  asset: token,
  conditionId: condition,
  size: quantityNumber.refine((size) => size > 0, 'expected a positive size'),
  price: priceNumber.refine((price) => price > 0, 'expected a positive price'),
  timestamp: secondsNumber,
  transactionHash,
  ...labels,
  eventSlug: text.nullish(),
});

/** RTDS `activity`; `trades` has the taker and every maker, `orders_matched` the taker alone. */
export const rtdsActivitySchema = z.object({
  topic: z.literal('activity'),
  type: z.enum(['trades', 'orders_matched']),
  payload: rtdsTrade,
});

/** Kinds of row that change what a wallet holds. */
export const ACTIVITY_KINDS = ['TRADE', 'SPLIT', 'MERGE', 'REDEEM', 'CONVERSION'] as const;

/** The side and outcome of rows that are no trade: empty, absent or anything short. */
const unused = text.nullish();
const tradeFields = {
  type: z.literal('TRADE'),
  side: z.enum(['BUY', 'SELL']),
  price: priceNumber.refine((price) => price > 0, 'expected a positive price'),
  size: quantityNumber.refine((size) => size > 0, 'expected a positive size'),
};
const otherFields = {
  type: z.enum(ACTIVITY_KINDS).exclude(['TRADE']),
  side: unused,
  price: z.number().nullish(),
  size: quantityNumber,
};

const oldNames = {
  proxyWallet: wallet,
  timestamp: secondsNumber,
  conditionId: condition,
  usdcSize: moneyNumber.nullish(),
  transactionHash,
  ...labels,
  eventSlug: text.nullish(),
};

/** A row of Data API v1, retired 2026-10-24 and on tapes. */
export const activityRowV1Schema = z.discriminatedUnion('type', [
  z.object({ ...oldNames, ...tradeFields, asset: token }),
  z.object({ ...oldNames, ...otherFields, asset: unused }),
]);

const newNames = {
  proxy_wallet: wallet,
  timestamp: secondsNumber,
  condition_id: condition,
  usdc_size: moneyNumber.nullish(),
  transaction_hash: transactionHash,
  ...labels,
  event_slug: text.nullish(),
};

/** A row of Data API v2 `/activity`. */
export const activityRowV2Schema = z.discriminatedUnion('type', [
  z.object({ ...newNames, ...tradeFields, token_id: token }),
  z.object({ ...newNames, ...otherFields, token_id: unused }),
]);

/** A price as the RTDS topics carry it, bare on tapes and in an envelope on the socket. */
export const rtdsPriceSchema = z.object({
  symbol: z.string().min(1).max(32),
  value: spotNumber,
  timestamp: atMsNumber,
});
