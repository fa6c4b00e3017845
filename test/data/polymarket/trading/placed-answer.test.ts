import { describe, expect, test } from 'vitest';
import type { WriteOutcome } from '../../../../src/data/http/single-write.ts';
import { classifyPost } from '../../../../src/data/polymarket/trading/classify-post.ts';
import { sentOrder } from '../../../../src/data/polymarket/trading/placed-answer.ts';
import { answered, HASH, NOW_MS, sent } from './answers.ts';

const classified = (outcome: WriteOutcome, order = sent()) => classifyPost(outcome, order, NOW_MS);

describe('status 200', () => {
  const OK = {
    ...{ success: true, errorMsg: '', orderID: HASH, status: 'live' },
    ...{ makingAmount: '', takingAmount: '', transactionsHashes: [], tradeIDs: [] },
  };
  const placed = (over: object, order = sent()) =>
    classified(answered(200, { ...OK, ...over }), order);

  test.each(['live', 'delayed', 'matched', 'unmatched'])('status %s is accepted', (status) => {
    expect(placed({ status })).toEqual({ kind: 'accepted', status, matched: null });
    expect(placed({ status: status.toUpperCase(), errorMsg: null })).toMatchObject({ status });
  });

  test.each([
    // Decimals, as real answers have them, and micro-units, as the description says.
    ['5.2', '10', { notional: 5_200_000, quantity: 10_000_000 }],
    ['5200000', '10000000', { notional: 5_200_000, quantity: 10_000_000 }],
    ['5', '10.5', { notional: 5_000_000, quantity: 10_500_000 }],
    ['0.000001', '0.000004', { notional: 1, quantity: 4 }],
    // More than it offered, a dollar and more a share, nothing, no amounts.
    ['5.3', '10', null],
    ['5300000', '10000000', null],
    ['5', '4', null],
    ['0', '0', null],
    ['', '', null],
    ['5.2', '', null],
    ['-1', '2', null],
    ['1e3', '2', null],
  ])('a buy that gave %s for %s', (makingAmount, takingAmount, matched) => {
    const over = { status: 'matched', makingAmount, takingAmount };
    expect(placed(over)).toEqual({ kind: 'accepted', status: 'matched', matched });
  });

  test('a sale gives shares and takes dollars', () => {
    const order = sent({ buys: false, gives: 10_000_000 });
    const over = { status: 'matched', makingAmount: '10', takingAmount: '5.264' };
    const matched = { quantity: 10_000_000, notional: 5_264_000 };
    expect(placed(over, order)).toMatchObject({ matched });
    const fixed = { ...over, makingAmount: '10000000', takingAmount: '5264000' };
    expect(placed(fixed, order)).toMatchObject({ matched });
  });

  test.each([
    ['an error beside the order', { errorMsg: 'something' }],
    ['no success', { success: false }],
    ['a success that is a text', { success: 'true' }],
    ['no status', { status: undefined }],
    ['an unknown status', { status: 'pending' }],
  ])('%s is unknown: it may have landed', (_name, over) => {
    expect(placed(over)).toMatchObject({ kind: 'unknown' });
  });

  test('the id of another order is unknown, and counted', () => {
    let foreign = 0;
    const onForeign = () => {
      foreign += 1;
    };
    const answer = placed({ orderID: `0x${'cd'.repeat(32)}` }, sent({ onForeign }));
    expect(answer).toMatchObject({ kind: 'unknown' });
    expect(foreign).toBe(1);
    expect(
      placed({ orderID: HASH.toUpperCase().replace('0X', '0x') }, sent({ onForeign })),
    ).toMatchObject({ kind: 'accepted' });
    expect(foreign).toBe(1);
  });

  test.each([
    ['not enough balance / allowance', { kind: 'refused', cause: 'balance' }],
    ['Insufficient balance', { kind: 'refused', cause: 'balance' }],
    [`order ${HASH} is invalid. Duplicated.`, { kind: 'duplicate' }],
    ['no orders found to match with FAK order. FAK orders are …', { kind: 'unfilled' }],
    [
      'post-only mode: only post-only orders and cancels are allowed',
      { kind: 'notAccepted', cause: 'postOnly' },
    ],
    ['could not insert order', { kind: 'unknown' }],
    ['some other reason', { kind: 'refused', cause: 'invalid' }],
  ])('an empty id with %s', (errorMsg, expected) => {
    for (const orderID of ['', null, undefined]) {
      for (const success of [true, false]) {
        expect(placed({ orderID, errorMsg, success })).toMatchObject(expected);
      }
    }
  });

  test('neither an id nor an error is unknown', () => {
    expect(placed({ orderID: '' })).toMatchObject({ kind: 'unknown' });
    expect(classified(answered(200, {}))).toMatchObject({ kind: 'unknown' });
  });

  test('what an order offers is read from its own bytes', () => {
    const onForeign = () => undefined;
    const body = JSON.stringify({ order: { makerAmount: '7', side: 'SELL' } });
    expect(sentOrder({ hash: HASH, body }, onForeign)).toMatchObject({ buys: false, gives: 7 });
    expect(sentOrder({ hash: HASH, body: '{}' }, onForeign)).toBeNull();
    expect(sentOrder({ hash: HASH, body: 'no' }, onForeign)).toBeNull();
  });
});
