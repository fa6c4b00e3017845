import { describe, expect, test } from 'vitest';
import { DepthTaken } from '../../../../src/engine/core/paper/depth-taken.ts';
import type { LedgerId } from '../../../../src/engine/domain/ids.ts';
import { cents, shares } from '../../../../src/engine/domain/values/money.ts';
import { BINARY, DRAW, MARKET, NO, THREE_WAY, YES } from '../../intelligence/examples.ts';
import { intent } from './paper-arbitraries.ts';

const at = (price: number, quantity: number) => ({
  price: cents(price),
  quantity: shares(quantity),
});

describe('depth that is taken', () => {
  test('stays taken while the book shows the same, and returns when it shows another', () => {
    const taken = new DepthTaken();
    taken.take(intent({}), BINARY, { level: at(50, 10), amount: shares(4) });
    expect(taken.left(intent({}), BINARY, at(50, 10))).toBe(shares(6));
    taken.take(intent({}), BINARY, { level: at(50, 10), amount: shares(6) });
    expect(taken.left(intent({}), BINARY, at(50, 10))).toBe(0);
    expect(taken.left(intent({}), BINARY, at(50, 11))).toBe(shares(11));
    taken.take(intent({}), BINARY, { level: at(50, 11), amount: shares(1) });
    expect(taken.left(intent({}), BINARY, at(50, 11))).toBe(shares(10));
    expect(taken.left(intent({}), BINARY, at(51, 10))).toBe(shares(10));
  });

  test('is the same order from the side of the other outcome', () => {
    const taken = new DepthTaken();
    taken.take(intent({}), BINARY, { level: at(40, 10), amount: shares(10) });
    const mirrored = intent({ tokenId: NO, side: 'sell' });
    expect(taken.left(mirrored, BINARY, at(60, 10))).toBe(0);
    expect(taken.left(intent({ side: 'sell' }), BINARY, at(40, 10))).toBe(shares(10));
    expect(taken.left(intent({ tokenId: NO }), BINARY, at(60, 10))).toBe(shares(10));
  });

  test('belongs to one token where outcomes do not mirror each other', () => {
    const taken = new DepthTaken();
    taken.take(intent({ tokenId: NO }), THREE_WAY, { level: at(40, 10), amount: shares(10) });
    expect(taken.left(intent({ tokenId: NO }), THREE_WAY, at(40, 10))).toBe(0);
    expect(taken.left(intent({ tokenId: YES, side: 'sell' }), THREE_WAY, at(60, 10))).toBe(
      shares(10),
    );
    expect(taken.left(intent({ tokenId: DRAW }), THREE_WAY, at(40, 10))).toBe(shares(10));
  });

  test('belongs to one ledger, and is forgotten with its market', () => {
    const taken = new DepthTaken();
    const other = intent({ ledger: 'shadow:b' as LedgerId });
    taken.take(intent({}), BINARY, { level: at(50, 10), amount: shares(10) });
    expect(taken.left(other, BINARY, at(50, 10))).toBe(shares(10));
    taken.forget(MARKET);
    expect(taken.left(intent({}), BINARY, at(50, 10))).toBe(shares(10));
  });

  test('is bounded: the oldest level is forgotten first', () => {
    const taken = new DepthTaken();
    const ledger = (number: number) => intent({ ledger: `shadow:${number}` as LedgerId });
    for (let number = 0; number <= 20_000; number += 1) {
      taken.take(ledger(number), BINARY, { level: at(50, 10), amount: shares(10) });
    }
    expect(taken.left(ledger(0), BINARY, at(50, 10))).toBe(shares(10));
    expect(taken.left(ledger(1), BINARY, at(50, 10))).toBe(0);
    expect(taken.left(ledger(20_000), BINARY, at(50, 10))).toBe(0);
  });
});
