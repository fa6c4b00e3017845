import fc from 'fast-check';
import { expect } from 'vitest';
import type { ExchangeOrder, ExchangeTrade } from '../../../src/sim/exchange/exchange.ts';
import type { VenueMarket } from '../../../src/sim/venue/venue.ts';
import { bookText, MICRO, ShadowBook } from '../venue/story.ts';
import { DOLLAR, SHARE, TradingWorld } from './account.ts';

export const MAKERS = ['d1', 'e2', 'f3'].map((pair) => `0x${pair.repeat(20)}`);
const MARKETS = 4;
/** Dollars, and shares of each token, that every account begins with. */
export const FUNDED = 3_000;
export const HELD = 800;

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('submit' as const),
      maker: fc.constantFrom(...MAKERS),
      market: fc.nat({ max: MARKETS - 1 }),
      outcome: fc.constantFrom(0 as const, 1 as const),
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      kind: fc.constantFrom('GTC' as const, 'GTD' as const, 'FOK' as const, 'FAK' as const),
      postOnly: fc.boolean(),
      /** Ticks from the best price of the other side, above zero is worse for the order. */
      ticks: fc.integer({ min: -4, max: 4 }),
      amount: fc.integer({ min: 100, max: 60_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('cancel' as const), at: fc.nat({ max: 30 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('run' as const),
      ms: fc.integer({ min: 1, max: 6_000 }),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer Kind> ? Kind : never;

const rules = fc.record({
  failedProbability: fc.constantFrom(0, 0.3),
  retryingProbability: fc.constantFrom(0, 0.3),
  balanceLagMs: fc.constantFrom(0, 1_500),
});
/** Accounts at work in a world. */
export const story = fc.record({
  seed: fc.nat({ max: 40 }).map(String),
  exchange: rules,
  steps: fc.array(step, { minLength: 5, maxLength: 45 }),
});
export type Story = typeof story extends fc.Arbitrary<infer Kind> ? Kind : never;

/** A world in which a story was played, and the markets it was about. */
export interface Played {
  readonly world: TradingWorld;
  readonly markets: readonly VenueMarket[];
}

/** Plays a story; books and balances are checked after every step. */
export function play({ seed, exchange, steps }: Story): Played {
  const world = new TradingWorld({ seed, exchange });
  const markets = world.venue.markets
    .filter((market) => market.book(0).bids.length > 0 && market.book(0).asks.length > 0)
    .slice(0, MARKETS);
  fundAll(world, markets);
  const shadows = new Map(markets.map((market) => [market, new ShadowBook(market)]));
  let heard = 0;
  for (const one of steps) {
    perform(world, one, markets);
    for (const event of world.told.slice(heard)) {
      if (event.kind !== 'book') continue;
      for (const change of event.changes) shadows.get(event.market)?.apply(change);
    }
    heard = world.told.length;
    for (const [market, shadow] of shadows) {
      expect(shadow.text()).toBe(bookText(market));
      expectUncrossed(market);
    }
    expectSolvent(world, markets);
  }
  return { world, markets };
}

function fundAll(world: TradingWorld, markets: readonly VenueMarket[]): void {
  for (const address of MAKERS) {
    world.exchange.fund(address, { dollars: FUNDED * DOLLAR });
    for (const tokenId of markets.flatMap(({ tokenIds }) => tokenIds)) {
      world.exchange.fund(address, { tokenId, shares: HELD * SHARE });
    }
  }
}

function perform(world: TradingWorld, one: Step, markets: readonly VenueMarket[]): void {
  if (one.do === 'run') {
    world.run(one.ms);
    return;
  }
  if (one.do === 'cancel') {
    const orders = ordersOf(world);
    const order = orders[one.at % Math.max(1, orders.length)];
    if (order !== undefined) world.cancel(order.hash, order.maker);
    return;
  }
  submit(world, one, markets);
}

function submit(
  world: TradingWorld,
  one: Extract<Step, { readonly do: 'submit' }>,
  markets: readonly VenueMarket[],
): void {
  const market = markets[one.market]!;
  const { bids, asks } = market.book(one.outcome);
  const best = (one.side === 'BUY' ? asks : bids).at(-1)?.price ?? MICRO / 2;
  const price = best + one.ticks * market.tick * (one.side === 'BUY' ? 1 : -1);
  if (price < market.tick || price > MICRO - market.tick) return;
  const lots = one.amount * 10_000;
  const wish = { ...one, price, market, amount: lots, postOnly: one.postOnly && one.ticks < 0 };
  const expirationS = one.kind === 'GTD' ? Math.floor(world.nowMs / 1_000) + 181 : 0;
  const order = world.order({ ...wish, expirationS });
  const before = JSON.stringify(balancesOf(world, markets));
  const answer = world.exchange.submit(order);
  if (answer.kind === 'refused') {
    expect(JSON.stringify(balancesOf(world, markets))).toBe(before);
    expect(world.exchange.order(order.hash)?.matched ?? 0).toBe(0);
  }
}

export function ordersOf(world: TradingWorld): readonly ExchangeOrder[] {
  return MAKERS.flatMap((maker) => world.exchange.ordersOf(`key of ${maker}`));
}

export function tradesOf(world: TradingWorld): readonly ExchangeTrade[] {
  const all = MAKERS.flatMap((maker) => world.exchange.tradesOf(`key of ${maker}`));
  return [...new Map(all.map((trade) => [trade.id, trade])).values()];
}

export function balancesOf(world: TradingWorld, markets: readonly VenueMarket[]) {
  return MAKERS.map((maker) => [
    world.money(maker),
    ...markets.flatMap((market) => [
      world.shares(market, 0, maker),
      world.shares(market, 1, maker),
    ]),
  ]);
}

function expectUncrossed(market: VenueMarket): void {
  const { bids, asks } = market.book(0);
  const [bid, ask] = [bids.at(-1)?.price, asks.at(-1)?.price];
  if (bid !== undefined && ask !== undefined) expect(bid).toBeLessThan(ask);
}

function expectSolvent(world: TradingWorld, markets: readonly VenueMarket[]): void {
  for (const balance of balancesOf(world, markets).flat()) {
    expect(Number.isSafeInteger(balance) && balance >= 0).toBe(true);
  }
}
