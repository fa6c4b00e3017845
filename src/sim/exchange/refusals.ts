import { decimalFromMicro } from '../../engine/domain/values/micro.ts';
import type { SubmitAnswer } from './exchange.ts';

type Refused = Extract<SubmitAnswer, { readonly kind: 'refused' }>;

const BAD_REQUEST = 400;
const NOT_FOUND = 404;

/** The venue's words when an order that fills or dies found too little. */
export const FOK_KILLED = "order couldn't be fully filled. FOK orders are fully filled or killed.";
export const FAK_KILLED =
  'no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.';

/** Why an order ended that its owner did not cancel. */
export const ENDS = {
  remainder: 'what a FAK order does not fill at once is killed',
  expired: 'expired',
  closed: 'market resolved',
  balance: 'not enough balance / allowance',
} as const;

/** Why an order is not canceled. */
export const NOT_CANCELED = {
  unknown: 'Order not found or already canceled',
  matched: 'Order already matched',
  canceled: 'Order already canceled',
  delayed: 'Order is delayed',
} as const;

/** What the venue answers to an order that it does not take. */
export const REFUSALS = {
  payload: () => refuse('Invalid order payload'),
  duplicate: (hash: string) => refuse(`order ${hash} is invalid. Duplicated.`),
  noBook: (): Refused => ({
    kind: 'refused',
    status: NOT_FOUND,
    text: 'No orderbook exists for the requested token id',
  }),
  notReady: () => refuse('the market is not yet ready to process new orders'),
  tick: (hash: string, price: number, tick: number) =>
    refuse(
      `order ${hash} is invalid. Price (${decimalFromMicro(price)}) breaks minimum tick size rule: ${decimalFromMicro(tick)}`,
    ),
  size: (hash: string, size: number, least: string) =>
    refuse(
      `order ${hash} is invalid. Size (${decimalFromMicro(size)}) lower than the minimum: ${least}`,
    ),
  /** Of a buy that takes. */
  dollars: (dollars: number) =>
    refuse(
      `invalid amount for a marketable BUY order ($${decimalFromMicro(dollars)}), min size: $1`,
    ),
  accuracy: (what: string, maker: number, taker: number) =>
    refuse(
      `invalid amounts, the ${what} orders maker amount supports a max accuracy of ${maker} decimals, taker amount a max of ${taker} decimals`,
    ),
  expiration: () => refuse('invalid expiration'),
  postOnlyKind: () => refuse('invalid post-only order: only GTC and GTD order types are allowed'),
  postOnlyCrosses: () => refuse('invalid post-only order: order crosses book'),
  balance: (balance: number, active: number, needed: number) =>
    refuse(
      active === 0
        ? `not enough balance / allowance: the balance is not enough -> balance: ${balance}, order amount: ${needed}`
        : `not enough balance / allowance: the balance is not enough -> balance: ${balance}, sum of active orders: ${active}, order amount (inc. fees): ${needed}`,
    ),
  allowance: (spender: string, allowance: number) =>
    refuse(
      `not enough balance / allowance: the allowance is not enough -> spender: ${spender}, allowance: ${allowance}`,
    ),
  killed: (text: string) => refuse(text),
} as const;

function refuse(text: string): Refused {
  return { kind: 'refused', status: BAD_REQUEST, text };
}
