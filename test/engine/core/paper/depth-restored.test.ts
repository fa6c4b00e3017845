import { describe, expect, test } from 'vitest';
import { DepthTaken } from '../../../../src/engine/core/paper/depth-taken.ts';
import type { Fill } from '../../../../src/engine/domain/fill.ts';
import type { FillId } from '../../../../src/engine/domain/ids.ts';
import { cents, cost, shares, ZERO_MONEY } from '../../../../src/engine/domain/values/money.ts';
import { BINARY, NO } from '../../intelligence/examples.ts';
import { intent } from './paper-arbitraries.ts';

const at = (price: number, quantity: number) => ({
  price: cents(price),
  quantity: shares(quantity),
});

function fill(price: number, quantity: number): Fill {
  const { id: intentId, signalId, ledger, wallet, marketId, tokenId, side } = intent({});
  return {
    id: `${price} ${quantity}` as FillId,
    intentId,
    signalId,
    ledger,
    wallet,
    marketId,
    tokenId,
    side,
    ...at(price, quantity),
    notional: cost(cents(price), shares(quantity), 'ceil'),
    fee: ZERO_MONEY,
    tradeId: null,
    transaction: null,
    settlement: 'confirmed',
    atMs: 0,
  };
}

describe('depth that was taken before a restart', () => {
  test('stays taken at the level that is shown first, from both outcomes', () => {
    const taken = new DepthTaken();
    taken.restore(fill(40, 3), BINARY);
    taken.restore(fill(40, 4), BINARY);
    expect(taken.left(intent({}), BINARY, at(40, 10))).toBe(shares(3));
    const mirrored = intent({ tokenId: NO, side: 'sell' });
    expect(taken.left(mirrored, BINARY, at(60, 10))).toBe(shares(3));
    expect(taken.left(intent({}), BINARY, at(41, 10))).toBe(shares(10));
  });

  test('adds up with what is taken after it', () => {
    const taken = new DepthTaken();
    taken.restore(fill(40, 3), BINARY);
    taken.take(intent({}), BINARY, { level: at(40, 10), amount: shares(5) });
    expect(taken.left(intent({}), BINARY, at(40, 10))).toBe(shares(2));
  });

  test('returns when the level shows another quantity than it did first', () => {
    const taken = new DepthTaken();
    taken.restore(fill(40, 10), BINARY);
    expect(taken.left(intent({}), BINARY, at(40, 10))).toBe(0);
    expect(taken.left(intent({}), BINARY, at(40, 12))).toBe(shares(12));
  });

  test('leaves nothing, and not less, where more was taken than is shown now', () => {
    const taken = new DepthTaken();
    taken.restore(fill(40, 10), BINARY);
    expect(taken.left(intent({}), BINARY, at(40, 6))).toBe(0);
  });
});
