import { describe, expect, test } from 'vitest';
import { isTerminal } from '../../../src/engine/domain/order-state.ts';
import { Story, story } from '../story.ts';
import { holders } from './folder-lock.ts';
import { BUYS, LIVE, MINUTE_MS } from './live-words.ts';
import { Died } from './wire-options.ts';
import { WireRun } from './wire-run.ts';

/** Behind it a trade of the leader begins a new clip. */
const CLIP_MS = 61_000;

/** What must hold in the end, whatever was lost on the way. */
function expectOnce(run: WireRun): void {
  expect(new Set(run.sent).size, 'bytes that left, all of one order').toBeLessThanOrEqual(1);
  expect(run.landed.length).toBeLessThanOrEqual(1);
  expect(run.orders.filter(({ status }) => !isTerminal(status))).toEqual([]);
  expect(run.ledger.totals().reserved).toBe(0);
  expect(run.held(), 'what we hold is what the exchange says').toBe(run.world.truth(0));
  expect(run.last.filledNotional).toBeLessThanOrEqual(run.last.intent.spend);
  expect(run.state.control.killed, 'the books never disagreed').toBeNull();
}

describe('1: an answer that is lost', () => {
  test.each(['acceptThenDrop', 'acceptThen500', 'acceptThenGarbled', 'acceptThenEmpty'] as const)(
    '1: however often answers are lost (%s), one buy is one order, found by its hash',
    async (kind) => {
      const run = await WireRun.begin();
      run.world.inject({ on: 'post', fault: { kind }, times: 5 });
      await run.copies();
      expect(run.last.status).toBe('inDoubt');
      expect(run.ledger.totals().reserved).toBeGreaterThan(0);
      await run.pass(20_000);
      expect(run.last).toMatchObject({ status: 'filled', externalId: run.sent[0] });
      expect(run.sent, 'it was sent once').toHaveLength(1);
      expect(run.world.sim.trading?.pending, 'nobody asked for the other four').toBe(4);
      expect(run.held()).toBeGreaterThan(0);
      expectOnce(run);
    },
  );
});

describe('2: a POST that lands late', () => {
  test.each([700, 5_000, 30_000])(
    '2: after %i ms it is taken once or never, at its price, and nothing follows it meanwhile',
    async (delayMs) => {
      const run = await WireRun.begin({ settings: { 'entry.chase': 'on' } });
      run.world.inject({ on: 'post', fault: { kind: 'landLate', delayMs } });
      await run.copies();
      expect(JSON.parse(run.made[0]?.body ?? '')).toMatchObject({ orderType: 'FAK' });
      await run.pass(delayMs - 1);
      expect(run.last.status, 'no list has it yet, which proves nothing').toBe('inDoubt');
      expect(run.landed).toEqual([]);
      expect(run.ledger.totals().reserved).toBeGreaterThan(0);
      await run.pass(5 * MINUTE_MS);
      expectOnce(run);
      expect(run.orders, 'no chase ran beside it').toHaveLength(1);
      for (const { price } of run.world.exchange.tradesOf(run.landed[0]?.owner ?? '')) {
        expect(price).toBeLessThanOrEqual(run.last.intent.limitPrice);
      }
    },
  );

  test('2: one that may rest carries its own end, and is over when that has passed', async () => {
    const run = await WireRun.begin({ settings: { 'entry.rest': 'on' } });
    run.world.inject({ on: 'post', fault: { kind: 'landLate', delayMs: 20_000 } });
    await run.rests();
    const body = JSON.parse(run.made[0]?.body ?? '');
    expect(body.orderType).toBe('GTD');
    expect(Number(body.order.expiration) * 1_000).toBeGreaterThan(run.nowMs);
    await run.pass(25_000);
    expect(run.landed).toMatchObject([{ status: 'LIVE' }]);
    await run.pass(10 * MINUTE_MS);
    expect(run.landed[0]?.status).not.toBe('LIVE');
    expectOnce(run);
  });
});

describe('3: a reprice', () => {
  test.each(['acceptThenDrop', 'dropUnread'] as const)(
    '3: an exit never runs beside the entry it replaces, when the cancel is lost (%s)',
    async (kind) => {
      const run = await WireRun.begin({ settings: { 'entry.rest': 'on' } });
      await run.copies();
      await run.pass(CLIP_MS);
      expect(run.held()).toBeGreaterThan(0);
      await run.rests();
      const resting = run.last;
      expect(run.landed.at(-1)?.status).toBe('LIVE');
      run.world.inject({ on: 'cancel', fault: { kind } });
      run.world.inject({ on: 'orders', fault: 'missing', times: 6 });
      await run.copies('sell');
      const sells = () => run.orders.filter(({ intent }) => intent.side === 'sell');
      expect(run.state.orders.get(resting.intent.id)?.status).toBe('pendingCancel');
      expect(sells(), 'the entry is not over').toEqual([]);
      await run.pass(2_000);
      expect(sells(), 'the entry is not proven to be over').toEqual([]);
      await run.pass(MINUTE_MS);
      const over = run.state.orders.get(resting.intent.id);
      expect(over).toMatchObject({ status: 'canceled', filledQuantity: 0 });
      expect(sells()[0]?.intent.createdAtMs).toBeGreaterThanOrEqual(over?.updatedAtMs ?? 0);
      expect(run.landed.filter(({ status }) => status === 'LIVE')).toEqual([]);
      expect(run.held()).toBe(run.world.truth(0));
    },
  );

  test('3: the next try of an exit waits until the one in doubt is proven', async () => {
    const run = await WireRun.begin({ settings: { 'exit.windowSeconds': '6' } });
    await run.copies();
    await run.pass(2_000);
    const bought = run.held();
    run.world.inject({ on: 'post', fault: { kind: 'landLate', delayMs: 25_000 } });
    await run.copies('sell');
    await run.pass(24_000);
    run.showBook();
    await run.pass(900);
    expect(run.sent, 'a buy and one sale').toHaveLength(2);
    expect(run.last).toMatchObject({ status: 'inDoubt', intent: { side: 'sell' } });
    await run.pass(MINUTE_MS);
    expect(run.sent).toHaveLength(2);
    expect(bought - run.held()).toBe(run.last.filledQuantity);
    expect(run.held()).toBe(run.world.truth(0));
  });
});

describe('4: one trade of a leader, told several times', () => {
  test('4: by three feeds it is one live order', async () => {
    const told = await new Story().tell(`${LIVE} ${BUYS} tx 7 feed trades\n ${BUYS} tx 7 feed orders
      ${BUYS} tx 7 feed data\n wait 2s\n = order buy rain.Yes $10 filled\n wait 2m`);
    expect(told.account.sent).toHaveLength(1);
    await told.end();
  });

  test('4: true twins of one transaction count twice, and repeated they count no more', async () => {
    const twins = 'anna buys rain.Yes 30 @ 0.50 tx 7 twins 2';
    const told = await new Story().tell(`${LIVE} wallet anna leader 0.3\n ${twins}
      = copy rain.Yes accepted $9\n wait 2s\n ${twins}\n ${twins}\n wait 2s
      = order buy rain.Yes filled\n wait 2m\n never order\n never copy`);
    expect(told.account.sent).toHaveLength(1);
    await told.end();
  });
});

describe('5: the program ends at any step', () => {
  test('5: and begins again: one trade of a leader is never two orders, and no money is lost', async () => {
    const table: string[] = [];
    for (let step = 1; ; step += 1) {
      const run = await WireRun.begin();
      run.stepsLeft = step;
      const died = await run.copies().then(
        () => false,
        (error: unknown) => {
          if (error instanceof Died) return true;
          throw error;
        },
      );
      if (!died) break;
      const before = run.sent.length;
      await run.restart();
      // Its feeds tell of the same trade again.
      run.showBook();
      run.repeat();
      await run.settle();
      await run.pass(3 * MINUTE_MS);
      table.push(`step ${step}: ${before} sent before, ${run.sent.length} in all`);
      expectOnce(run);
      expect(run.sent.length, table.at(-1)).toBeLessThanOrEqual(1);
      await run.world.sim.close();
    }
    console.info(`5: ends and starts at ${table.length} steps, at most one order each`);
    expect(table.length).toBeGreaterThan(8);
  });
});

describe('6: two programs', () => {
  test('6: of several that start on one folder at once one holds it, and the next after its end', async () => {
    const first = await holders(3);
    expect(first.holding).toHaveLength(1);
    expect(first.refused).toHaveLength(2);
    await first.kill();
    const second = await first.again(1);
    expect(second.holding).toHaveLength(1);
    await second.kill();
  });
});

describe('7: an order that the lists do not show', () => {
  test('7: is never taken for canceled, and keeps its money until two proofs agree', async () => {
    const run = await WireRun.begin({ settings: { 'entry.rest': 'on' } });
    await run.rests();
    const { reserved } = run.ledger.totals();
    run.world.inject({ on: 'orders', fault: 'missing', times: 1_000 });
    await run.pass(2 * MINUTE_MS);
    expect(run.landed).toMatchObject([{ status: 'LIVE' }]);
    expect(run.last.status).toBe('open');
    expect(run.ledger.totals().reserved).toBe(reserved);
    // It fills while no list of orders has it: its trade is found.
    const met = await run.world.theyMeet(run.listed, run.last.intent.limitPrice);
    expect(met).toBeGreaterThan(0);
    await run.pass(40_000);
    expect(run.held()).toBe(met);
    expect(run.held()).toBe(run.world.truth(0));
    await run.pass(10 * MINUTE_MS);
    expectOnce(run);
  });
});

describe('8: a copy that was on its way when the program ended', () => {
  test('8: is made after the start while its trade is young enough', async () => {
    await story(`${LIVE} market snow\n anna buys snow.Yes 100 @ 0.50\n never copy\n restart\n ready
      market snow\n book snow.Yes 0.48x10000 / 0.50x10000\n = copy snow.Yes accepted\n wait 2s
      = order buy snow.Yes $10 filled\n restart\n ready\n wait 2m\n never order`);
  });

  test('8: is recorded as denied with its reason when it is not, and no order follows', async () => {
    await story(`${LIVE} market snow\n anna buys snow.Yes 100 @ 0.50\n wait 2s\n restart\n ready
      wait 20s\n = copy snow.Yes denied\n market snow\n book snow.Yes 0.48x10000 / 0.50x10000
      wait 2m\n never order`);
  });
});
