import { describe, expect, test } from 'vitest';
import type { WriteOutcome } from '../../../../src/data/http/single-write.ts';
import { classifyPost } from '../../../../src/data/polymarket/trading/classify-post.ts';
import { answered, error, HASH, NOW_MS, sent } from './answers.ts';

const classified = (outcome: WriteOutcome, order = sent()) => classifyPost(outcome, order, NOW_MS);

describe('status 400 by the words of the venue', () => {
  test.each([
    ['Invalid order payload', { kind: 'refused', cause: 'invalid' }],
    ['the order owner has to be the owner of the API KEY', { kind: 'refused', cause: 'account' }],
    [
      'the order signer address has to be the address of the API KEY',
      { kind: 'refused', cause: 'account' },
    ],
    ["'0xabc' address banned", { kind: 'refused', cause: 'account' }],
    ["'0xabc' address in closed only mode", { kind: 'refused', cause: 'account' }],
    [
      `order ${HASH} is invalid. Price (0.123) breaks minimum tick size rule: 0.01`,
      { kind: 'refused', cause: 'invalid' },
    ],
    [
      `order ${HASH} is invalid. Size (1) lower than the minimum: 5`,
      { kind: 'refused', cause: 'invalid' },
    ],
    [`order ${HASH} is invalid. Duplicated.`, { kind: 'duplicate' }],
    [`order ${HASH} crosses the book`, { kind: 'refused', cause: 'invalid' }],
    ['invalid post-only order: order crosses book', { kind: 'refused', cause: 'invalid' }],
    ['invalid expiration', { kind: 'refused', cause: 'invalid' }],
    ['order canceled in the CTF exchange contract', { kind: 'refused', cause: 'invalid' }],
    [
      'invalid amount for a marketable BUY order ($0.5), min size: $1',
      { kind: 'refused', cause: 'invalid' },
    ],
    ['not enough balance / allowance', { kind: 'refused', cause: 'balance' }],
    [
      'not enough balance / allowance: the allowance is not enough -> spender: 0xE1, allowance: 0, order amount: 5',
      { kind: 'refused', cause: 'balance' },
    ],
    [
      "order couldn't be fully filled. FOK orders are fully filled or killed.",
      { kind: 'unfilled' },
    ],
    [
      'no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.',
      { kind: 'unfilled' },
    ],
    ['order match delayed due to market conditions', { kind: 'notAccepted', cause: 'notReady' }],
    [
      'the market is not yet ready to process new orders',
      { kind: 'notAccepted', cause: 'notReady' },
    ],
    ['Too many orders in payload: 16, max allowed: 15', { kind: 'refused', cause: 'invalid' }],
    ['order_version_mismatch', { kind: 'refused', cause: 'version' }],
    [
      'invalid order version, please use the latest clob-client',
      { kind: 'refused', cause: 'version' },
    ],
    // What was broken off inside the venue may have happened.
    ['context canceled', { kind: 'unknown' }],
    ['a reason that nobody has seen yet', { kind: 'refused', cause: 'invalid' }],
  ])('%s', (text, expected) => {
    expect(classified(answered(400, error(text)))).toMatchObject({ ...expected, text });
  });

  test.each([['<html>400 Bad Request</html>'], [''], ['{}'], ['[]'], ['{"error":7}']])(
    'an answer without words of the venue says nothing: %s',
    (text) => {
      expect(classified(answered(400, text))).toMatchObject({ kind: 'unknown' });
    },
  );
});

describe('every other status', () => {
  const post = 'post-only mode: only post-only orders and cancels are allowed';
  test.each([
    [401, error('Unauthorized/Invalid api key'), { kind: 'notAccepted', cause: 'unauthorized' }],
    [401, error('Invalid L1 Request headers'), { kind: 'notAccepted', cause: 'unauthorized' }],
    [403, '<html>blocked</html>', { kind: 'refused', cause: 'blocked' }],
    [403, error('Trading restricted in your region'), { kind: 'refused', cause: 'blocked' }],
    [404, error('market not found'), { kind: 'unknown' }],
    [404, '<html>', { kind: 'unknown' }],
    [408, '', { kind: 'unknown' }],
    [302, '', { kind: 'unknown' }],
    [425, '', { kind: 'notAccepted', cause: 'restarting' }],
    [425, error('matching engine restarting'), { kind: 'notAccepted', cause: 'restarting' }],
    [429, error('Too Many Requests'), { kind: 'notAccepted', cause: 'rateLimited' }],
    [500, error('order timed out'), { kind: 'notAccepted', cause: 'beforeBook' }],
    [500, error('there are no matching orders'), { kind: 'unknown' }],
    [500, error('FOK orders are filled or killed'), { kind: 'unknown' }],
    [500, error('the trade contains rounding issues'), { kind: 'unknown' }],
    [
      500,
      error("the price of the taker's order has a discrepancy with the makers"),
      { kind: 'unknown' },
    ],
    [500, error('could not insert order'), { kind: 'unknown' }],
    [500, error('Internal server error'), { kind: 'unknown' }],
    [500, '', { kind: 'unknown' }],
    [502, '<html>', { kind: 'unknown' }],
    [504, error('order timed out'), { kind: 'unknown' }],
    [
      503,
      error('Trading is currently disabled. Check polymarket.com for updates'),
      { kind: 'notAccepted', cause: 'disabled' },
    ],
    [
      503,
      error(
        'Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.',
      ),
      { kind: 'notAccepted', cause: 'cancelOnly' },
    ],
    [
      503,
      { error: post, code: 'post_only_mode', retry_after_seconds: 79 },
      { kind: 'notAccepted', cause: 'postOnly', retryAfterMs: 79_000 },
    ],
    [
      503,
      { code: 'post_only_mode' },
      { kind: 'notAccepted', cause: 'postOnly', retryAfterMs: null },
    ],
    [503, error('upstream connect error'), { kind: 'unknown' }],
    [503, '', { kind: 'unknown' }],
    [200, '', { kind: 'unknown' }],
    [200, 'null', { kind: 'unknown' }],
    [200, '[]', { kind: 'unknown' }],
    [200, '{"success":tr', { kind: 'unknown' }],
    [204, '', { kind: 'unknown' }],
  ])('%i %j', (status, body, expected) => {
    expect(classified(answered(status, body))).toMatchObject(expected);
  });

  test.each([
    ['3', 3_000],
    ['0.5', 500],
    [new Date(NOW_MS + 5_000).toUTCString(), 5_000],
    ['soon', null],
  ])('Retry-After of %s is %s ms', (header, retryAfterMs) => {
    const outcome = answered(429, error('Too Many Requests'), { 'retry-after': header });
    expect(classified(outcome)).toMatchObject({ retryAfterMs });
  });

  test.each([
    [
      { kind: 'notSent', text: 'ECONNREFUSED' },
      { kind: 'notAccepted', cause: 'notSent' },
    ],
    [
      { kind: 'stopped', text: 'killed' },
      { kind: 'stopped', text: 'killed' },
    ],
    [
      { kind: 'unknown', text: 'reset' },
      { kind: 'unknown', text: 'reset' },
    ],
  ] as const)('%j without an answer', (outcome, expected) => {
    expect(classified(outcome)).toMatchObject(expected);
  });
});
