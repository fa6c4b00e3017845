import { describe, expect, it } from 'vitest';
import type { OrderSubmission } from '../../../src/sim/exchange/exchange.ts';
import { textOf } from '../venue/story.ts';
import { ALICE, BOB, DOLLAR, SHARE, TradingWorld, touchOf } from './account.ts';

const STANDARD = '0xE111180000d2663C0091e4f400237545B87B996B';
const ADAPTER = '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296';

/** What the venue answers to a resting buy with some of it changed. */
function answer(world: TradingWorld, change: Partial<OrderSubmission>): string {
  const order = { ...world.order({ price: 200_000, amount: 10 * SHARE }), ...change };
  const refused = world.exchange.submit(order);
  return refused.kind === 'refused'
    ? `${refused.status} ${refused.text.replace(order.hash, '{id}')}`
    : 'taken';
}

describe('an order that the venue does not take', () => {
  it.each([
    ['between two ticks', 2_050_000, '0.205'],
    ['at nothing', 50_000, '0.005'],
    ['at a dollar', 10_000_000, '1'],
    ['not a whole price', 2_000_100, '0.20001'],
  ])('breaks the tick: %s', (_, makerAmount, price) => {
    expect(answer(new TradingWorld(), { makerAmount })).toBe(
      `400 order {id} is invalid. Price (${price}) breaks minimum tick size rule: 0.01`,
    );
  });

  it('is too small to rest, but not to take', () => {
    const world = new TradingWorld();
    expect(answer(world, { makerAmount: 998_000, takerAmount: 4_990_000 })).toBe(
      '400 order {id} is invalid. Size (4.99) lower than the minimum: 5',
    );
    const { ask } = touchOf(world.market());
    expect(world.refusal({ price: ask.price, amount: 1 * DOLLAR, kind: 'FAK' })).toBe('taken');
  });

  it('takes for less than a dollar', () => {
    const world = new TradingWorld();
    const { ask } = touchOf(world.market());
    expect(world.refusal({ price: ask.price, amount: 990_000, kind: 'FAK' })).toBe(
      '400 invalid amount for a marketable BUY order ($0.99), min size: $1',
    );
    expect(world.exchange.ordersOf(`key of ${ALICE}`)).toEqual([]);
  });

  it('has more decimals than the venue reads', () => {
    const world = new TradingWorld();
    expect(answer(world, { makerAmount: 2_001_000, takerAmount: 10_005_000 })).toBe(
      '400 invalid amounts, the buy orders maker amount supports a max accuracy of 4 decimals, taker amount a max of 2 decimals',
    );
    expect(answer(world, { kind: 'FAK', makerAmount: 2_001_000, takerAmount: 10_005_000 })).toBe(
      '400 invalid amounts, the market buy orders maker amount supports a max accuracy of 2 decimals, taker amount a max of 4 decimals',
    );
    expect(answer(world, { side: 'SELL', makerAmount: 10_005_000, takerAmount: 2_001_000 })).toBe(
      '400 invalid amounts, the sell orders maker amount supports a max accuracy of 2 decimals, taker amount a max of 4 decimals',
    );
    expect(answer(world, { makerAmount: 0 })).toBe('400 Invalid order payload');
    expect(answer(world, { takerAmount: 2 ** 60 })).toBe('400 Invalid order payload');
  });

  it('was posted before', () => {
    const world = new TradingWorld();
    const order = world.order({ price: 200_000, amount: 10 * SHARE });
    expect(world.exchange.submit(order).kind).toBe('taken');
    expect(world.exchange.submit(order)).toEqual({
      kind: 'refused',
      status: 400,
      text: `order ${order.hash} is invalid. Duplicated.`,
    });
    expect(world.exchange.ordersOf(order.owner)).toHaveLength(1);
  });

  it('needs money for its fee too, and shares that are there', () => {
    const world = new TradingWorld();
    const market = world.market();
    const { ask } = touchOf(market);
    const poor = `0x${'d4'.repeat(20)}`;
    world.exchange.fund(poor, { dollars: 20 * DOLLAR });
    const wish = {
      price: ask.price,
      amount: 20 * DOLLAR,
      kind: 'FAK',
      market,
      maker: poor,
    } as const;
    expect(world.refusal(wish)).toMatch(
      /^400 not enough balance \/ allowance: the balance is not enough -> balance: 20000000, order amount: 20\d{6}$/,
    );
    expect(world.refusal({ ...wish, amount: 19 * DOLLAR })).toBe('taken');
    expect(world.money(poor)).toBeGreaterThanOrEqual(0);
    expect(world.refusal({ ...wish, side: 'SELL', amount: 500 * SHARE })).toMatch(
      /^400 not enough balance \/ allowance: the balance is not enough -> balance: \d+, order amount: 500000000$/,
    );
    const nobody = `0x${'e5'.repeat(20)}`;
    expect(world.refusal({ ...wish, maker: nobody })).toContain('balance: 0, order amount');
    expect(world.exchange.allowance(nobody, STANDARD)).toBe(0);
  });

  it('needs the allowance of the contract that settles its market', () => {
    const world = new TradingWorld({ exchange: { needsNegRiskAdapter: true } });
    const market = world.venue.markets.find(
      ({ version, negRisk }) => version === 'v1' && !negRisk,
    )!;
    const exclusive = world.venue.markets.find(
      ({ version, negRisk }) => version === 'v1' && negRisk,
    )!;
    world.exchange.setAllowance(BOB, STANDARD.toLowerCase(), 1_000_000);
    world.exchange.setAllowance(BOB, ADAPTER, 0);
    const wish = { price: 10_000, amount: 500 * SHARE, maker: BOB };
    const refused = '400 not enough balance / allowance: the allowance is not enough -> spender: ';
    expect(world.refusal({ ...wish, market })).toBe(`${refused}${STANDARD}, allowance: 1000000`);
    expect(world.refusal({ ...wish, market: exclusive })).toBe(
      `${refused}${ADAPTER}, allowance: 0`,
    );
    expect(world.refusal({ ...wish, market, amount: 100 * SHARE })).toBe('taken');
  });

  it('leaves the world as it was', () => {
    const world = new TradingWorld();
    const { ask } = touchOf(world.market());
    world.refusal({ price: ask.price, amount: 1_000_000 * DOLLAR, kind: 'FOK' });
    world.refusal({ price: 205_000, amount: 10 * SHARE });
    world.exchange.advance(world.nowMs + 5_000);
    expect(textOf(world.venue, 60_000)).toBe(textOf(new TradingWorld().venue, 60_000));
  });
});
