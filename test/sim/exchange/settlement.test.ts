import { describe, expect, it } from 'vitest';
import type { ExchangeRules } from '../../../src/sim/exchange/exchange-rules.ts';
import { ALICE, BOB, DOLLAR, SHARE, TradingWorld, touchOf } from './account.ts';

/** Buys ten shares and lets all settlement happen. */
function bought(rules: Partial<ExchangeRules>, after: (world: TradingWorld) => void = () => {}) {
  const world = new TradingWorld({ exchange: { notBroadcastedProbability: 0, ...rules } });
  const market = world.market();
  const { ask } = touchOf(market);
  const answer = world.take({ price: ask.price, amount: 10 * SHARE, market });
  after(world);
  world.wait(60_000);
  const trades = world.events.flatMap((event) => (event.kind === 'trade' ? [event.trade] : []));
  return { world, market, answer, trades, statuses: trades.map(({ status }) => status) };
}

describe('settlement', () => {
  it('goes from matched over mined to confirmed within seconds', () => {
    const { world, statuses, trades } = bought({});
    expect(statuses).toEqual(['MATCHED', 'MINED', 'CONFIRMED']);
    const times = trades.map(({ updatedAtMs }) => updatedAtMs - trades[0]!.matchedAtMs);
    expect(times[0]).toBe(0);
    expect(times[1]).toBeGreaterThanOrEqual(2_000);
    expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(2_000);
    expect(new Set(trades.map(({ id, transaction }) => `${id} ${transaction}`)).size).toBe(1);
    expect(world.exchange.tradesOf(`key of ${ALICE}`)[0]).toEqual(trades.at(-1));
    expect(world.exchange.nextAtMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('may be matched first without a transaction', () => {
    const { answer, statuses, trades } = bought({ notBroadcastedProbability: 1 });
    expect(statuses).toEqual(['MATCHED_NOT_BROADCASTED', 'MATCHED', 'MINED', 'CONFIRMED']);
    expect(answer.transactions).toEqual([]);
    expect(answer.tradeIds).toEqual([trades[0]!.id]);
    expect(trades[0]!.transaction).toBe('');
    expect(trades[1]!.transaction).toMatch(/^0x[0-9a-f]{64}$/);
  });

  it('may be repeated and mined', () => {
    const { world, market, statuses } = bought({ retryingProbability: 1 });
    expect(statuses).toEqual(['MATCHED', 'RETRYING', 'MINED', 'CONFIRMED']);
    expect(world.shares(market)).toBe(10 * SHARE);
  });

  it('may fail: then everything goes back, and the feeds of the chain never tell of it', () => {
    const { world, market, statuses } = bought({ failedProbability: 1 });
    expect(statuses).toEqual(['MATCHED', 'RETRYING', 'FAILED']);
    expect(world.shares(market)).toBe(0);
    expect(world.money()).toBe(10_000 * DOLLAR);
    const rows = world.told.flatMap((event) => ('rows' in event ? event.rows : []));
    expect(rows).toEqual([]);
    expect(world.told.map(({ kind }) => kind)).toEqual(['trade', 'book']);
  });

  it('does not fail any more when what was bought is already held for a sale', () => {
    const { world, market, statuses } = bought({ failedProbability: 1 }, (inner) => {
      const { ask } = touchOf(inner.market());
      inner.take({ side: 'SELL', price: ask.price + 50_000, amount: 10 * SHARE });
    });
    expect(statuses).toEqual(['MATCHED', 'RETRYING', 'MINED', 'CONFIRMED']);
    expect(world.shares(market)).toBe(10 * SHARE);
    const rows = world.told.flatMap((event) => (event.kind === 'rows' ? event.rows : []));
    expect(rows[0]).toMatchObject({ wallet: ALICE, side: 'BUY', size: 10 * SHARE });
  });

  it('gives back what maker and taker gave when both are accounts', () => {
    const world = new TradingWorld({ exchange: { failedProbability: 1 } });
    const market = world.market();
    const { bid } = touchOf(market);
    world.fundShares(market, 100_000 * SHARE, { address: BOB });
    world.take({ price: bid.price, amount: 10 * SHARE, market });
    const sale = { side: 'SELL', price: bid.price, kind: 'FOK', maker: BOB, market } as const;
    world.take({ ...sale, amount: bid.size + 10 * SHARE });
    expect(world.shares(market)).toBe(10 * SHARE);
    world.wait(60_000);
    expect([world.shares(market), world.money()]).toEqual([0, 10_000 * DOLLAR]);
    expect(world.shares(market, 0, BOB)).toBe(100_000 * SHARE);
    expect(world.money(BOB)).toBe(10_000 * DOLLAR);
  });

  it('shows what was bought at once, but refuses to sell it while the cache of balances lags', () => {
    const world = new TradingWorld({ exchange: { balanceLagMs: 3_000 } });
    const market = world.market();
    const { ask, bid } = touchOf(market);
    world.take({ price: ask.price, amount: 10 * SHARE, market });
    expect(world.shares(market)).toBe(10 * SHARE);
    const sale = {
      side: 'SELL',
      price: bid.price,
      amount: 10 * SHARE,
      kind: 'FAK',
      market,
    } as const;
    const lacking =
      '400 not enough balance / allowance: the balance is not enough -> balance: 0, order amount: 10000000';
    expect(world.refusal(sale)).toBe(lacking);
    world.wait(2_999);
    expect(world.refusal(sale)).toBe(lacking);
    world.wait(1);
    expect(world.refusal(sale)).toBe('taken');
  });
});
