import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderBytes } from '../../../src/engine/execution/order-bytes.ts';
import { bodyOf, intent } from './live-orders.ts';

describe('the bytes of an order', () => {
  it('are read as what they say, a sale the other way round', () => {
    const amounts = { dollars: 10_000_000, shares: 20_000_000 };
    expect(orderBytes(bodyOf(intent('i1'), amounts))).toEqual({
      ...{ tokenId: '71', side: 'buy', stays: 'never' },
      ...amounts,
    });
    const sale = intent('i1', { side: 'sell', timeInForce: 'GTD' });
    expect(orderBytes(bodyOf(sale, amounts))).toEqual({
      ...{ tokenId: '71', side: 'sell', stays: 'untilItEnds' },
      ...amounts,
    });
  });

  it('that are anything else are not an order, and nothing throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(orderBytes(body)).toBeNull();
      }),
    );
    for (const part of ['tokenId', 'side', 'makerAmount', 'takerAmount', 'orderType']) {
      const body = bodyOf(intent('i1'), { dollars: 1, shares: 2 });
      expect(orderBytes(body.replace(`"${part}"`, '"other"'))).toBeNull();
    }
  });
});
