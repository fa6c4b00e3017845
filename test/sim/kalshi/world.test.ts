import { expect, test } from 'vitest';
import { PRICE_STRUCTURES, snapDown } from '../../../src/sim/kalshi/price-grid.ts';
import type { TimedHappening } from '../../../src/sim/kalshi/world/happening.ts';
import {
  KalshiWorld,
  type KalshiWorldOptions,
} from '../../../src/sim/kalshi/world/kalshi-world.ts';
import type { KalshiMarket } from '../../../src/sim/kalshi/world/market.ts';
import { COIN_INDICES, indexOf } from '../../../src/sim/kalshi/world/settlement-index.ts';
import { SeededSpotPath } from '../../../src/sim/spot/spot-path.ts';
import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import { WorldTime } from '../../../src/sim/wire/world-time.ts';

const STARTS_AT_MS = Date.UTC(2026, 10, 23, 14, 22, 7, 123);
const MINUTE_MS = 60_000;
const MICRO = 1_000_000;
const SPOT = new SeededSpotPath('7');

function worldOf(options: Partial<KalshiWorldOptions> = {}): KalshiWorld {
  return new KalshiWorld({
    seed: '7',
    startsAtMs: STARTS_AT_MS,
    spot: SPOT,
    coins: ['BTC'],
    ...options,
  });
}

/** Everything that happens within some minutes. */
function* story(world: KalshiWorld, minutes: number): Generator<TimedHappening> {
  while (world.nextAtMs < STARTS_AT_MS + minutes * MINUTE_MS) yield* world.step();
}

/** A world beside the other venue, both stepped together. */
function twinWorld(seed: string) {
  const venue = createVenue({ seed, startsAtMs: STARTS_AT_MS });
  const time = new WorldTime({ startsAtMs: STARTS_AT_MS, startedAtMs: STARTS_AT_MS, speed: 1 });
  const world = worldOf({ seed, coins: [], twins: { venue, time } });
  const step = (): readonly TimedHappening[] => {
    while (venue.nextAtMs < world.nextAtMs - STARTS_AT_MS) venue.step();
    return world.step();
  };
  return { venue, world, step };
}

const words = ({ atMs, what }: TimedHappening): string => {
  const ticker = 'market' in what ? what.market.ticker : 'event' in what ? what.event.ticker : '';
  const more = what.kind === 'book' ? JSON.stringify(what.changes) : '';
  return `${atMs} ${what.kind} ${ticker} ${more} ${what.kind === 'trade' ? what.trade.id : ''}`;
};

test('the same seed tells the same story', () => {
  const tell = (seed: string): readonly string[] => [...story(worldOf({ seed }), 3)].map(words);
  const told = tell('7');
  expect(told.length).toBeGreaterThan(1_000);
  expect(tell('7')).toEqual(told);
  expect(tell('8')).not.toEqual(told);
});

test('no book is ever crossed or off the grid of its market', () => {
  const world = worldOf();
  const wrong: string[] = [];
  let books = 0;
  for (const { what } of story(world, 3)) {
    if (what.kind !== 'book') continue;
    books += 1;
    const { book, structure, ticker } = what.market;
    const levels = [...book.levels('yes'), ...book.levels('no')];
    const isOnGrid = levels.every(({ price, size }) => {
      return snapDown(structure, price) === price && size > 0;
    });
    const sum = (book.best('yes')?.price ?? 0) + (book.best('no')?.price ?? 0);
    if (!isOnGrid || sum >= MICRO) wrong.push(ticker);
  }
  expect(books).toBeGreaterThan(500);
  expect(wrong).toEqual([]);
});

test('the deltas that are told add up to the book', () => {
  const world = worldOf();
  const market = activeWindow(world);
  const known = new Map<string, number>();
  const remember = (side: 'yes' | 'no'): void => {
    for (const { price, size } of market.book.levels(side)) known.set(`${side} ${price}`, size);
  };
  remember('yes');
  remember('no');
  for (const { what } of story(world, 3)) {
    if (what.kind !== 'book' || what.market !== market) continue;
    for (const { side, price, delta } of what.changes) {
      expect(delta).not.toBe(0);
      const size = (known.get(`${side} ${price}`) ?? 0) + delta;
      expect(size).toBeGreaterThanOrEqual(0);
      if (size === 0) known.delete(`${side} ${price}`);
      else known.set(`${side} ${price}`, size);
    }
  }
  const before = new Map(known);
  known.clear();
  remember('yes');
  remember('no');
  expect(before).toEqual(known);
});

test('a window opens with its price to beat, closes at the quarter and is settled by the mean', () => {
  const world = worldOf();
  const series = world.catalogue.series.get('KXBTC15M');
  expect(series).toMatchObject({ feeType: 'quadratic', feeMultiplier: 1, shard: 2 });
  const market = windowOpeningAt(world, Date.UTC(2026, 10, 23, 14, 30));
  expect(market.ticker).toBe('KXBTC15M-26NOV230945-45');
  expect(market).toMatchObject({ status: 'initialized', yesSubTitle: 'Price to beat: TBD' });
  const steps: string[] = [];
  for (const { what } of story(world, 26)) {
    if (what.kind === 'life' && what.market === market) steps.push(`${what.step} ${market.status}`);
  }
  expect(steps).toEqual([
    'activated active',
    'metadata_updated active',
    'determined determined',
    'settled finalized',
  ]);
  const index = indexOf('BTC');
  const [open, close] = [market.terms.openAtMs, market.closeAtMs].map((atMs) =>
    world.index.settlementAt(index, atMs),
  );
  expect(market.strike).toEqual({ type: 'greater_or_equal', floor: open });
  expect(market.outcome?.measured).toBe(close?.toFixed(2));
  expect(market.outcome?.result).toBe((close ?? 0) >= (open ?? 0) ? 'yes' : 'no');
  expect(market.closeAtMs).toBe(Date.UTC(2026, 10, 23, 14, 45));
  expect((market.settledAtMs ?? 0) - (market.determinedAtMs ?? 0)).toBe(60_000);
});

test('a settlement is the mean of the sixty values before the close, rounded', () => {
  const world = worldOf();
  for (const index of COIN_INDICES) {
    const closeAtMs = Date.UTC(2026, 10, 23, 14, 45);
    const values = Array.from({ length: 60 }, (_, at) =>
      world.index.valueAt(index, closeAtMs - at * 1_000),
    );
    const mean = values.reduce((sum, value) => sum + value, 0) / 60;
    expect(world.index.settlementAt(index, closeAtMs)).toBe(Number(mean.toFixed(index.digits)));
  }
});

test('quotes follow the coin: decided windows end near 0 or 1', () => {
  const world = worldOf();
  const market = activeWindow(world);
  let last = 0.5;
  for (const { what } of story(world, 8)) {
    if (what.kind !== 'book' || what.market !== market || market.status !== 'active') continue;
    last = (market.yesBid + market.yesAsk) / 2 / MICRO;
  }
  expect(market.outcome).not.toBeNull();
  expect(Math.abs(last - (market.outcome?.value ?? 0) / MICRO)).toBeLessThan(0.25);
});

test('ranges of an hour leave nothing out: exactly one of them pays', () => {
  const world = worldOf();
  for (const _ of story(world, 42)) void _;
  const event = world.catalogue.events.get('KXBTC-26NOV2310');
  expect(event?.isExclusive).toBe(true);
  const values = event?.markets.map(({ outcome }) => outcome?.value);
  expect(values?.filter((value) => value === MICRO)).toHaveLength(1);
  expect(values).not.toContain(undefined);
});

test('matches end early, may be disputed, and their combination follows them', () => {
  const world = worldOf({ coins: [] });
  const statuses = new Set<string>();
  for (const { what } of story(world, 70)) {
    if (what.kind === 'life' || what.kind === 'book') statuses.add(what.market.status);
    for (const { status } of world.catalogue.markets.values()) statuses.add(status);
  }
  expect([...statuses].sort()).toEqual([
    ...['active', 'closed', 'determined', 'disputed', 'finalized', 'inactive'],
  ]);
  const combos = [...world.catalogue.markets.values()].filter(({ isCombo }) => isCombo);
  const decided = combos.filter(({ outcome }) => outcome !== null);
  expect(decided.length).toBeGreaterThan(0);
  for (const { terms, outcome } of decided) {
    const legs = (terms.legs ?? []).map((leg) => world.catalogue.market(leg.market_ticker));
    const isWon = legs.every((leg) => leg?.outcome?.result === 'yes');
    expect(outcome?.result).toBe(isWon ? 'yes' : 'no');
  }
});

test('twins of the other venue trade near it, and spreads between both appear and vanish', () => {
  const { venue, world, step } = twinWorld('7');
  const same = world.twins.filter(({ kind }) => kind === 'same' || kind === 'voidRule');
  expect(same.length).toBeGreaterThan(3);
  let [looks, spreads] = [0, 0];
  const gaps: number[] = [];
  while (world.nextAtMs < STARTS_AT_MS + 6 * MINUTE_MS) {
    step();
    for (const { ticker, conditionId } of same) {
      const market = world.catalogue.market(ticker);
      const book = venue.markets.find((each) => each.conditionId === conditionId)?.book(0);
      const [bid, ask] = [book?.bids.at(-1)?.price, book?.asks.at(-1)?.price];
      if (market?.status !== 'active' || bid === undefined || ask === undefined) continue;
      looks += 1;
      gaps.push(Math.abs((market.yesBid + market.yesAsk) / 2 - (bid + ask) / 2));
      if (market.yesBid > ask || bid > market.yesAsk) spreads += 1;
    }
  }
  const typical = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  expect(typical).toBeLessThan(0.04 * MICRO);
  expect(spreads).toBeGreaterThan(0);
  expect(spreads).toBeLessThan(looks / 2);
});

test('a twin says what the other venue asks; a look-alike says where it differs', () => {
  const pairs = ['7', '8', '9', '10'].flatMap((seed) => {
    const { venue, world } = twinWorld(seed);
    return world.twins.map((twin) => ({
      kind: twin.kind,
      here: world.catalogue.market(twin.ticker) as KalshiMarket,
      there: venue.markets.find(({ conditionId }) => conditionId === twin.conditionId),
    }));
  });
  const kinds = new Set(pairs.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(['higherBar', 'laterDate', 'otherSource', 'same', 'voidRule']);
  for (const { kind, here, there } of pairs) {
    const isAlike = here.terms.title === there?.question;
    expect(isAlike).toBe(kind === 'same' || kind === 'voidRule' || kind === 'otherSource');
    expect(here.terms.rulesSecondary.includes('50-50')).toBe(kind !== 'voidRule');
    expect(here.closeAtMs > (there?.closesAtMs ?? 0)).toBe(kind === 'laterDate');
  }
  const structures = new Set(pairs.map(({ here }) => here.structure));
  expect(structures.size).toBe(Object.keys(PRICE_STRUCTURES).length);
});

test('a twin ends as the other venue does', () => {
  const { venue, world, step } = twinWorld('7');
  while (world.nextAtMs < STARTS_AT_MS + 12 * MINUTE_MS) step();
  const ended = world.twins.filter(
    ({ ticker, kind }) => kind === 'same' && world.catalogue.market(ticker)?.outcome !== null,
  );
  const others = world.twins.filter(
    ({ ticker, kind }) => kind === 'voidRule' && world.catalogue.market(ticker)?.outcome !== null,
  );
  expect(ended.length + others.length).toBeGreaterThan(0);
  for (const { ticker, conditionId } of [...ended, ...others]) {
    const payouts = venue.markets.find((each) => each.conditionId === conditionId)?.payouts;
    const { result } = world.catalogue.market(ticker)?.outcome ?? {};
    expect(result).toBe(payouts?.[0] === 1 ? 'yes' : payouts?.[0] === 0 ? 'no' : 'scalar');
  }
});

test('nothing is quoted while trading is paused, and markets of a stopped shard are inactive', () => {
  const world = worldOf();
  const trades = (minutes: number): number =>
    [...story(world, minutes)].filter(({ what }) => what.kind === 'trade').length;
  expect(trades(0.5)).toBeGreaterThan(0);
  world.setPause('asked', true);
  expect(trades(1)).toBe(0);
  world.setPause('asked', false);
  expect(trades(1.5)).toBeGreaterThan(0);
  world.setShard(2, false);
  const market = activeWindow(world);
  expect(market.status).toBe('inactive');
  world.setShard(2, true);
  expect(market.status).toBe('active');
});

function activeWindow(world: KalshiWorld): KalshiMarket {
  return windowOpeningAt(world, Date.UTC(2026, 10, 23, 14, 15));
}

function windowOpeningAt(world: KalshiWorld, openAtMs: number): KalshiMarket {
  const found = [...world.catalogue.markets.values()].find(
    ({ terms, event }) => terms.openAtMs === openAtMs && event.series.ticker === 'KXBTC15M',
  );
  if (found === undefined) throw new Error('there is no such window');
  return found;
}
