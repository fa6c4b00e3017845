import { describe, expect, it } from 'vitest';
import type { Movement } from '../../../src/sim/exchange/accounts.ts';
import { type AllowedToken, WITHOUT_LIMIT } from '../../../src/sim/exchange/allowances.ts';
import { ALICE, DOLLAR, SHARE, TradingWorld } from './account.ts';

const CAROL = `0x${'ca'.repeat(20)}`;
const STANDARD = '0xe111180000d2663c0091e4f400237545b87b996b';

/** What a transaction of the chain does. */
function settle(
  world: TradingWorld,
  of: {
    readonly movements?: readonly Movement[];
    readonly allow?: readonly AllowedToken[];
    readonly amount?: bigint;
  },
): void {
  const { movements = [], allow = [], amount = WITHOUT_LIMIT } = of;
  world.exchange.chainAccounts.settle({
    movements,
    allowances: allow.map((token) => [{ owner: CAROL, token, spender: STANDARD }, amount]),
    rows: [],
    atMs: world.nowMs,
  });
}

/** A world with somebody who has money and shares and allowed nothing. */
function bareWorld() {
  const world = new TradingWorld();
  const market = world.venue.markets.find(
    ({ version, negRisk, minOrderSize }) => version === 'v1' && !negRisk && minOrderSize === '5',
  );
  if (market === undefined) throw new Error('the seed has such a market');
  world.exchange.fundBare(CAROL, { dollars: 100 * DOLLAR });
  world.exchange.fundBare(CAROL, { tokenId: market.tokenIds[0], shares: 50 * SHARE });
  const buy = { price: market.tick, amount: 500 * SHARE, maker: CAROL, market } as const;
  const sell = {
    ...buy,
    side: 'SELL',
    price: 1_000_000 - market.tick,
    amount: 50 * SHARE,
  } as const;
  return { world, market, buy, sell };
}

describe('an account that allowed nothing', () => {
  it('buys when the exchange may take its dollars, and sells when it may take its shares', () => {
    const { world, buy, sell } = bareWorld();
    const refused = /^400 not enough balance \/ allowance: the allowance is not enough/;
    expect(world.refusal(buy)).toMatch(refused);
    expect(world.refusal(sell)).toMatch(refused);
    settle(world, { allow: ['pusd'] });
    expect(world.refusal(buy)).toBe('taken');
    expect(world.refusal(sell)).toMatch(refused);
    settle(world, { allow: ['shares'] });
    expect(world.refusal(sell)).toBe('taken');
    settle(world, { allow: ['pusd', 'shares'], amount: 0n });
    expect(world.refusal(buy)).toMatch(refused);
  });

  it('may allow less than an order needs', () => {
    const { world, buy, market } = bareWorld();
    const needed = (buy.amount / SHARE) * market.tick;
    settle(world, { allow: ['pusd'], amount: BigInt(needed - 1) });
    expect(world.refusal(buy)).toContain(`allowance: ${needed - 1}`);
    settle(world, { allow: ['pusd'], amount: BigInt(needed) });
    expect(world.refusal(buy)).toBe('taken');
  });

  it('is told its allowances by token and spender', () => {
    const { world } = bareWorld();
    const { exchange } = world;
    settle(world, { allow: ['shares'] });
    expect(exchange.allowance(CAROL, STANDARD)).toBe(0);
    expect(exchange.allowance(CAROL, STANDARD, 'shares')).toBe(Number.MAX_SAFE_INTEGER);
    expect(exchange.chainAccounts.isFunded(CAROL)).toBe(false);
    expect(exchange.chainAccounts.isFunded(ALICE)).toBe(true);
  });
});

describe('money that leaves on the chain', () => {
  it('ends the orders that it covered, the newest first, and no more of them', () => {
    const { world, buy, market } = bareWorld();
    settle(world, { allow: ['pusd', 'shares'] });
    const each = (buy.amount / SHARE) * market.tick;
    const orders = [world.take(buy), world.take(buy), world.take(buy)];
    const left = 100 * DOLLAR - 2 * each;
    settle(world, { movements: [{ address: CAROL, asset: null, amount: -left }] });
    expect(orders.map(({ hash }) => world.exchange.order(hash)?.status)).toEqual([
      'LIVE',
      'LIVE',
      'CANCELED',
    ]);
    expect(world.exchange.order(orders[2]?.hash ?? '')?.reason).toBe(
      'not enough balance / allowance',
    );
    expect(world.news().at(-1)).toContain('CANCELLATION CANCELED');
  });

  it('leaves orders of other things alone', () => {
    const { world, sell } = bareWorld();
    settle(world, { allow: ['shares'] });
    const { hash } = world.take(sell);
    settle(world, { movements: [{ address: CAROL, asset: null, amount: -100 * DOLLAR }] });
    expect(world.exchange.order(hash)?.status).toBe('LIVE');
    const token = sell.market.tokenIds[0];
    settle(world, { movements: [{ address: CAROL, asset: token, amount: -SHARE }] });
    expect(world.exchange.order(hash)?.status).toBe('CANCELED');
  });

  it('cannot be more than there is', () => {
    const { world } = bareWorld();
    const movements = [{ address: CAROL, asset: null, amount: -101 * DOLLAR }];
    expect(() => settle(world, { movements })).toThrow('an account gives only what it has');
  });
});
