import { describe, expect, test } from 'vitest';
import { isTerminal } from '../../../src/engine/domain/order-state.ts';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import { cents, dollars, type Money, shares } from '../../../src/engine/domain/values/money.ts';
import type { VenueFill } from '../../../src/engine/domain/venue-answer.ts';
import { takerFee } from '../../../src/engine/domain/venue-rules/polymarket.ts';
import { Story } from '../story.ts';
import { BUYS, FOUND_MS, LIVE, MINUTE_MS } from './live-words.ts';
import { WALLETS } from './still-world.ts';
import { WireRun } from './wire-run.ts';

const LOT = 10_000;

/** The scripted account fills an order of the story in part, and says so on its channel. */
function fillOf(told: Story, over: Partial<VenueFill>): VenueFill {
  return {
    ...{ tradeId: `part ${told.account.sent.length}`, orderHash: told.account.sent.at(-1) ?? '' },
    ...{ marketId: `0x${'1'.padStart(64, '0')}`, tokenId: '101', side: 'sell' },
    ...{ price: cents(48), quantity: shares(1), notional: dollars(1), role: 'taker' },
    ...{ settlement: 'matched', atMs: 1_790_766_995_000 },
    ...(over as object),
  } as VenueFill;
}

describe.each(WALLETS)('9: a match that never settles, with the money in: %s', (wallet) => {
  test('9: gives shares and money back, is told, and nothing is sold on it', async () => {
    const run = await WireRun.begin({ wallet, exchange: { failedProbability: 1 } });
    const before = run.ledger.cash;
    await run.copies();
    await run.pass(FOUND_MS);
    expect(run.held(), 'matched shares count at once').toBeGreaterThan(0);
    await run.pass(6 * MINUTE_MS);
    expect(run.notices('settlementFailed')).toMatchObject([{ side: 'buy', undone: 1 }]);
    expect([run.held(), run.world.truth(0)]).toEqual([0, 0]);
    expect(run.ledger.cash).toBe(before);
    await run.copies('sell');
    await run.pass(MINUTE_MS);
    expect(run.sent, 'the buy alone').toHaveLength(1);
    expect(run.bare.decisions.at(-1)).toMatchObject({ signalKind: 'exit', reason: 'noPosition' });
  });

  test('9: MATCHED, RETRYING, FAILED on the channel undo it once; shares sold meanwhile kill', async () => {
    const told = await new Story().tell(LIVE);
    told.account.settlement = 'matched';
    await told.tell(`${BUYS}\n wait 2s\n = order buy rain.Yes filled 19.23\n look live
      has rain.Yes 19.23 cost $9.9996`);
    const bought = { tradeId: 'trade 1', side: 'buy', price: cents(52), quantity: shares(19.23) };
    const fill = fillOf(told, { ...(bought as object), notional: 9_999_600 as Money });
    for (const settlement of ['retrying', 'failed', 'failed'] as const) {
      await told.hear({ kind: 'fill', fill: { ...fill, settlement } });
    }
    await told.tell(`has rain.Yes nothing\n cash $500\n = notice settlementFailed
      never notice settlementFailed\n state armed on`);
    await told.tell(
      `anna sells rain.Yes 100 @ 0.48\n = exit rain.Yes denied noPosition\n never order`,
    );
    await told.end();
    const sold = await new Story().tell(LIVE);
    sold.account.settlement = 'matched';
    await sold.tell(`set exit.sellUnsettled on\n ${BUYS}\n wait 2s\n = order buy rain.Yes filled\n anna sells rain.Yes 100 @ 0.48
      wait 2s\n = order sell rain.Yes filled`);
    await sold.hear({
      kind: 'fill',
      fill: { ...fill, orderHash: sold.account.sent[0] ?? '', settlement: 'failed' },
    });
    await sold.tell('state killed on\n = notice settlementFailed undone=0\n = notice killed');
    await sold.end();
  });
});

describe.each(WALLETS)(
  '10: an answer without what was matched, with the money in: %s',
  (wallet) => {
    test('10: is booked from the trades, neither as nothing nor as all', async () => {
      const limits = ['order', 'market', 'group', 'wallet', 'walletDay', 'category', 'total'];
      const settings = Object.fromEntries(limits.map((each) => [`limits.${each}Percent`, '100']));
      const rules = { sizing: { kind: 'fixed', spend: dollars(480) } as const };
      const isThin = ({ book }: WireRun['world']['market']) =>
        book(0)
          .asks.slice(-2)
          .reduce((sum, { size }) => sum + size, 0) < shares(900);
      const run = await WireRun.begin({
        wallet,
        settings,
        rules,
        isMarket: isThin,
      });
      run.world.inject({ on: 'post', fault: { kind: 'acceptThenDrop' } });
      run.world.inject({ on: 'orders', fault: 'sizeOmitted', times: 1_000 });
      run.showBook({ asks: [`${run.world.bestAsk}x100000`] });
      run.leader('buy');
      await run.settle();
      await run.pass(3 * MINUTE_MS);
      expect(run.last.status).toBe('canceled');
      expect(run.last.filledQuantity).toBe(run.landed[0]?.matched);
      expect(run.last.filledNotional).toBeGreaterThan(0);
      expect(run.last.filledNotional).toBeLessThan(dollars(479));
      expect(run.held()).toBe(run.world.truth(0));
    });
  },
);

describe.each(WALLETS)('11: shares that may not be sold yet, with the money in: %s', (wallet) => {
  test('11: the exit waits and tries again, sells what is held, and leaves no loop behind', async () => {
    const run = await WireRun.begin({ wallet, exchange: { balanceLagMs: 20_000 } });
    await run.copies();
    await run.pass(FOUND_MS);
    const bought = run.held();
    await run.copies('sell');
    expect(run.last).toMatchObject({ status: 'rejected', intent: { side: 'sell' } });
    expect(run.last.reason).toMatch(/not enough balance/);
    expect(run.held(), 'a refusal moves nothing').toBe(bought);
    await run.pass(29_000);
    run.showBook();
    await run.pass(10 * MINUTE_MS);
    expect(run.held()).toBeLessThan(LOT);
    expect(run.held()).toBe(run.world.truth(0));
    expect(run.sent, 'a buy, a sale refused, a sale').toHaveLength(3);
    expect(run.state.control.killed).toBeNull();
  });

  test('11: a venue that never lets them go is asked a bounded number of times, then a person', async () => {
    const run = await WireRun.begin({ wallet, exchange: { balanceLagMs: 24 * 60 * MINUTE_MS } });
    await run.copies();
    await run.pass(FOUND_MS);
    await run.copies('sell');
    for (let minute = 0; minute < 10; minute += 1) {
      await run.pass(30_000);
      run.showBook();
    }
    expect(run.sent, 'a buy and three tries').toHaveLength(4);
    expect(run.notices('exitNeedsYou')).toHaveLength(1);
    expect(run.held()).toBe(run.world.truth(0));
  });
});

describe('12: an exit that sells nearly all', () => {
  test('12: leaves what no order may sell, which waits to be redeemed, and tries no more', async () => {
    const told = await new Story().tell(`${LIVE} wallet anna spend 20.8\n set limits.orderPercent 10
      anna buys rain.Yes 100 @ 0.50\n wait 2s\n = order buy rain.Yes filled 40\n look live
      has rain.Yes 40 cost $20.8`);
    const sold = { quantity: shares(37.42), notional: dollars(17.9616) };
    told.account.answers.push({ kind: 'accepted', status: 'matched', matched: sold });
    await told.tell('anna sells rain.Yes 100 @ 0.48\n wait 500ms');
    await told.hear({ kind: 'fill', fill: fillOf(told, sold) });
    await told.tell(`= order sell rain.Yes 40 canceled 37.42\n wait 30m\n never order
      never notice exitNeedsYou\n anna sells rain.Yes 100 @ 0.48\n wait 5m\n never order
      resolve rain 1/0\n wait 30m\n never order\n has rain.Yes 2.58 cost $1.3416`);
    expect(told.account.sent).toHaveLength(2);
    await told.end();
  });
});

describe('16: fees and profit', () => {
  test.each([
    ['crypto', 0.07, 1.75],
    ['sports, economics, culture, weather', 0.05, 1.25],
    ['finance, politics, tech', 0.04, 1],
    ['geopolitics', 0, 0],
  ])('16: of 100 shares at 50 cents in %s (rate %f) the fee is $%f', (_category, rate, fee) => {
    const schedule = { ratePpm: Math.round(rate * MICRO) as never, exponent: 1 };
    expect(takerFee(schedule, cents(50), shares(100))).toBe(dollars(fee));
  });

  test.each([0.04, 0.05])(
    '16: bought and sold at a rate of %f, money is what went in less losses and fees, as at the venue',
    async (rate) => {
      const isMarket = ({ feeRate }: { readonly feeRate: number }) => feeRate === rate;
      const run = await WireRun.begin({ isMarket });
      await run.copies();
      await run.pass(20_000);
      await run.copies('sell');
      await run.pass(6 * MINUTE_MS);
      expect(run.orders.map(({ status }) => isTerminal(status))).toEqual([true, true]);
      const { flows, realised, fees } = run.ledger.totals();
      const cost = run.ledger.openPositions.reduce((sum, one) => sum + one.cost, 0);
      expect(run.ledger.cash + cost).toBe(flows + realised - fees);
      expect(fees).toBeGreaterThan(0);
      expect(realised, 'bought at the ask, sold at the bid').toBeLessThan(0);
      expect(flows, 'no difference was called a deposit').toBe(dollars(500));
      // Each fee is rounded up by one step of the venue at most.
      const off = run.world.truth(null) - run.ledger.cash;
      expect(off).toBeGreaterThanOrEqual(0);
      expect(off).toBeLessThanOrEqual(2 * 10);
    },
  );
});

describe.each(WALLETS)('17: an order that rests, with the money in: %s', (wallet) => {
  test('17: is a reservation and no position, and nothing of it is left when it was never met', async () => {
    const run = await WireRun.begin({ wallet, settings: { 'entry.rest': 'on' } });
    const { cash } = run.ledger;
    await run.rests();
    expect(run.landed).toMatchObject([{ status: 'LIVE' }]);
    const { reserved } = run.ledger.totals();
    expect(reserved).toBeGreaterThanOrEqual(run.last.intent.spend);
    expect(run.ledger.available()).toBe(cash - reserved);
    expect([run.held(), run.ledger.openPositions.length, run.ledger.cash]).toEqual([0, 0, cash]);
    await run.pass(10 * MINUTE_MS);
    expect(isTerminal(run.last.status)).toBe(true);
    expect(run.last.filledQuantity).toBe(0);
    expect([run.ledger.totals().reserved, run.ledger.available()]).toEqual([0, cash]);
    expect([run.held(), run.world.truth(null)]).toEqual([0, cash]);
    expect(run.notices('fill')).toEqual([]);
  });
});
