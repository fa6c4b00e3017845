import { z } from 'zod';
import {
  address,
  atMs,
  count,
  ledgerId,
  ledgerRef,
  list,
  money,
  outcomeRef,
  price,
  quantity,
  walletRef,
} from './values.ts';

export const orderStatus = z.enum([
  'initialized',
  'submitted',
  'inDoubt',
  'open',
  'pendingCancel',
  'filled',
  'canceled',
  'rejected',
  'denied',
  'expired',
  'notPlaced',
]);

export const settlement = z.enum(['matched', 'mined', 'confirmed', 'retrying', 'failed']);

/** Several of a status are asked for with commas: `status=inDoubt,open`. */
const statuses = z
  .string()
  .max(200)
  .transform((text) => text.split(','))
  .pipe(z.array(orderStatus))
  .describe('one or more statuses, with commas between them');

const cursor = z
  .string()
  .regex(/^\d{1,16}\.[0-9A-Za-z_-]{1,64}$/)
  .transform((text) => {
    const [atMs = '', id = ''] = text.split('.');
    return { atMs: Number(atMs), id };
  })
  .describe('`next` of the page before');

export const ordersQuery = z.strictObject({
  status: statuses.optional(),
  ledger: ledgerId.optional(),
  wallet: address.optional(),
  market: z.string().max(100).optional(),
  side: z.enum(['buy', 'sell']).optional(),
  before: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const order = z.strictObject({
  id: z.string(),
  shortId: z.string(),
  signalId: z.string(),
  ledger: ledgerRef,
  status: orderStatus,
  words: z.string().describe('the status for people'),
  isOpen: z.boolean().describe('something of it may still happen'),
  side: z.enum(['buy', 'sell']),
  leg: z.enum(['entry', 'exit', 'first', 'second', 'unwind']),
  attempt: count,
  outcome: outcomeRef,
  wallet: walletRef.nullable(),
  limitPrice: price,
  quantity,
  spend: money.describe('dollars at most, before fees; zero when selling'),
  filledQuantity: quantity,
  filledNotional: money,
  average: price.nullable().describe('null before the first fill'),
  fees: money,
  reserved: money,
  settlement: settlement.nullable().describe('the least settled of its fills'),
  reason: z
    .string()
    .nullable()
    .describe('the venue’s words, or ours, for an end without a full fill'),
  createdAtMs: atMs,
  updatedAtMs: atMs,
});

/** Newest first. */
export const orders = z.strictObject({
  atMs,
  orders: list(order).describe('as many as `limit`, and what is open and not written yet'),
  next: z.string().nullable().describe('for `before`; null where there are no older ones'),
});

export const fill = z.strictObject({
  id: z.string(),
  side: z.enum(['buy', 'sell']),
  price,
  quantity,
  notional: money,
  fee: money,
  settlement,
  words: z.string().describe('the settlement for people'),
  transaction: z.string().nullable(),
  atMs,
});

/** One thing that happened to an order, fills included. */
export const orderEvent = z.strictObject({
  kind: z.string(),
  words: z.string(),
  detail: z.string(),
  atMs,
});

export const orderLife = z.strictObject({
  order,
  externalId: z.string().describe('the venue’s id, known before sending'),
  timeInForce: z.enum(['FAK', 'GTD']),
  expiresAtMs: atMs,
  restsUntilMs: atMs.nullable(),
  settingsVersion: count,
  fills: list(fill).describe('oldest first'),
  events: list(orderEvent).describe('oldest first'),
  attempts: list(order).describe('all orders of its signal in its ledger, oldest first'),
});

export type OrderStatus = z.infer<typeof orderStatus>;
export type OrdersQuery = z.infer<typeof ordersQuery>;
export type Order = z.infer<typeof order>;
export type Orders = z.infer<typeof orders>;
export type Fill = z.infer<typeof fill>;
export type OrderEvent = z.infer<typeof orderEvent>;
export type OrderLife = z.infer<typeof orderLife>;
