import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planOrder } from '../../../src/data/polymarket/order/plan-order.ts';
import type { OrderIntent } from '../../../src/engine/domain/order.ts';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import {
  dollars,
  type Money,
  type Price,
  quantity,
} from '../../../src/engine/domain/values/money.ts';
import { DEFAULT_RULES, TICKS } from '../../../src/engine/domain/venue-rules/polymarket.ts';
import type { OrderSubmission } from '../../../src/sim/exchange/exchange.ts';
import { readTerms } from '../../../src/sim/exchange/order-terms.ts';
import { intent, market, setting } from '../../data/polymarket/order/setting.ts';
import { MINUTE_MS } from './live-words.ts';
import { tickChangeOf } from './market-frames.ts';
import { WALLETS } from './still-world.ts';
import { WireRun } from './wire-run.ts';

const LOT = 10_000;

/** What an order gives and takes, and the price down or up to which the exchange lets it match. */
function amountsOf(over: Partial<OrderIntent>, tick: Price) {
  const of = market({ rules: { ...DEFAULT_RULES, tick } });
  const { struct } = planOrder(intent(over), setting({ market: of }));
  const [gives, takes] = [BigInt(struct.makerAmount), BigInt(struct.takerAmount)];
  const submission = {
    ...{ side: over.side === 'buy' ? 'BUY' : 'SELL', kind: 'FAK', hash: '0x', market: { tick } },
    ...{ makerAmount: Number(gives), takerAmount: Number(takes) },
  };
  const read = readTerms(submission as unknown as OrderSubmission);
  return { gives, takes, reaches: 'price' in read ? read.price : read };
}

describe('13: a protected order', () => {
  const sizes = fc.record({
    tick: fc.constantFrom(...TICKS),
    step: fc.nat({ max: 9_998 }),
    amount: fc.integer({ min: 100, max: 100_000 }),
  });

  test('13: reaches its own limit and no further, on the grids of the venue, at every tick and size', () => {
    fc.assert(
      fc.property(sizes, ({ tick, step, amount }) => {
        const limitPrice = (((step % (MICRO / tick - 1)) + 1) * tick) as Price;
        const buy = amountsOf({ side: 'buy', limitPrice, spend: (amount * LOT) as Money }, tick);
        // What a buy pays for a share is its limit at least, and a whole number of cents in all.
        expect(buy.gives * BigInt(MICRO) >= BigInt(limitPrice) * buy.takes).toBe(true);
        expect(buy.gives % BigInt(LOT)).toBe(0n);
        expect(buy.reaches).toBe(limitPrice);
        const sale = { side: 'sell', limitPrice, quantity: quantity(amount * LOT) } as const;
        const sell = amountsOf(sale, tick);
        // What a sale asks for a share is its limit at most, and it gives whole lots.
        expect(sell.takes * BigInt(MICRO) <= BigInt(limitPrice) * sell.gives).toBe(true);
        expect(sell.gives % BigInt(LOT)).toBe(0n);
        expect(sell.reaches).toBe(limitPrice);
      }),
      { numRuns: 1_000 },
    );
  });

  test('13: is filled by a seller at exactly its limit', async () => {
    const run = await WireRun.begin();
    run.showBook();
    run.leader('buy', { price: run.world.bestAsk - 0.01 });
    const ask = run.world.bestAsk * MICRO;
    await run.settle();
    await run.pass(2_000);
    expect(run.last).toMatchObject({ status: 'filled', intent: { limitPrice: Math.round(ask) } });
  });
});

describe('14: a book that became better on the way', () => {
  test('14: gives more shares for the same dollars, so that a buy never falls under the minimum', async () => {
    const run = await WireRun.begin({ rules: { sizing: { kind: 'fixed', spend: dollars(3.4) } } });
    const seen = (run.world.bestAsk + 0.05).toFixed(2);
    run.showBook({ asks: [`${seen}x1000`] });
    run.leader('buy', { price: Number(seen) });
    await run.settle();
    await run.pass(2_000);
    const { intent: asked, filledNotional, filledQuantity, status } = run.last;
    expect(status).toBe('filled');
    expect(filledNotional).toBeGreaterThan(dollars(1));
    expect(asked.spend - filledNotional, 'less than a lot is left').toBeLessThan(LOT);
    expect(filledQuantity).toBeGreaterThan(asked.quantity);
    expect(filledQuantity).toBe(run.world.truth(0));
  });
});

describe.each(WALLETS)('15: orders of both outcomes that meet, with the money in: %s', (wallet) => {
  test('15: as maker we hold the side and the outcome that we bought, at our price, without a fee', async () => {
    const run = await WireRun.begin({ wallet, settings: { 'entry.rest': 'on' } });
    await run.rests();
    const met = await run.world.theyMeet(run.listed, run.last.intent.limitPrice);
    await run.pass(MINUTE_MS);
    expect(run.last).toMatchObject({ status: 'filled', filledQuantity: met, fees: 0 });
    expect([run.held(0), run.held(1)]).toEqual([run.world.truth(0), 0]);
    expect(run.ledger.cash).toBe(run.world.truth(null));
  });

  test('15: as taker too, and nothing of it is lost', async () => {
    const run = await WireRun.begin({ wallet });
    const price = Math.round((run.world.bestAsk - 0.01) * MICRO) as Price;
    await run.world.theyRest(run.listed, price, dollars(50));
    await run.copies();
    await run.pass(2_000);
    const [trade] = run.world.exchange.tradesOf(run.landed[0]?.owner ?? '');
    expect(trade?.makers, 'it met a buy of the other outcome').toMatchObject([
      { outcome: 1, side: 'BUY' },
    ]);
    expect(run.last.filledQuantity).toBeGreaterThan(0);
    expect([run.held(0), run.held(1)]).toEqual([run.world.truth(0), 0]);
    expect(run.last.filledNotional).toBe(Math.ceil((run.held(0) * price) / MICRO));
  });
});

describe('18: price steps that change', () => {
  test('18: between the book and the sending: it is not sent, and the next copy is on the new steps', async () => {
    const run = await WireRun.begin();
    run.showBook();
    run.leader('buy');
    run.bare.frame(tickChangeOf(run.world.market, '0.001', run.nowMs));
    await run.settle();
    expect(run.last).toMatchObject({ status: 'denied', reason: 'bookUntrusted' });
    expect([run.sent.length, run.ledger.totals().reserved]).toEqual([0, 0]);
    await run.pass(2 * MINUTE_MS);
    run.list(1_000);
    run.showBook();
    run.leader('buy', { price: run.world.bestAsk - 0.0095 });
    await run.settle();
    expect(run.listed.rules.tick).toBe(1_000);
    expect(run.last.intent.limitPrice % 1_000).toBe(0);
  });

  test('18: unheard of: the venue refuses what is off its steps, once, and the money is free', async () => {
    const run = await WireRun.begin();
    run.list(1_000);
    run.showBook({ asks: [`${(run.world.bestAsk + 0.005).toFixed(3)}x1000`] });
    run.leader('buy', { price: run.world.bestAsk - 0.004 });
    await run.settle();
    await run.pass(5 * MINUTE_MS);
    expect(run.last).toMatchObject({ status: 'rejected', filledQuantity: 0 });
    expect(run.last.reason).toMatch(/tick/i);
    expect(run.sent).toHaveLength(1);
    expect([run.ledger.totals().reserved, run.state.control.killed]).toEqual([0, null]);
  });
});
