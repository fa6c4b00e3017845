import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { accountsOf } from '../../../../src/sim/accounts.ts';
import { createVenue } from '../../../../src/sim/venue/create-venue.ts';
import type { VenueMarket } from '../../../../src/sim/venue/venue.ts';
import { FAULT_PROFILES, type FaultChoice } from '../../../../src/sim/wire/faults.ts';
import { startPolymarketSim } from '../../../../src/sim/wire/polymarket-sim.ts';
import { ask } from '../clients.ts';
import { ManualClock, START_AT_MS } from '../manual-clock.ts';
import { MICRO } from '../scripted-venue.ts';
import { connect } from '../sim-fixture.ts';
import type { Answer, Json } from './trading-client.ts';
import { clientOf, listen } from './trading-fixture.ts';

const ACCOUNTS = accountsOf('world', 4);
const DOLLARS = 10_000;

/** A seeded world with its own exchange, on a manual clock, and four funded accounts. */
async function world(faults: FaultChoice = 'none') {
  const clock = new ManualClock();
  const venue = createVenue({ seed: '7', startsAtMs: START_AT_MS });
  const sim = await startPolymarketSim({ venue, clock, startsAtMs: START_AT_MS, seed: '7' });
  onTestFinished(() => sim.close());
  for (const { funder } of ACCOUNTS) venue.exchange.fund(funder, { dollars: DOLLARS * MICRO });
  const clients = await Promise.all(ACCOUNTS.map((account) => clientOf({ sim, clock }, account)));
  sim.setFaults(faults);
  return { clock, venue, sim, clients };
}

const DAY_MS = 86_400_000;

/** Open markets of each contract that stay open, and do not hold back orders that take. */
function marketsOf({ venue }: Awaited<ReturnType<typeof world>>): readonly VenueMarket[] {
  const isFast = ({ tags, closesAtMs }: VenueMarket) =>
    closesAtMs > START_AT_MS + DAY_MS &&
    !tags.some((tag) => ['crypto', 'sports', 'finance'].includes(tag));
  const kinds = [
    (market: VenueMarket) => market.version === 'v1' && !market.negRisk,
    (market: VenueMarket) => market.version === 'v1' && market.negRisk,
    (market: VenueMarket) => market.version === 'v2',
  ];
  return kinds.flatMap((isKind) => {
    const isMeant = (market: VenueMarket) =>
      isKind(market) && isFast(market) && market.book(0).asks.length > 0;
    const found = venue.markets.find(isMeant);
    return found === undefined ? [] : [found];
  });
}

test('an order rests in the book that everyone sees, until it is canceled', async () => {
  const made = await world();
  const { sim, clients } = made;
  const [client] = clients as [(typeof clients)[0]];
  for (const market of marketsOf(made)) {
    const [token] = market.tokenIds;
    const everyone = await connect(`${sim.urls.wsUrl}/ws/market`);
    everyone.send({ assets_ids: [token], type: 'market' });
    await everyone.settled();
    // A hundred shares at the lowest price there is.
    const makerAmount = market.tick * 100;
    const order = await client.order({ market, makerAmount, takerAmount: 100 * MICRO });
    const sizeAtLowest = async () => {
      const { body } = await ask(`${sim.urls.clobUrl}/book?token_id=${token}`);
      const bids = body['bids'] as readonly { readonly price: string; readonly size: string }[];
      const level = bids.find(({ price }) => Number(price) * MICRO === market.tick);
      return Number(level?.size ?? '0');
    };
    const before = await sizeAtLowest();
    expect(await client.post(order)).toMatchObject({ status: 200, body: { status: 'live' } });
    expect(await sizeAtLowest()).toBe(before + 100);
    await everyone.settled();
    const sizes = everyone
      .ofType('price_change')
      .flatMap((frame) => frame['price_changes'] as readonly Json[])
      .filter((change) => change['asset_id'] === token)
      .map(({ size }) => Number(size));
    expect(sizes).toEqual([before + 100]);
    await client.cancel('/order', { orderID: order.hash });
    expect(await sizeAtLowest()).toBe(before);
  }
});

test('an order that takes is matched, settled, told and booked, for every kind of wallet', async () => {
  const made = await world();
  const { clock, sim, clients } = made;
  for (const [at, client] of clients.entries()) {
    const markets = marketsOf(made);
    const market = markets[at % markets.length]!;
    const [token] = market.tokenIds;
    const socket = await listen({ sim }, client);
    const price = market.book(0).asks.at(-1)!.price;
    const [makerAmount, takerAmount] = [price * 5, 5 * MICRO];
    const order = await client.order({ market, makerAmount, takerAmount, orderType: 'GTC' });
    const { body } = await client.post(order);
    expect(body).toMatchObject({ success: true, orderID: order.hash, status: 'matched' });
    expect(body['takingAmount']).toBe('5');
    const { signatureType } = client.account;
    const balance = async (query: string): Promise<number> => {
      const path = `/balance-allowance?${query}&signature_type=${signatureType}`;
      return Number((await client.get(path)).body['balance']);
    };
    const asset = market.version === 'v2' ? 'CONDITIONAL-V2' : 'CONDITIONAL';
    expect(await balance(`asset_type=${asset}&token_id=${token}`)).toBe(5 * MICRO);
    const spent = DOLLARS * MICRO - (await balance('asset_type=COLLATERAL'));
    expect(spent).toBeGreaterThanOrEqual(Number(body['makingAmount']) * MICRO);
    for (let passed = 0; passed < 20; passed += 1) clock.advance(1_000);
    const { body: list } = await client.get('/data/trades');
    expect(list['data']).toMatchObject([
      { taker_order_id: order.hash, size: '5', trader_side: 'TAKER', status: 'CONFIRMED' },
    ]);
    await socket.settled();
    const told = socket.frames.filter(({ event_type: type }) => type === 'trade');
    expect(told.at(-1)).toMatchObject({ status: 'CONFIRMED', taker_order_id: order.hash });
    expect((await client.get(`/data/order/${order.hash}`)).text).toBe('null');
    const found = await client.get(`/data/orders?id=${order.hash}`);
    expect(found.body['data']).toMatchObject([{ status: 'MATCHED', size_matched: '5' }]);
  }
  expect(sim.counts.failures).toBe(0);
});

test('on the worst day every order is there once or not at all, and the simulator does not fail', async () => {
  // But for hours in which it is closed to everybody.
  const made = await world({ ...FAULT_PROFILES.hostile, venueRestart: 0, venueMode: 0 });
  const { clock, sim, clients, venue } = made;
  let isOver = false;
  const time = (async () => {
    while (!isOver) {
      clock.advance(250);
      await wait(1);
    }
  })();
  const outcomes: Record<string, number> = {};
  const count = (answer: Answer | unknown) => {
    const name = answer instanceof Error ? 'torn' : String((answer as Answer).status);
    outcomes[name] = (outcomes[name] ?? 0) + 1;
  };
  const hashes = new Set<string>();
  // The same bytes a few times, as if no answer could be trusted.
  for (let round = 0; round < 20; round += 1) {
    for (const client of clients) {
      const [market] = marketsOf(made) as [VenueMarket];
      const makerAmount = market.tick * 20;
      const order = await client.order({ market, makerAmount, takerAmount: 20 * MICRO });
      hashes.add(order.hash);
      for (let sent = 0; sent < 3; sent += 1) count(await client.post(order).catch((e) => e));
      if (round % 5 === 4) count(await client.cancel('/cancel-all').catch((e) => e));
    }
  }
  isOver = true;
  await time;
  sim.setFaults('none');
  for (const client of clients) {
    const { apiKey } = client.credentials;
    const there = venue.exchange.ordersOf(apiKey).map(({ hash }) => hash);
    expect(new Set(there).size).toBe(there.length);
    expect(there.every((hash) => hashes.has(hash))).toBe(true);
    expect(there.length).toBeGreaterThan(10);
  }
  expect(sim.counts.failures).toBe(0);
  expect(outcomes['200']).toBeGreaterThan(50);
  expect(outcomes['torn']).toBeGreaterThan(10);
});
