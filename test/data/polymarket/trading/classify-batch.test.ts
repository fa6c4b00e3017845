import { describe, expect, test } from 'vitest';
import type { WriteOutcome } from '../../../../src/data/http/single-write.ts';
import { classifyBatch } from '../../../../src/data/polymarket/trading/classify-batch.ts';
import { answered, error, HASH, NOW_MS, sent } from './answers.ts';

describe('a batch', () => {
  const hashes = [1, 2, 3].map((at) => `0x${String(at).repeat(64)}`);
  const orders = hashes.map((hash) => sent({ hash }));
  const ok = (orderID: string) => ({ success: true, errorMsg: '', orderID, status: 'live' });
  const bad = { success: true, errorMsg: 'not enough balance / allowance', orderID: '' };
  const kinds = (outcome: WriteOutcome) =>
    classifyBatch(outcome, orders, NOW_MS).map(({ kind }) => kind);
  const [one = '', two = '', three = ''] = hashes;

  test('has an answer for each, at its place', () => {
    expect(kinds(answered(200, [ok(one), bad, ok(three)]))).toEqual([
      'accepted',
      'refused',
      'accepted',
    ]);
  });

  test('in another order is known by its ids, and an error then belongs to nobody', () => {
    const outcome = answered(200, [bad, ok(one), ok(three)]);
    expect(kinds(outcome)).toEqual(['accepted', 'unknown', 'accepted']);
  });

  test('with too few answers or none is unknown where no id says more', () => {
    expect(kinds(answered(200, [ok(two), bad]))).toEqual(['unknown', 'accepted', 'unknown']);
    expect(kinds(answered(200, { success: true }))).toEqual(['unknown', 'unknown', 'unknown']);
    expect(kinds(answered(200, ''))).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test.each([
    [429, 'Too Many Requests', 'notAccepted'],
    [425, '', 'notAccepted'],
    [401, 'Unauthorized', 'notAccepted'],
    [403, '', 'refused'],
    [400, "'0xabc' address banned", 'refused'],
    [400, `order ${HASH} is invalid. Duplicated.`, 'unknown'],
    [400, 'not enough balance / allowance', 'unknown'],
    [400, 'Too many orders in payload: 16, max allowed: 15', 'unknown'],
    [500, 'Internal server error', 'unknown'],
  ])('refused whole with %i %s is %s for each', (status, text, kind) => {
    expect(kinds(answered(status, error(text)))).toEqual([kind, kind, kind]);
  });

  test('that was not sent was not sent for each', () => {
    expect(kinds({ kind: 'notSent', text: '' })).toEqual(Array(3).fill('notAccepted'));
  });
});
