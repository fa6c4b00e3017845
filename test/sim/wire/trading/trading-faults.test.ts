import { describe, expect, test } from 'vitest';
import {
  FAULT_PROFILES,
  type FaultKind,
  TRADING_FAULT_KINDS,
} from '../../../../src/sim/wire/faults.ts';
import type { PostFault } from '../../../../src/sim/wire/trading/injections.ts';
import { until } from '../clients.ts';
import type { Answer, Json } from './trading-client.ts';
import { startTrading, type TradingFixture } from './trading-fixture.ts';

/** What a client sees of a request, and whether the exchange has the order. */
async function seen(fixture: TradingFixture) {
  const order = await fixture.client.order({ market: fixture.markets[0] });
  const answer = await fixture.client.post(order).catch((error: unknown) => error);
  const isTaken = fixture.exchange.order(order.hash) !== null;
  return { order, answer: answer as Answer, isTaken };
}

const lost = expect.any(TypeError);

describe('injected once', () => {
  const answers: readonly (readonly [PostFault, unknown, boolean])[] = [
    [{ kind: 'acceptThenDrop' }, lost, true],
    [{ kind: 'acceptThen500' }, { status: 500, body: { error: 'Internal server error' } }, true],
    [{ kind: 'acceptThenGarbled' }, { status: 200, body: undefined }, true],
    [{ kind: 'acceptThenEmpty' }, { status: 200, text: '' }, true],
    [{ kind: 'dropUnread' }, lost, false],
    [
      { kind: 'blank', errorMsg: 'no' },
      { status: 200, body: { success: true, orderID: '', errorMsg: 'no' } },
      false,
    ],
    [
      { kind: 'refuse', status: 500, error: 'order timed out' },
      { status: 500, body: { error: 'order timed out' } },
      false,
    ],
    [
      { kind: 'refuse', status: 401, error: 'Unauthorized/Invalid api key' },
      { status: 401 },
      false,
    ],
  ];
  test.each(answers)(
    '%j happens to one order and not to the next',
    async (fault, answer, taken) => {
      const fixture = await startTrading();
      fixture.trading.inject({ on: 'post', fault });
      const first = await seen(fixture);
      if (answer === lost) expect(first.answer).toBeInstanceOf(TypeError);
      else expect(first.answer).toMatchObject(answer as object);
      expect(first.isTaken).toBe(taken);
      expect(await seen(fixture)).toMatchObject({ isTaken: true, answer: { status: 200 } });
      // The same bytes again.
      const again = await fixture.client.post(first.order);
      const duplicated = `order ${first.order.hash} is invalid. Duplicated.`;
      expect(again.body).toMatchObject(
        taken ? { error: duplicated } : { orderID: first.order.hash },
      );
      expect(fixture.trading.pending).toBe(0);
      expect(fixture.sim.counts.failures).toBe(0);
    },
  );

  test('a lost answer hides a refusal as well', async () => {
    const fixture = await startTrading();
    const { exchange, trading } = fixture;
    trading.inject({ on: 'post', fault: { kind: 'acceptThenDrop' } });
    exchange.nextAnswer = { kind: 'refused', status: 400, text: 'no' };
    expect((await seen(fixture)).answer).toBeInstanceOf(TypeError);
    expect(exchange.submissions).toHaveLength(1);
  });

  test('an answer is held back while the order rests already', async () => {
    const fixture = await startTrading();
    const { client, clock, exchange, trading, markets } = fixture;
    trading.inject({ on: 'post', fault: { kind: 'acceptSlowly', delayMs: 3_000 } });
    const order = await client.order({ market: markets[0] });
    let isAnswered = false;
    const answer = client.post(order).then((each) => {
      isAnswered = true;
      return each;
    });
    await until(() => exchange.order(order.hash) !== null, 'the order is there');
    await client.get('/time');
    expect(isAnswered).toBe(false);
    clock.advance(3_000);
    expect(await answer).toMatchObject({ status: 200, body: { orderID: order.hash } });
  });

  test('an order lands after its connection was torn, or is refused with nobody there', async () => {
    const fixture = await startTrading();
    const { clock, exchange, trading } = fixture;
    const fault = { kind: 'landLate', delayMs: 3_000 } as const;
    trading.inject({ on: 'post', fault, times: 2 });
    const first = await seen(fixture);
    expect(first.answer).toBeInstanceOf(TypeError);
    clock.advance(2_999);
    expect(exchange.submissions).toEqual([]);
    clock.advance(1);
    expect(exchange.order(first.order.hash)?.status).toBe('LIVE');
    expect((await seen(fixture)).isTaken).toBe(false);
    exchange.nextAnswer = { kind: 'refused', status: 400, text: 'no' };
    clock.advance(3_000);
    expect(exchange.submissions).toHaveLength(2);
  });

  test('a limit is told with and without when to come back', async () => {
    const fixture = await startTrading();
    const limited = { kind: 'refuse', status: 429, error: 'Too Many Requests' } as const;
    fixture.trading.inject({ on: 'post', fault: { ...limited, headers: { 'retry-after': '7' } } });
    fixture.trading.inject({ on: 'post', fault: limited });
    const retryAfter = async () => (await seen(fixture)).answer.headers.get('retry-after');
    expect(await retryAfter()).toBe('7');
    expect(await retryAfter()).toBeNull();
  });

  test('a cancel is done and its answer lost, or neither', async () => {
    const { client, exchange, trading, markets } = await startTrading();
    const order = await client.order({ market: markets[0] });
    await client.post(order);
    const cancel = () => client.cancel('/order', { orderID: order.hash });
    trading.inject({ on: 'cancel', fault: { kind: 'dropUnread' } });
    await expect(cancel()).rejects.toThrow(TypeError);
    expect(exchange.order(order.hash)?.status).toBe('LIVE');
    trading.inject({ on: 'cancel', fault: { kind: 'refuse', status: 500, error: 'no' } });
    expect(await cancel()).toMatchObject({ status: 500, body: { error: 'no' } });
    trading.inject({ on: 'cancel', fault: { kind: 'acceptThenDrop' } });
    await expect(cancel()).rejects.toThrow(TypeError);
    expect(exchange.order(order.hash)?.status).toBe('CANCELED');
    trading.inject({ on: 'cancel', fault: { kind: 'acceptThen500' } });
    expect(await cancel()).toMatchObject({ status: 500 });
  });

  test('orders are missing from answers, or what they matched is', async () => {
    const { client, trading, markets } = await startTrading();
    const order = await client.order({ market: markets[0] });
    await client.post(order);
    const list = async () => (await client.get('/data/orders')).body['data'] as readonly Json[];
    trading.inject({ on: 'orders', fault: 'missing', times: 2 });
    expect(await list()).toEqual([]);
    expect((await client.get(`/data/order/${order.hash}`)).text).toBe('null');
    trading.inject({ on: 'orders', fault: 'sizeOmitted' });
    expect((await list())[0]).not.toHaveProperty('size_matched');
    expect((await list())[0]).toHaveProperty('size_matched', '0');
  });

  test('trades are listed later than they happen', async () => {
    const { client, clock, exchange, trading, markets } = await startTrading();
    const order = await client.order({ market: markets[0] });
    await client.post(order);
    trading.inject({ on: 'trades', lagMs: 2_000 });
    exchange.trade(order.hash);
    const count = async () => (await client.get('/data/trades')).body['count'];
    expect(await count()).toBe(0);
    clock.advance(1_999);
    expect(await count()).toBe(0);
    exchange.trade(order.hash, { status: 'MINED', updatedAtMs: clock.nowMs() });
    clock.advance(1);
    expect(await count()).toBe(1);
  });

  test('the venue’s clock is wrong, and proofs are judged by it', async () => {
    const { sim, client, clock, trading } = await startTrading();
    const time = async () => Number(await (await fetch(`${sim.urls.clobUrl}/time`)).text());
    const nowS = Math.floor(clock.nowMs() / 1_000);
    expect(await time()).toBe(nowS);
    trading.inject({ on: 'clock', skewMs: 90_000 });
    expect(await time()).toBe(nowS + 90);
    expect(await client.proveKey('GET', '/auth/derive-api-key')).toMatchObject({ status: 401 });
    const headers = await client.l1Headers({ timestampS: await time() });
    expect(await client.proveKey('GET', '/auth/derive-api-key', headers)).toMatchObject({
      status: 200,
    });
  });
});

describe('drawn by chance', () => {
  test('every kind is in the hostile profile, and no profile is worse than it', () => {
    for (const kind of TRADING_FAULT_KINDS) {
      expect(FAULT_PROFILES.hostile[kind]).toBeGreaterThan(0);
      expect(FAULT_PROFILES.none[kind]).toBe(0);
      expect(FAULT_PROFILES.rough[kind]).toBeLessThanOrEqual(FAULT_PROFILES.hostile[kind]);
    }
  });

  const posts: readonly (readonly [FaultKind, number | null, boolean])[] = [
    ['postLost', null, true],
    ['postLandsLate', null, false],
    ['postUnread', null, false],
    ['postTaken500', 500, true],
    ['postGarbled', 200, true],
    ['postEmpty', 200, true],
    ['postBlank', 200, false],
    ['postTimedOut', 500, false],
    ['venueRestart', 425, false],
    ['venueMode', 503, false],
    ['signer429', 429, false],
    ['signer401', 401, false],
  ];
  test.each(posts)('%s happens where it must, and is counted', async (kind, status, isTaken) => {
    const fixture = await startTrading();
    fixture.sim.setFaults({ [kind]: 1 });
    const { answer, isTaken: landed } = await seen(fixture);
    if (status === null) expect(answer).toBeInstanceOf(TypeError);
    else expect(answer.status).toBe(status);
    expect(landed).toBe(isTaken);
    expect(fixture.sim.counts.faults[kind]).toBe(1);
    expect(fixture.sim.counts.failures).toBe(0);
  });

  test('slow answers, lost cancels, missing orders, late trades and a wrong clock', async () => {
    const { sim, client, clock, exchange, markets } = await startTrading();
    const order = await client.order({ market: markets[0] });
    sim.setFaults({ postSlow: 1 });
    const answer = client.post(order);
    await until(() => exchange.order(order.hash) !== null, 'the order is there');
    clock.advance(12_000);
    expect(await answer).toMatchObject({ status: 200 });
    sim.setFaults({ orderMissing: 1 });
    expect((await client.get('/data/orders')).body['data']).toEqual([]);
    sim.setFaults({ orderSizeOmitted: 1 });
    expect((await client.get(`/data/order/${order.hash}`)).body).not.toHaveProperty('size_matched');
    sim.setFaults({ tradeLate: 1 });
    exchange.trade(order.hash);
    expect((await client.get('/data/trades')).body['count']).toBe(0);
    clock.advance(10_000);
    expect((await client.get('/data/trades')).body['count']).toBe(1);
    sim.setFaults({ clockSkew: 1 });
    const skewS = Number((await client.get('/time')).text) - Math.floor(clock.nowMs() / 1_000);
    expect(Math.abs(skewS)).toBeLessThanOrEqual(30);
    sim.setFaults({ cancelLost: 1 });
    await expect(client.cancel('/cancel-all')).rejects.toThrow(TypeError);
    expect(exchange.order(order.hash)?.status).toBe('CANCELED');
    const { faults } = sim.counts;
    const kinds = ['postSlow', 'orderMissing', 'orderSizeOmitted', 'tradeLate'] as const;
    for (const kind of [...kinds, 'clockSkew', 'cancelLost'] as const) {
      expect(faults[kind], kind).toBe(1);
    }
  });
});

test('an order that has not landed when the simulator closes never does', async () => {
  const fixture = await startTrading();
  const { clock, exchange, sim, trading } = fixture;
  trading.inject({ on: 'post', fault: { kind: 'landLate', delayMs: 3_000 } });
  await seen(fixture);
  await sim.close();
  expect(clock.waiting).toBe(0);
  clock.advance(3_000);
  expect(exchange.submissions).toEqual([]);
});

test('a world without an exchange serves no trading', async () => {
  const { startSim } = await import('../sim-fixture.ts');
  const { sim } = await startSim();
  expect(sim.trading).toBeNull();
  const answer = await fetch(`${sim.urls.clobUrl}/order`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(404);
});
