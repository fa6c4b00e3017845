import { expect, test } from 'vitest';
import { parseText } from '../../../src/data/frame.ts';
import { MarketBook } from '../../../src/engine/domain/book/market-book.ts';
import { conditionId, tokenId } from '../../../src/engine/domain/ids.ts';
import type { MarketEvent } from '../../../src/engine/domain/market-event.ts';
import { price } from '../../../src/engine/domain/values/money.ts';
import { Chance } from '../../../src/sim/chance.ts';
import type { VenueEvent, VenueLevelChange } from '../../../src/sim/venue/venue.ts';
import { type PlainSocket, until } from './clients.ts';
import { hash, MICRO, ScriptedMarket } from './scripted-venue.ts';
import { connect, type Fixture, startSim } from './sim-fixture.ts';

async function subscribed(
  { sim }: Fixture,
  markets: readonly ScriptedMarket[],
  custom = true,
): Promise<PlainSocket> {
  const client = await connect(`${sim.urls.wsUrl}/ws/market`);
  const assets_ids = markets.flatMap(({ tokenIds }) => tokenIds);
  client.send({ assets_ids, type: 'market', custom_feature_enabled: custom });
  await client.settled();
  return client;
}

function eventsOf(client: PlainSocket): readonly MarketEvent[] {
  return client.texts.flatMap((text) => {
    const { events, problems } = parseText('polymarket.market', text);
    expect(problems).toEqual([]);
    return events;
  });
}

function bookFor(market: ScriptedMarket): MarketBook {
  return new MarketBook({
    marketId: conditionId(market.conditionId)!,
    tokenIds: market.tokenIds.map((id) => tokenId(id)!),
    tick: price(market.tick),
    layout: 'sorted',
    negRisk: market.negRisk,
  });
}

/** Applies a frame as the market core does. */
function apply(book: MarketBook, event: MarketEvent, atMs: number): void {
  if (event.kind === 'bookSnapshot') book.applySnapshot(event, atMs);
  if (event.kind === 'bookDelta') book.applyDelta(event, atMs);
  if (event.kind === 'tickChange') book.applyTick(event);
  if (event.kind === 'publicTrade') book.setLastTradePrice(event.tokenId, event.price);
}

test('the first frame is an array of the books asked for, best level last', async () => {
  const market = new ScriptedMarket(0, { version: 'v2' });
  const client = await subscribed(await startSim([market]), [market]);
  const [first] = client.texts.map((text) => text === 'PONG' || JSON.parse(text));
  expect(first).toHaveLength(2);
  expect(first[0]).toMatchObject({
    event_type: 'book',
    market: market.conditionId,
    asset_id: market.tokenIds[0],
    bids: [
      { price: '0.48', size: '100' },
      { price: '0.49', size: '50.5' },
    ],
    asks: [
      { price: '0.53', size: '75.25' },
      { price: '0.51', size: '20' },
    ],
    tick_size: '0.01',
    last_trade_price: '',
    version: 'v2',
  });
  expect(first[1].asks.at(-1)).toEqual({ price: '0.51', size: '50.5' });
});

test('a client that never subscribed hears nothing but its PONG', async () => {
  const market = new ScriptedMarket(0);
  const fixture = await startSim([market]);
  const client = await connect(`${fixture.sim.urls.wsUrl}/ws/market`);
  client.send('nonsense');
  fixture.venue.at(10, () => market.set({ side: 'BUY', price: 490_000, size: MICRO }));
  fixture.clock.advance(100);
  await client.settled();
  expect(client.texts).toEqual(['PONG']);
});

test('subscriptions are added and taken back; both tokens tell of one market', async () => {
  const [one, two] = [new ScriptedMarket(0), new ScriptedMarket(1)];
  const fixture = await startSim([one, two]);
  const client = await connect(`${fixture.sim.urls.wsUrl}/ws/market`);
  client.send({ assets_ids: [one.tokenIds[1]], type: 'market' });
  client.send({ operation: 'subscribe', assets_ids: two.tokenIds });
  await client.settled();
  expect(client.ofType('book')).toHaveLength(3);
  client.send({ operation: 'unsubscribe', assets_ids: two.tokenIds });
  await client.settled();
  const change: VenueLevelChange = { side: 'BUY', price: 470_000, size: MICRO };
  fixture.venue.at(10, () => one.set(change));
  fixture.venue.at(20, () => two.set(change));
  fixture.clock.advance(100);
  await client.settled();
  expect(client.ofType('price_change')).toMatchObject([
    {
      market: one.conditionId,
      price_changes: [
        {
          asset_id: one.tokenIds[0],
          price: '0.47',
          side: 'BUY',
          best_bid: '0.49',
          best_ask: '0.51',
        },
        {
          asset_id: one.tokenIds[1],
          price: '0.53',
          side: 'SELL',
          best_bid: '0.49',
          best_ask: '0.51',
        },
      ],
    },
  ]);
  expect(client.ofType('best_bid_ask')).toEqual([]);
});

test('a token asked for before its market is listed speaks once it is', async () => {
  const [known, later] = [new ScriptedMarket(0), new ScriptedMarket(1)];
  const fixture = await startSim([known]);
  const client = await subscribed(fixture, [later]);
  expect(client.texts[0]).toBe('[]');
  fixture.venue.at(10, () => {
    fixture.venue.markets.push(later);
    return { kind: 'listed', market: later };
  });
  fixture.venue.at(20, () => later.set({ side: 'BUY', price: 470_000, size: MICRO }));
  fixture.clock.advance(100);
  await client.settled();
  expect(eventsOf(client).map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['marketListed', 'bookDelta']),
  );
});

test('a tick change is followed by fresh books and no changes of the old grid', async () => {
  const market = new ScriptedMarket(0);
  const fixture = await startSim([market]);
  const client = await subscribed(fixture, [market]);
  fixture.venue.at(
    10,
    () => market.changeTick(1_000),
    () => market.set({ side: 'BUY', price: 491_000, size: MICRO }),
  );
  fixture.clock.advance(100);
  await client.settled();
  expect(client.ofType('price_change')).toEqual([]);
  expect(client.ofType('tick_size_change')).toMatchObject([
    { asset_id: market.tokenIds[0], old_tick_size: '0.01', new_tick_size: '0.001' },
    { asset_id: market.tokenIds[1] },
  ]);
  const book = bookFor(market);
  for (const event of eventsOf(client)) apply(book, event, fixture.clock.nowMs());
  expect(book.trust).toEqual({ trusted: true, reason: null });
  expect(book.tick).toBe(1_000);
  expect(book.verifyHash()).toBe('verified');
});

test.each([
  { payouts: [0, 1] as const, told: 1 },
  { payouts: [0.5, 0.5] as const, told: 0 },
])('a resolution that pays $payouts is told $told times', async ({ payouts, told }) => {
  const market = new ScriptedMarket(0);
  const fixture = await startSim([market]);
  const client = await subscribed(fixture, [market]);
  const plain = await subscribed(fixture, [market], false);
  fixture.venue.at(10, () => market.resolve(payouts));
  fixture.clock.advance(100);
  await client.settled();
  await plain.settled();
  expect(client.ofType('market_resolved')).toHaveLength(told);
  expect(plain.ofType('market_resolved')).toEqual([]);
  const [event] = eventsOf(client).filter(({ kind }) => kind === 'marketResolved');
  if (told === 1) {
    expect(event).toMatchObject({ resolution: { payouts: [{ payout: 0 }, { payout: MICRO }] } });
  }
});

/** A random event that leaves a sound book: never crossed, always on the grid. */
function randomEvent(market: ScriptedMarket, chance: Chance, at: number): VenueEvent {
  const { bids, asks } = market.book(0);
  if (chance.happens(0.15)) {
    const price = chance.pick([asks.at(-1)?.price ?? 500_000, bids.at(-1)?.price ?? 500_000]);
    const outcome = chance.pick([0, 1] as const);
    const own = outcome === 0 ? price : MICRO - price;
    return market.trade({ transaction: hash(at), rows: [{}], outcome, price: own });
  }
  if (chance.happens(0.02) && market.tick === 10_000) return market.changeTick(1_000);
  const changes = Array.from({ length: chance.whole(1, 5) }, (): VenueLevelChange => {
    const side = chance.pick(['BUY', 'SELL'] as const);
    const steps = chance.whole(1, 20) * market.tick;
    const price = side === 'BUY' ? 500_000 - steps : 500_000 + steps;
    return { side, price, size: chance.happens(0.3) ? 0 : chance.whole(1, 9_999) * 10_000 };
  });
  return market.set(...changes);
}

test.each([1, 2, 3, 4, 5])('every hash of a long run verifies, seed %i', async (seed) => {
  const chance = new Chance(`hashes ${seed}`);
  const markets = [
    new ScriptedMarket(0),
    new ScriptedMarket(1, { version: 'v2' }),
    new ScriptedMarket(2, { negRisk: true }),
  ];
  const fixture = await startSim(markets, { seed: String(seed) });
  for (let at = 0; at < 400; at += 1) {
    const market = chance.pick(markets);
    const event = () => randomEvent(market, chance, at);
    fixture.venue.at(at, event, ...(chance.happens(0.3) ? [event] : []));
  }
  const client = await subscribed(fixture, markets);
  fixture.clock.advance(1_000);
  await client.settled();
  const books = new Map(markets.map((market) => [market.conditionId, bookFor(market)]));
  const groups = engineEvents(eventsOf(client));
  for (const [at, group] of groups.entries()) {
    const book = books.get(group.marketId)!;
    for (const event of group.events) apply(book, event, at * 10_000);
    if (!group.events.some(({ kind }) => kind === 'bookDelta')) continue;
    expect(book.verifyHash()).toBe('verified');
    expect(book.trust.reason).toBeNull();
  }
  const deltas = groups.filter(({ events }) => events.some(({ kind }) => kind === 'bookDelta'));
  expect(deltas.length).toBeGreaterThan(150);
  expect(deltas.filter(({ events }) => events.length > 1).length).toBeGreaterThan(10);
  for (const market of markets) {
    const own = groups.filter(({ marketId }) => marketId === market.conditionId);
    const stamps = own.map(({ atMs }) => atMs);
    expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
    expect(new Set(stamps).size).toBe(stamps.length);
  }
});

interface EngineEvent {
  readonly marketId: string;
  readonly atMs: number;
  readonly events: MarketEvent[];
}

/** Frames of one market and one venue time, put together. */
function engineEvents(events: readonly MarketEvent[]): readonly EngineEvent[] {
  const groups: EngineEvent[] = [];
  for (const event of events) {
    if (!('marketId' in event && 'venueAtMs' in event) || event.venueAtMs === null) continue;
    const last = groups.at(-1);
    if (last?.marketId === event.marketId && last.atMs === event.venueAtMs) last.events.push(event);
    else groups.push({ marketId: event.marketId, atMs: event.venueAtMs, events: [event] });
  }
  return groups;
}

test('a reader that does not read is cut as a slow consumer', async () => {
  const market = new ScriptedMarket(0);
  const fixture = await startSim([market], { bufferBytesMax: 64 * 1024 });
  market.set(
    ...Array.from({ length: 480 }, (_, at) => ({
      side: 'BUY' as const,
      price: 1_000 * (at + 1),
      size: 123_450_000,
    })),
  );
  const client = await subscribed(fixture, [market]);
  client.pause();
  for (let at = 1; at <= 2_000; at += 1) {
    const tick = at % 2 === 0 ? 10_000 : 1_000;
    fixture.venue.at(at, () => market.changeTick(tick));
  }
  await until(() => {
    fixture.clock.advance(10);
    return fixture.sim.counts.slowReaders > 0;
  }, 'the slow reader was noticed');
  client.resume();
  await until(() => client.close !== null, 'the slow reader was closed');
  expect(client.close).toEqual({ code: 1013, reason: 'slow consumer' });
});

test('another path is refused', async () => {
  const { sim } = await startSim();
  await expect(connect(`${sim.urls.wsUrl}/ws/other`)).rejects.toThrow('404');
});
