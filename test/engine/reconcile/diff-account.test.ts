import { describe, expect, test } from 'vitest';
import type { MarketId, TokenId } from '../../../src/engine/domain/ids.ts';
import { cents, dollars, quantity, shares } from '../../../src/engine/domain/values/money.ts';
import type { VenueFill, VenueOpenOrder } from '../../../src/engine/domain/venue-answer.ts';
import { diffAccount } from '../../../src/engine/reconcile/diff-account.ts';
import { CONFIRM_MS } from '../../../src/engine/reconcile/diff-sums.ts';
import type { OurOrder } from '../../../src/engine/reconcile/our-account.ts';
import { agreeing, Books, diffTwice, NOW_MS } from './books.ts';

const YES = '101' as TokenId;
const BEFORE_MS = NOW_MS - 10_000;

function open(hash: string): VenueOpenOrder {
  return { hash, marketId: '0xm' as MarketId, tokenId: YES, side: 'buy', matched: shares(0) };
}

function ourOrder(hash: string, over: Partial<OurOrder> = {}): OurOrder {
  return { hash, tokenId: YES, state: 'open', sinceMs: BEFORE_MS, ...over };
}

function bought(over: Partial<VenueFill> = {}): VenueFill {
  return {
    tradeId: 't1',
    orderHash: '0xours',
    marketId: '0xm' as MarketId,
    tokenId: YES,
    side: 'buy',
    price: cents(40),
    quantity: shares(10),
    notional: dollars(4),
    role: 'maker',
    settlement: 'confirmed',
    atMs: BEFORE_MS,
    ...over,
  };
}

function books(...orders: readonly OurOrder[]): Books {
  const made = new Books();
  for (const order of orders) made.orders.set(order.hash, order);
  return made;
}

function kinds(made: Books, reading = agreeing()): readonly string[] {
  return diffTwice(made, reading).map(({ kind, means }) => `${kind}: ${means}`);
}

describe('orders', () => {
  test('that a person made are left alone', () => {
    const made = books(ourOrder('0xours'));
    const reading = agreeing({ openOrders: [open('0xperson'), open('0xours')] });
    expect(kinds(made, reading)).toEqual(['orderUnknownToUs: leave']);
  });

  test('that an empty list lacks are looked up, never taken for canceled', () => {
    const made = books(ourOrder('0xa'), ourOrder('0xb', { state: 'inDoubt' }));
    expect(kinds(made)).toEqual(['orderMissing: lookUp', 'orderMissing: lookUp']);
  });

  test('in doubt that the list has are looked up, to leave doubt', () => {
    const made = books(ourOrder('0xb', { state: 'inDoubt' }));
    expect(kinds(made, agreeing({ openOrders: [open('0xb')] }))).toEqual(['orderListed: lookUp']);
  });

  test('that are being sent or moved after the question say nothing', () => {
    const late = ourOrder('0xb', { sinceMs: NOW_MS + CONFIRM_MS });
    expect(kinds(books(ourOrder('0xa', { state: 'moving' }), late))).toEqual([]);
  });

  test('that are over with us and open at the venue are canceled there', () => {
    const made = books();
    made.ended.set('0xours', BEFORE_MS);
    expect(kinds(made, agreeing({ openOrders: [open('0xours')] }))).toEqual([
      'orderRevived: cancel',
    ]);
    made.ended.set('0xours', NOW_MS + CONFIRM_MS); // It ended while the list was on its way.
    expect(kinds(made, agreeing({ openOrders: [open('0xours')] }))).toEqual([]);
  });
});

describe('fills', () => {
  test('of ours that are not booked are adopted, of finished orders too', () => {
    const made = books();
    made.ended.set('0xours', BEFORE_MS);
    const reading = agreeing({
      fills: [bought()],
      balance: dollars(9_996),
      holdings: [{ tokenId: YES, quantity: shares(10) }],
    });
    expect(kinds(made, reading)).toEqual(['fillMissing: adopt']);
  });

  test('of a person are external trades, never an order’s', () => {
    const reading = agreeing({
      fills: [bought({ orderHash: '0xperson' })],
      balance: dollars(9_996),
      holdings: [{ tokenId: YES, quantity: shares(10) }],
    });
    expect(kinds(books(), reading)).toEqual(['externalTrade: adopt']);
  });

  test('of a person who sold what an order of ours may just have bought wait for its fill', () => {
    const sale = bought({
      tradeId: 't2',
      orderHash: '0xperson',
      side: 'sell',
      atMs: BEFORE_MS + 1,
    });
    const made = books(ourOrder('0xours'));
    const reading = agreeing({ openOrders: [open('0xours')], fills: [sale] });
    expect(kinds(made, reading)[0]).toBe('externalTrade: readAgain');
    const both = { ...reading, fills: [sale, bought()] };
    expect(kinds(made, both)).toEqual(['fillMissing: adopt', 'externalTrade: adopt']);
    const late = books();
    late.ended.set('0xours', BEFORE_MS);
    expect(kinds(late, agreeing({ fills: [sale] }))[0]).toBe('externalTrade: adopt');
  });

  test('that failed before we heard of them never were', () => {
    const made = books(ourOrder('0xours'));
    const reading = agreeing({
      openOrders: [open('0xours')],
      fills: [bought({ settlement: 'failed' }), bought({ orderHash: '0xp', settlement: 'failed' })],
    });
    expect(kinds(made, reading)).toEqual([]);
  });

  test('that the chain moved on are told, a failed one takes its shares back', () => {
    const made = books();
    made.ended.set('0xours', BEFORE_MS);
    made.book(bought({ settlement: 'matched' }));
    const failed = agreeing({ fills: [bought({ settlement: 'failed' })] });
    expect(kinds(made, { ...failed, holdings: [{ tokenId: YES, quantity: shares(0) }] })).toEqual([
      'fillMoved: adopt',
    ]);
  });

  test('of a person that failed after they were adopted are taken back, once', () => {
    const made = books();
    const trade = bought({ orderHash: '0xperson' });
    const reading = agreeing({ fills: [{ ...trade, settlement: 'failed' as const }] });
    made.adopt({ kind: 'externalTrade', means: 'adopt', fill: trade }, NOW_MS);
    const [finding] = diffTwice(made, reading);
    expect(finding?.kind).toBe('externalFailed');
    if (finding !== undefined) made.adopt(finding, NOW_MS);
    expect(kinds(made, reading)).toEqual([]);
  });
});

describe('shares', () => {
  function holding(count: number): Books {
    const made = books();
    made.ended.set('0xours', BEFORE_MS);
    made.book(bought({ quantity: shares(count), notional: dollars(4) }));
    return made;
  }
  const reading = (count: number) =>
    agreeing({ balance: dollars(9_996), holdings: [{ tokenId: YES, quantity: shares(count) }] });

  test('missing at the venue are a fault once they stay missing', () => {
    const first = { reading: reading(4), askedAtMs: NOW_MS, before: [] };
    const made = holding(10);
    const found = diffAccount(made.ours, first);
    expect(found).toMatchObject([{ kind: 'sharesShort', means: 'readAgain', by: -shares(6) }]);
    const soon = { ...first, askedAtMs: NOW_MS + CONFIRM_MS - 1, before: found };
    expect(diffAccount(made.ours, soon)).toMatchObject([{ means: 'readAgain', sinceMs: NOW_MS }]);
    const later = { ...first, askedAtMs: NOW_MS + CONFIRM_MS, before: found };
    expect(diffAccount(made.ours, later)).toMatchObject([{ kind: 'sharesShort', means: 'fault' }]);
    const other = { ...later, reading: reading(5) };
    expect(diffAccount(made.ours, other)).toMatchObject([{ means: 'readAgain' }]);
  });

  test('more than ours are the owner’s', () => {
    expect(kinds(holding(10), reading(12))).toEqual(['sharesOver: adopt']);
  });

  test('that differ by a lot or less do not count', () => {
    expect(kinds(holding(10), reading(9.99))).toEqual([]);
    expect(kinds(holding(10), reading(10.01))).toEqual([]);
    const short = { ...reading(0), holdings: [{ tokenId: YES, quantity: quantity(9_989_999) }] };
    expect(kinds(holding(10), short)).toEqual(['sharesShort: fault']);
  });

  test('do not count while an order of the token is on its way or in doubt', () => {
    for (const state of ['moving', 'inDoubt'] as const) {
      const made = holding(10);
      made.orders.set('0xa', ourOrder('0xa', { state }));
      expect(kinds(made, reading(4)).filter((one) => one.startsWith('shares'))).toEqual([]);
    }
  });

  test('do not count in a reading that was asked for before our last fill', () => {
    const made = holding(10);
    made.filledAtMs.set(YES, NOW_MS + CONFIRM_MS);
    expect(kinds(made, reading(4))).toEqual([]);
  });

  test('of a fill that is not settled may be there or not yet', () => {
    const made = books();
    made.ended.set('0xours', BEFORE_MS);
    made.book(bought({ settlement: 'matched' }));
    expect(kinds(made, { ...reading(0), balance: dollars(10_000) })).toEqual([]);
    expect(kinds(made, reading(10))).toEqual([]);
    expect(kinds(made, reading(12))).toEqual(['sharesOver: adopt']);
  });

  test('of a resolved market wait to be redeemed, and count when the balance has risen', () => {
    const made = holding(10);
    made.payouts.set(YES, cents(100));
    expect(kinds(made, reading(10))).toEqual([]);
    const rich = (dollarsMore: number, held = 0) => ({
      ...reading(held),
      balance: dollars(9_996 + dollarsMore),
    });
    expect(kinds(made, rich(10))).toEqual(['redeemed: adopt']);
    expect(kinds(made, rich(6, 4))).toEqual(['redeemed: adopt']);
    expect(kinds(made, rich(0))).toEqual(['redeemedUnpaid: adopt']);
    expect(kinds(made, rich(9))).toEqual(['redeemedUnpaid: adopt', 'cashDiffers: readAgain']);
    expect(kinds(made, rich(110))).toEqual(['redeemed: adopt', 'cashDiffers: adopt']);
  });

  test('of a resolved market that are worth nothing are asked for by nobody', () => {
    const made = holding(10);
    made.payouts.set(YES, cents(0));
    expect(kinds(made, reading(0))).toEqual([]);
  });

  test('of a market that trades no more may be dollars before we know: no fault, no deposit', () => {
    const made = holding(10);
    made.over.add(YES);
    const redeemed = { ...reading(0), balance: dollars(10_006) };
    expect(kinds(made, redeemed)).toEqual(['sharesShort: readAgain', 'cashDiffers: readAgain']);
  });
});

describe('complete sets', () => {
  const NO = '102' as TokenId;
  const held = (tokenId: TokenId, count: number) => ({ tokenId, quantity: shares(count) });
  /** Ten shares of each side, paid with four dollars each. */
  function both(): Books {
    const made = books();
    made.ended.set('0xours', BEFORE_MS);
    made.book(bought());
    made.book(bought({ tradeId: 't2', tokenId: NO }));
    made.pairs.push([YES, NO]);
    return made;
  }
  const left = (yes: number, no: number, balance: number) => ({
    ...agreeing({ balance: dollars(balance) }),
    holdings: [held(YES, yes), held(NO, no)],
  });

  test('that became a dollar each are merged, in whole or in part, whoever did it', () => {
    expect(kinds(both(), left(0, 0, 10_002))).toEqual(['merged: adopt']);
    expect(kinds(both(), left(6, 6, 9_996))).toEqual(['merged: adopt']);
    expect(kinds(both(), left(0, 0, 10_102))).toEqual(['merged: adopt', 'cashDiffers: adopt']);
  });

  test('that left without their dollars are shares that are missing', () => {
    expect(kinds(both(), left(0, 0, 9_992))).toEqual(['sharesShort: fault', 'sharesShort: fault']);
    expect(kinds(both(), left(0, 10, 9_992))).toEqual(['sharesShort: fault']);
    expect(kinds(both(), left(0, 4, 9_998))).toEqual(['merged: adopt', 'sharesShort: fault']);
  });

  test('that we are merging may leave before their dollars come, or after', () => {
    const made = both();
    made.merging.add(YES).add(NO);
    const waiting = ['sharesShort: readAgain', 'sharesShort: readAgain'];
    expect(kinds(made, left(0, 0, 9_992))).toEqual(waiting);
    expect(kinds(made, left(10, 10, 10_002))).toEqual(['cashDiffers: readAgain']);
    expect(kinds(made, left(0, 0, 10_002))).toEqual(['merged: adopt']);
  });
});

describe('cash', () => {
  test('that nothing explains is a deposit or withdrawal once it stays', () => {
    const made = books();
    const reading = agreeing({ balance: dollars(9_990) });
    const first = diffAccount(made.ours, { reading, askedAtMs: NOW_MS, before: [] });
    expect(first).toMatchObject([{ kind: 'cashDiffers', means: 'readAgain', by: dollars(-10) }]);
    expect(kinds(made, reading)).toEqual(['cashDiffers: adopt']);
  });

  test('may differ by two cents a fill', () => {
    const made = books();
    made.ended.set('0xours', BEFORE_MS);
    made.book(bought());
    made.book(bought({ tradeId: 't2' }));
    const fills = [bought(), bought({ tradeId: 't2' })];
    const off = (by: number) => agreeing({ fills, balance: dollars(9_992 + by) });
    expect(kinds(made, off(0.04))).toEqual([]);
    expect(kinds(made, off(-0.04))).toEqual([]);
    expect(kinds(made, off(0.05))).toEqual(['cashDiffers: adopt']);
  });

  test('does not count while anything of ours is on its way', () => {
    const made = books(ourOrder('0xa', { state: 'moving' }));
    expect(kinds(made, agreeing({ balance: dollars(9_000) }))).toEqual([]);
  });
});
