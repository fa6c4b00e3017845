import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coarseStatus, orderRow } from '../../../src/data/store/rows.ts';
import { isTerminal, ORDER_STATUSES } from '../../../src/engine/domain/order-state.ts';
import type { Money, Quantity } from '../../../src/engine/domain/values/money.ts';
import { sampleOf } from './arbitrary-parts.ts';
import { order } from './arbitrary-trading.ts';

describe('the coarse status of an order', () => {
  it('has one of seven words for every state', () => {
    const words = ORDER_STATUSES.map((status) => [
      status,
      coarseStatus({ status, filledQuantity: 0 as Quantity }),
    ]);
    expect(Object.fromEntries(words)).toEqual({
      initialized: 'pending',
      submitted: 'pending',
      inDoubt: 'pending',
      open: 'open',
      pendingCancel: 'open',
      filled: 'filled',
      canceled: 'cancelled',
      expired: 'cancelled',
      rejected: 'rejected',
      denied: 'rejected',
      notPlaced: 'failed',
    });
  });

  it('is partial exactly while a filled part lives', () => {
    fc.assert(
      fc.property(order, ({ status, filledQuantity }) => {
        const partial = coarseStatus({ status, filledQuantity }) === 'partial';
        expect(partial).toBe(filledQuantity > 0 && !isTerminal(status));
      }),
    );
  });
});

describe('the filled price of an order', () => {
  it('is the average over all fills, and absent before the first', () => {
    const filled = sampleOf(order, {
      filledQuantity: 3_000_000 as Quantity,
      filledNotional: 1_000_000 as Money,
    });
    expect(orderRow(filled).filledPrice).toBe(333_333);
    const unfilled = { ...filled, filledQuantity: 0 as Quantity, filledNotional: 0 as Money };
    expect(orderRow(unfilled).filledPrice).toBeNull();
  });
});
