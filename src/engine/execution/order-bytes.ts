import type { Side } from '../domain/order.ts';
import type { Money, Quantity } from '../domain/values/money.ts';

/** What the bytes of an order say by themselves, whatever we meant by them. */
export interface OrderBytes {
  readonly tokenId: string;
  readonly side: Side;
  /** Dollars given by a buy, asked for by a sell. */
  readonly dollars: Money;
  readonly shares: Quantity;
  /** Whether what does not match at once may stay in the book, and whether it leaves by itself. */
  readonly stays: 'never' | 'untilItEnds' | 'forEver';
}

const STAYS: ReadonlyMap<unknown, OrderBytes['stays']> = new Map([
  ['FAK', 'never'],
  ['FOK', 'never'],
  ['GTD', 'untilItEnds'],
  ['GTC', 'forEver'],
]);
const AMOUNT = /^[1-9]\d{0,15}$/;

/** Reads the body of Polymarket's `POST /order`; `null` when it is not exactly one whole order. */
export function orderBytes(body: string): OrderBytes | null {
  const sent = record(parsed(body));
  const order = record(sent?.['order']);
  if (sent === null || order === null) return null;
  const { tokenId, side, makerAmount, takerAmount } = order;
  const given = amount(makerAmount);
  const taken = amount(takerAmount);
  const stays = STAYS.get(sent['orderType']);
  if (given === null || taken === null || stays === undefined) return null;
  if (typeof tokenId !== 'string' || (side !== 'BUY' && side !== 'SELL')) return null;
  const isBuy = side === 'BUY';
  return {
    tokenId,
    side: isBuy ? 'buy' : 'sell',
    dollars: (isBuy ? given : taken) as Money,
    shares: (isBuy ? taken : given) as Quantity,
    stays,
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> | null {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as Readonly<Record<string, unknown>>) : null;
}

function amount(value: unknown): number | null {
  if (typeof value !== 'string' || !AMOUNT.test(value)) return null;
  const micro = Number(value);
  return Number.isSafeInteger(micro) ? micro : null;
}
