import { describe, expect, test, vi } from 'vitest';
import { cents } from '../../../../src/engine/domain/values/money.ts';
import { answer, type Fate } from '../../../servers/write-double.ts';
import { intent, market } from '../order/setting.ts';
import { accepted, go, madeBy, started } from './executor-setup.ts';

describe('an order is sent', () => {
  test('once, with the very bytes that were made', async () => {
    const { executor, double } = await started({
      'POST /order': () => accepted(order.hash),
    });
    const order = await madeBy(executor);
    expect(await executor.executeOrder(order, go)).toEqual({
      kind: 'accepted',
      status: 'matched',
      matched: { quantity: 30_000_000, notional: 9_900_000 },
    });
    expect(double.count('POST /order')).toBe(1);
    expect(double.server.taken.at(-1)?.body).toBe(order.body);
  });

  test('not at all when it is stopped at the socket', async () => {
    const { executor, double } = await started({});
    const order = await madeBy(executor);
    expect(await executor.executeOrder(order, () => 'killed')).toEqual({
      kind: 'stopped',
      text: 'killed',
    });
    expect(double.count('POST /order')).toBe(0);
  });

  test.each<[string, Fate]>([
    ['drop', { kind: 'drop' }],
    ['reset', { kind: 'reset' }],
    ['halfClose', { kind: 'halfClose' }],
    ['garbage', { kind: 'garbage' }],
    ['5xx', answer({ error: 'Internal server error' }, 500)],
    ['an empty answer', { kind: 'answer', status: 200, text: '' }],
  ])('and its answer lost by %s: unknown, one request, whatever landed', async (_name, fate) => {
    const { executor, double } = await started({ 'POST /order': () => fate });
    const order = await madeBy(executor);
    for (let at = 1; at <= 5; at += 1) {
      expect(await executor.executeOrder(order, go)).toMatchObject({ kind: 'unknown' });
      expect(double.count('POST /order')).toBe(at);
    }
  });

  test('and not answered in time: unknown, one request', async () => {
    const { executor, double, runtime } = await started({
      'POST /order': () => ({ kind: 'silence' }),
    });
    const sending = executor.executeOrder(await madeBy(executor), go);
    await vi.waitFor(() => expect(double.count('POST /order')).toBe(1));
    runtime.expire();
    expect(await sending).toMatchObject({ kind: 'unknown' });
    expect(double.count('POST /order')).toBe(1);
  });

  test('to a venue that is gone: not sent', async () => {
    const { executor, double } = await started({});
    const order = await madeBy(executor);
    await double.server.stop();
    expect(await executor.executeOrder(order, go)).toMatchObject({
      kind: 'notAccepted',
      cause: 'notSent',
    });
  });

  test('and the id of another order comes back: unknown, and counted', async () => {
    const { executor } = await started({
      'POST /order': () => accepted(`0x${'9'.repeat(64)}`),
    });
    expect(await executor.executeOrder(await madeBy(executor), go)).toMatchObject({
      kind: 'unknown',
    });
    const counts = executor.metrics().find(({ endpoint }) => endpoint === 'clob.order-post');
    expect(counts).toMatchObject({ requests: 1, flaws: { 'foreign orderID': 1 } });
  });

  test('with bytes that are no order: thrown before anything leaves', async () => {
    const { executor, double } = await started({});
    const wrong = { hash: '0x1', body: '{}' };
    await expect(executor.executeOrder(wrong, go)).rejects.toThrow(/body of an order/);
    expect(double.server.taken).toHaveLength(0);
  });

  test('too fast for our own budget: it waits a little, and then it is told to come back', async () => {
    const { executor, double } = await started({
      'POST /order': () => answer({ error: 'Too Many Requests' }, 429, { 'retry-after': '7' }),
    });
    const order = await madeBy(executor);
    const limited = { kind: 'notAccepted', cause: 'rateLimited' };
    expect(await executor.executeOrder(order, go)).toMatchObject({
      ...limited,
      retryAfterMs: 7_000,
    });
    // The pause holds for the next one too, without asking the venue.
    expect(await executor.executeOrder(order, go)).toMatchObject(limited);
    expect(double.count('POST /order')).toBe(1);
    // Cancels have a budget of their own.
    await executor.cancelOrder(order.hash);
    expect(double.count('DELETE /order')).toBe(1);
  });

  test('in a batch of at most 15, each with its own bytes and its own answer', async () => {
    const { executor, double } = await started({
      'POST /orders': ({ body }) => {
        expect(JSON.parse(body)).toHaveLength(2);
        const placed = { success: true, errorMsg: '', orderID: order.hash, status: 'live' };
        return answer([placed, { success: true, errorMsg: 'invalid expiration', orderID: '' }]);
      },
    });
    const order = await madeBy(executor);
    const made = await executor.makeOrder(intent({ limitPrice: cents(31) }), market());
    if ('refused' in made) throw new Error(made.refused);
    expect(await executor.executeOrders([order, made], go)).toMatchObject([
      { kind: 'accepted', status: 'live' },
      { kind: 'refused', cause: 'invalid' },
    ]);
    expect(double.server.taken.at(-1)?.body).toBe(`[${order.body},${made.body}]`);
    const tooMany = Array.from({ length: 16 }, () => order);
    await expect(executor.executeOrders(tooMany, go)).rejects.toThrow(/1 to 15/);
  });
});

describe('the account', () => {
  test('may be allowed to close only', async () => {
    const path = 'GET /auth/ban-status/closed-only';
    const { executor } = await started({
      [path]: (_taken, nth) => answer(nth === 2 ? {} : { closed_only: nth === 1 }),
    });
    expect(await executor.isClosedOnly()).toBe(false);
    expect(await executor.isClosedOnly()).toBe(true);
    await expect(executor.isClosedOnly()).rejects.toThrow(/closed_only/);
  });

  test('is kept alive by beats whose ids chain', async () => {
    const wrong = { error_msg: 'Invalid Heartbeat ID', heartbeat_id: 'expected' };
    const fates: readonly Fate[] = [
      answer({ heartbeat_id: 'first' }),
      answer(wrong, 400),
      answer({}, 200),
      answer({ error: 'Internal server error' }, 500),
      { kind: 'drop' },
    ];
    const { executor, double } = await started({
      'POST /v1/heartbeats': (_taken, nth) => fates[nth] ?? { kind: 'drop' },
    });
    expect(await executor.beat('')).toEqual({ kind: 'beaten', nextId: 'first' });
    expect(double.server.taken.at(-1)?.body).toBe('{"heartbeat_id":""}');
    expect(await executor.beat('first')).toEqual({ kind: 'wrongId', expectedId: 'expected' });
    for (let at = 0; at < 3; at += 1) {
      expect(await executor.beat('expected')).toMatchObject({ kind: 'failed' });
    }
  });
});
