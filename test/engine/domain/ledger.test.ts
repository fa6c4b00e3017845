import { describe, expect, test } from 'vitest';
import type { Fill } from '../../../src/engine/domain/fill.ts';
import {
  type IntentId,
  type LedgerId,
  type MarketId,
  PAPER,
} from '../../../src/engine/domain/ids.ts';
import { Ledger } from '../../../src/engine/domain/ledger.ts';
import type { LedgerTotals } from '../../../src/engine/domain/ledger-totals.ts';
import type { Position } from '../../../src/engine/domain/position.ts';
import { REVERSIBLE_SALES_MAX } from '../../../src/engine/domain/sale-costs.ts';
import { InvariantError } from '../../../src/engine/domain/values/invariant.ts';
import {
  cents,
  dollars,
  money,
  price,
  type Quantity,
  quantity,
  shares,
} from '../../../src/engine/domain/values/money.ts';
import { bought, deposit, fill, INTENT, NO, NOW_MS, sold, YES } from './fills.ts';

function funded(...booked: readonly Fill[]): Ledger {
  const ledger = new Ledger(PAPER);
  ledger.bookFlow(deposit(1_000));
  for (const each of booked) ledger.bookFill(each);
  return ledger;
}

function only(ledger: Ledger): Position {
  const [position, ...more] = ledger.positions.values();
  if (position === undefined || more.length > 0) throw new Error('expected one position');
  return position;
}

describe('buying and selling', () => {
  test('a buy moves cash into cost and its fee out', () => {
    const ledger = funded(bought(10, 40, 0.07));
    expect(ledger.totals()).toEqual({
      cash: dollars(995.93),
      cost: dollars(4),
      flows: dollars(1_000),
      realised: 0,
      fees: dollars(0.07),
      reserved: 0,
    });
  });

  test('a sale realises what it brought less its share of the cost, before fees', () => {
    const ledger = funded(bought(10, 40), bought(10, 60));
    const { position, realised } = ledger.bookFill(sold(5, 70, 0.1));
    expect(realised).toBe(dollars(1));
    expect(position).toMatchObject({
      quantity: shares(15),
      cost: dollars(7.5),
      fees: dollars(0.1),
    });
    expect(ledger.cash).toBe(dollars(1_000 - 10 + 3.5 - 0.1));
  });

  test('the last share takes all of the cost with it', () => {
    const third = fill({ quantity: quantity(3), price: cents(50), notional: money(2) });
    const ledger = funded(third);
    const one = {
      quantity: quantity(1),
      price: cents(50),
      side: 'sell' as const,
      notional: money(0),
    };
    expect(ledger.bookFill(fill(one)).position.cost).toBe(2);
    ledger.bookFill(fill(one));
    expect(ledger.bookFill(fill(one)).position).toMatchObject({
      quantity: 0,
      cost: 0,
      realised: -2,
    });
    expect(ledger.checkInvariants()).toEqual([]);
  });

  test('a sale of more than is held never happens (scenario 28)', () => {
    const ledger = funded(bought(10, 40));
    expect(() => ledger.bookFill(sold(10.01, 40))).toThrow(InvariantError);
    expect(() => ledger.bookFill({ ...sold(1, 40), tokenId: NO })).toThrow(InvariantError);
    expect(() => ledger.bookFill({ ...sold(1, 40), wallet: null })).toThrow(InvariantError);
    expect(only(ledger).quantity).toBe(shares(10));
  });

  test('a closed row is kept, and opened anew by the next buy', () => {
    const ledger = funded(bought(10, 40), sold(10, 50));
    expect(only(ledger)).toMatchObject({ quantity: 0, realised: dollars(1), openedAtMs: NOW_MS });
    ledger.bookFill({ ...bought(10, 40), atMs: NOW_MS + 5 });
    expect(only(ledger)).toMatchObject({ openedAtMs: NOW_MS + 5, updatedAtMs: NOW_MS + 5 });
  });

  test.each([
    ['nothing', { quantity: quantity(0) }],
    ['shares for nothing', { notional: money(0) }],
    ['the shares of another ledger', { ledger: 'live:polymarket:main' as LedgerId }],
  ])('does not buy %s', (_, change) => {
    expect(() => funded().bookFill({ ...bought(1, 50), ...change })).toThrow(InvariantError);
  });
});

describe('resolution', () => {
  test.each([
    [1, 6, 1_006],
    [0, -4, 996],
    [0.5, 1, 1_001],
  ])('a payout of %f realises %f dollars (scenario 34)', (payout, realised, cash) => {
    const ledger = funded(bought(10, 40));
    const [settled] = ledger.settle(YES, price(payout * 1_000_000), NOW_MS);
    expect(settled).toMatchObject({
      position: { quantity: 0, cost: 0, realised: dollars(realised) },
      realised: dollars(realised),
    });
    expect(ledger.cash).toBe(dollars(cash));
  });

  test('pays every holder of the token, and nobody twice', () => {
    const ledger = funded(
      bought(10, 40),
      { ...bought(5, 40), wallet: null },
      { ...bought(5, 40), tokenId: NO },
    );
    expect(ledger.settle(YES, cents(100), NOW_MS)).toHaveLength(2);
    expect(ledger.settle(YES, cents(100), NOW_MS)).toEqual([]);
    expect(ledger.openPositions.map((row) => [row.tokenId, row.cost])).toEqual([[NO, dollars(2)]]);
  });

  test('pays out rounded down', () => {
    const ledger = funded(fill({ quantity: quantity(3), price: cents(50) }));
    expect(ledger.settle(YES, cents(50), NOW_MS)[0]?.realised).toBe(-1);
  });
});

describe('a settlement that failed (scenario 9)', () => {
  test('a buy is undone exactly', () => {
    const ledger = funded(bought(10, 40, 0.1));
    const before = ledger.totals();
    const second = bought(7, 61, 0.2);
    ledger.bookFill(second);
    expect(ledger.reverseFill(second)?.realised).toBe(0);
    expect(ledger.totals()).toEqual(before);
  });

  test('a sale is undone exactly, in part or in full', () => {
    for (const count of [3.33, 10]) {
      const ledger = funded(bought(7, 33, 0.1), bought(3, 34));
      const before = ledger.totals();
      const sale = sold(count, 61, 0.2);
      ledger.bookFill(sale);
      ledger.reverseFill(sale);
      expect(ledger.totals()).toEqual(before);
      expect(only(ledger).quantity).toBe(shares(10));
    }
  });

  test('shares that were sold already cannot be taken back, and nothing changes', () => {
    const ghost = bought(10, 40);
    const ledger = funded(ghost, sold(1, 50));
    const before = ledger.totals();
    expect(ledger.reverseFill(ghost)).toBeNull();
    expect(ledger.reverseFill({ ...ghost, tokenId: NO })).toBeNull();
    expect(ledger.reverseFill({ ...sold(1, 50), tokenId: NO })).toBeNull();
    expect(ledger.totals()).toEqual(before);
  });

  test('when others of its shares were sold, the difference is realised', () => {
    const first = bought(10, 50);
    const ledger = funded(first, bought(10, 60), sold(10, 70));
    expect(ledger.reverseFill(first)?.realised).toBe(dollars(-0.5));
    expect(only(ledger)).toMatchObject({ quantity: 0, cost: 0, realised: dollars(1) });
    expect(ledger.checkInvariants()).toEqual([]);
  });

  test('a dear buy leaves the rest some cost when cheap shares remain', () => {
    const dear = bought(10, 90);
    const ledger = funded(bought(100, 1), dear, sold(90, 50));
    ledger.reverseFill(dear);
    expect(ledger.checkInvariants()).toEqual([]);
    expect(only(ledger).quantity).toBe(shares(10));
  });

  test('a sale of before a restart comes back at the average, or at what it brought', () => {
    const part = sold(4, 70);
    const all = sold(6, 70);
    const flows = [deposit(1_000)];
    const partly = funded(bought(10, 40), part);
    const afterPart = new Ledger(PAPER, { flows, positions: [...partly.positions.values()] });
    afterPart.reverseFill(part);
    expect(only(afterPart)).toMatchObject({ quantity: shares(10), cost: dollars(4), realised: 0 });
    partly.bookFill(all);
    const afterAll = new Ledger(PAPER, { flows, positions: [...partly.positions.values()] });
    afterAll.reverseFill(all);
    expect(only(afterAll)).toMatchObject({ quantity: shares(6), cost: dollars(4.2) });
    expect(afterAll.checkInvariants()).toEqual([]);
  });

  test('a sale too small to carry cost still leaves shares that cost something', () => {
    const dust = fill({
      quantity: quantity(1),
      price: cents(50),
      side: 'sell',
      notional: money(0),
    });
    const ledger = funded(
      fill({ quantity: quantity(10), price: cents(50), notional: money(5) }),
      dust,
    );
    ledger.bookFill(
      fill({ quantity: quantity(9), price: cents(50), side: 'sell', notional: money(4) }),
    );
    ledger.reverseFill(dust);
    expect(only(ledger)).toMatchObject({ quantity: 1, cost: 1 });
    expect(ledger.checkInvariants()).toEqual([]);
  });

  test('remembers a bounded number of sales, and takes the average for the others', () => {
    const first = sold(1, 50);
    const ledger = funded(bought(501, 40), first, bought(500, 44));
    const second = sold(0.01, 50);
    ledger.bookFill(second);
    for (let n = 1; n < REVERSIBLE_SALES_MAX; n += 1) ledger.bookFill(sold(0.01, 50));
    expect(ledger.reverseFill(first)?.realised).toBe(dollars(0.42 - 0.5));
    expect(ledger.reverseFill(second)?.realised).toBe(dollars(0.0042 - 0.005));
    expect(ledger.checkInvariants()).toEqual([]);
  });
});

describe('reservations', () => {
  test('take from what is available until they are released', () => {
    const ledger = funded();
    ledger.reserve(INTENT, dollars(300));
    ledger.reserve('intent-2' as IntentId, dollars(200));
    expect(ledger.available()).toBe(dollars(500));
    ledger.reserve(INTENT, dollars(100));
    expect(ledger.available()).toBe(dollars(700));
    ledger.release(INTENT);
    ledger.release(INTENT);
    expect(ledger.totals()).toMatchObject({ reserved: dollars(200), cash: dollars(1_000) });
  });

  test('are never negative', () => {
    expect(() => funded().reserve(INTENT, money(-1))).toThrow(InvariantError);
  });
});

describe('what must hold', () => {
  const row: Position = {
    ledger: PAPER,
    wallet: null,
    marketId: '0xm' as MarketId,
    tokenId: YES,
    quantity: shares(1),
    cost: dollars(1),
    realised: dollars(0),
    fees: dollars(0),
    best: null,
    openedAtMs: NOW_MS,
    updatedAtMs: NOW_MS,
  };

  test.each([
    ['shares without cost', { cost: dollars(0) }, 'nothing held and nothing paid'],
    ['cost without shares', { quantity: shares(0) }, 'nothing held and nothing paid'],
    ['a negative quantity', { quantity: -1 as Quantity }, 'quantity is negative'],
    ['a negative cost', { cost: dollars(-1) }, 'cost is negative'],
  ])('%s is reported', (_, change, words) => {
    const ledger = new Ledger(PAPER, { flows: [], positions: [{ ...row, ...change }] });
    expect(ledger.checkInvariants().join()).toContain(words);
  });

  test('sums that do not balance are reported', () => {
    const ledger = funded(bought(10, 40));
    class Leaking extends Ledger {
      override totals(): LedgerTotals {
        return { ...super.totals(), cash: money(super.totals().cash + 1) };
      }
    }
    const leaking = new Leaking(PAPER, {
      flows: [deposit(5)],
      positions: [...ledger.positions.values()],
    });
    expect(leaking.checkInvariants()).toHaveLength(1);
    expect(ledger.checkInvariants()).toEqual([]);
  });

  test('another ledger is not mixed in', () => {
    const live = 'live:polymarket:main' as LedgerId;
    expect(() => new Ledger(live, { flows: [], positions: [row] })).toThrow(InvariantError);
    expect(() => new Ledger(live).bookFlow(deposit(1))).toThrow(InvariantError);
    expect(() => new Ledger(live).reverseFill(bought(1, 50))).toThrow(InvariantError);
  });
});
