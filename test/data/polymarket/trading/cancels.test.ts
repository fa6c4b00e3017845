import { describe, expect, test } from 'vitest';
import { CANCEL_ALL_ROUNDS_MAX } from '../../../../src/data/polymarket/trading/cancels.ts';
import { answer, type Fate } from '../../../servers/write-double.ts';
import { hashOf, orderRow, page, SECRETS } from './clob-double.ts';
import { started } from './executor-setup.ts';

const HASH = hashOf(1);
const ALL = 'DELETE /cancel-all';
const EACH = 'DELETE /orders';
const LIST = 'GET /data/orders';
const canceled = (...ids: readonly string[]): Fate => answer({ canceled: ids, not_canceled: {} });

describe('one order', () => {
  test.each<[string, Fate, object]>([
    ['is canceled', canceled(HASH), { kind: 'canceled' }],
    [
      'is canceled under an id in capitals',
      canceled(HASH.toUpperCase().replace('0X', '0x')),
      { kind: 'canceled' },
    ],
    ...[
      'Order not found or already canceled',
      'Order already matched',
      'Order not found',
      'Order already canceled',
      'already canceled or matched',
    ].map((text): [string, Fate, object] => [
      `is not canceled: ${text}`,
      answer({ canceled: [], not_canceled: { [HASH]: text } }),
      { kind: 'notCanceled', text },
    ]),
    ['does not exist', answer({ error: 'order not found' }, 404), { kind: 'notCanceled' }],
    ['has no such id', answer({ error: 'Invalid orderID' }, 400), { kind: 'notCanceled' }],
    ['is another one', canceled(hashOf(2)), { kind: 'unknown' }],
    ['is not named', answer({}), { kind: 'unknown' }],
    ['gets no answer', { kind: 'drop' }, { kind: 'unknown' }],
    ['gets garbage', { kind: 'answer', status: 200, text: 'x' }, { kind: 'unknown' }],
    ['meets a restart', answer({}, 425), { kind: 'unknown' }],
    ['meets 500', answer({ error: 'Internal server error' }, 500), { kind: 'unknown' }],
    ['meets 404 of somebody else', { kind: 'answer', status: 404, text: '' }, { kind: 'unknown' }],
    ['meets 503', answer({ error: 'Trading is currently disabled.' }, 503), { kind: 'unknown' }],
  ])('%s', async (_name, fate, expected) => {
    const { executor, double } = await started({ 'DELETE /order': () => fate });
    expect(await executor.cancelOrder(HASH)).toMatchObject(expected);
    expect(double.count('DELETE /order')).toBe(1);
    expect(double.server.taken.at(-1)?.body).toBe(`{"orderID":"${HASH}"}`);
  });

  test('is canceled with new credentials when the first are refused', async () => {
    const { executor, double } = await started({ 'DELETE /order': () => canceled(HASH) });
    await executor.cancelOrder(HASH);
    double.credentials = { ...SECRETS, passphrase: 'another' };
    expect(await executor.cancelOrder(HASH)).toEqual({ kind: 'canceled' });
  });
});

describe('everything', () => {
  test('is proven to be gone by two empty lists in a row', async () => {
    const { executor, double } = await started({
      [ALL]: () => canceled(HASH),
      [LIST]: () => page([]),
    });
    expect(await executor.cancelAllOrders()).toEqual({
      proven: true,
      canceled: [HASH],
      stillOpen: [],
      problem: '',
    });
    expect([double.count(ALL), double.count(LIST)]).toEqual([1, 2]);
  });

  test('is not proven by one: what shows up again is canceled again, also by its id', async () => {
    const lists = [[], [HASH], [], []];
    const { executor, double } = await started({
      [ALL]: () => canceled(),
      [EACH]: () => canceled(HASH),
      [LIST]: (_taken, nth) => page((lists[nth] ?? []).map((id) => orderRow(id))),
    });
    expect(await executor.cancelAllOrders()).toMatchObject({ proven: true, canceled: [HASH] });
    expect([double.count(ALL), double.count(EACH), double.count(LIST)]).toEqual([2, 1, 4]);
  });

  test.each<[string, () => Fate]>([
    ['fails', () => answer({ error: 'Internal server error' }, 500)],
    ['is not answered', () => ({ kind: 'drop' })],
    ['is null', () => answer(null)],
    ['has null for rows', () => page(null)],
    ['is empty text', () => ({ kind: 'answer', status: 200, text: '' })],
    ['is 404', () => answer({ error: 'not found' }, 404)],
    ['does not end', () => page([], '')],
    ['has a row that cannot be read', () => page([{}])],
  ])('a list that %s is never an empty one', async (_name, list) => {
    const { executor } = await started({ [ALL]: () => canceled(), [LIST]: list });
    const answered = await executor.cancelAllOrders();
    expect(answered).toMatchObject({ proven: false, stillOpen: [] });
    expect(answered.problem).toMatch(/\w/);
  });

  test('an unanswered list between two empty ones proves nothing', async () => {
    const { executor, double } = await started({
      [ALL]: () => canceled(),
      [LIST]: (_taken, nth) => (nth % 2 === 0 ? page([]) : answer(null)),
    });
    expect(await executor.cancelAllOrders()).toMatchObject({ proven: false });
    expect(double.count(LIST)).toBe(CANCEL_ALL_ROUNDS_MAX);
  });

  test('that never goes away is told by name, after a bounded number of tries', async () => {
    const { executor, double } = await started({
      [ALL]: () => answer({ error: 'Internal server error' }, 500),
      [EACH]: () => answer({ canceled: [], not_canceled: { [HASH]: 'delayed' } }),
      [LIST]: () =>
        page([orderRow(HASH, { status: 'DELAYED' }), orderRow(hashOf(2), { status: 'MATCHED' })]),
    });
    expect(await executor.cancelAllOrders()).toMatchObject({ proven: false, stillOpen: [HASH] });
    expect(double.count(LIST)).toBe(CANCEL_ALL_ROUNDS_MAX);
  });

  test('is canceled one by one when canceling all fails', async () => {
    let open = [hashOf(1), hashOf(2)];
    const { executor } = await started({
      [ALL]: () => ({ kind: 'drop' }),
      [EACH]: ({ body }) => {
        const ids = JSON.parse(body) as string[];
        open = open.filter((id) => !ids.includes(id));
        return canceled(...ids);
      },
      [LIST]: () => page(open.map((id) => orderRow(id))),
    });
    const answered = await executor.cancelAllOrders();
    expect(answered).toMatchObject({ proven: true, canceled: [hashOf(1), hashOf(2)] });
  });
});
