import type { Effect } from '../../../src/engine/core/effects.ts';
import type {
  IntentId,
  LedgerId,
  MarketId,
  SignalId,
  TokenId,
} from '../../../src/engine/domain/ids.ts';
import type { Order, OrderIntent } from '../../../src/engine/domain/order.ts';
import { cents, dollars, quantity, shares } from '../../../src/engine/domain/values/money.ts';
import { LIVE } from './scripted-executor.ts';

export const NOW_MS = Date.UTC(2026, 10, 22, 12);
export const SEND_WITHIN_MS = 15_000;
export const TOKEN = '71' as TokenId;

/** Ten dollars at 50 cents. */
export function intent(id: string, fields: Partial<OrderIntent> = {}): OrderIntent {
  return {
    ...{ id: id as IntentId, signalId: 's' as SignalId, leg: 'entry', attempt: 1 },
    ...{ ledger: LIVE as LedgerId, wallet: null, marketId: '0xm' as MarketId, tokenId: TOKEN },
    ...{ side: 'buy', timeInForce: 'FAK', limitPrice: cents(50), settingsVersion: 1 },
    ...{ quantity: shares(20), spend: dollars(10), createdAtMs: NOW_MS, restsUntilMs: null },
    expiresAtMs: NOW_MS + SEND_WITHIN_MS,
    ...fields,
  };
}

/** The bytes as the venue gets them; `dollars` and `shares` in micro-units. */
export function bodyOf(
  of: Pick<OrderIntent, 'tokenId' | 'side' | 'timeInForce'>,
  amounts: { readonly dollars: number; readonly shares: number },
): string {
  const [given, taken] =
    of.side === 'buy' ? [amounts.dollars, amounts.shares] : [amounts.shares, amounts.dollars];
  return JSON.stringify({
    deferExec: false,
    order: {
      ...{ salt: 7, signature: '0xfeed', side: of.side === 'buy' ? 'BUY' : 'SELL' },
      ...{ makerAmount: String(given), takerAmount: String(taken), tokenId: of.tokenId },
    },
    orderType: of.timeInForce,
    owner: 'key',
  });
}

/** A committed order that is about to be sent, its bytes at exactly the limit. */
export function order(id: string, fields: Partial<OrderIntent> = {}): Order {
  const its = intent(id, fields);
  const paid = Math.round((its.quantity * its.limitPrice) / 1_000_000);
  return {
    intent: its,
    status: 'submitted',
    externalId: `0xhash of ${id}`,
    body: bodyOf(its, { dollars: paid, shares: its.quantity }),
    filledQuantity: quantity(0),
    ...{ filledNotional: dollars(0), fees: dollars(0), reserved: dollars(10) },
    reason: null,
    updatedAtMs: NOW_MS,
  };
}

export function post(of: Order, attempt = 1): Effect & { readonly kind: 'post' } {
  return { kind: 'post', order: of, attempt, sendByMs: of.intent.expiresAtMs };
}

export function lookUp(of: Order): Effect {
  const { id: intentId, marketId, createdAtMs: sinceMs } = of.intent;
  return { kind: 'lookUp', intentId, hash: of.externalId, marketId, sinceMs };
}

export function cancel(of: Order): Effect {
  return { kind: 'cancel', intentId: of.intent.id, hash: of.externalId };
}
