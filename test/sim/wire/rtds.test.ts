import { expect, test } from 'vitest';
import { parseText } from '../../../src/data/frame.ts';
import type { PlainSocket } from './clients.ts';
import { hash, MICRO, ScriptedMarket, WALLETS } from './scripted-venue.ts';
import { connect, type Fixture, startSim } from './sim-fixture.ts';

const BOTH = [
  { topic: 'activity', type: 'trades' },
  { topic: 'activity', type: 'orders_matched' },
];

async function listening({ sim }: Fixture, subscriptions: unknown): Promise<PlainSocket> {
  const client = await connect(sim.urls.rtdsUrl);
  client.send({ action: 'subscribe', subscriptions });
  await client.settled();
  return client;
}

/** A taker's trade against two makers, one of them on the other token. */
function trade(market: ScriptedMarket, at: number) {
  return () =>
    market.trade({
      transaction: hash(at),
      price: 510_000,
      rows: [
        { wallet: WALLETS[0], fee: 12_345 },
        { wallet: WALLETS[1], side: 'SELL', isTaker: false, size: 4 * MICRO },
        {
          wallet: WALLETS[2],
          outcome: 1,
          price: 490_000,
          isTaker: false,
          size: 6_000_001,
        },
      ],
    });
}

test('a trade is told some two seconds after the match, makers too, the taker apart', async () => {
  const market = new ScriptedMarket(0);
  const fixture = await startSim([market]);
  const client = await listening(fixture, BOTH);
  fixture.venue.at(10, trade(market, 1));
  fixture.clock.advance(1_900);
  await client.settled();
  expect(client.frames).toEqual([]);
  fixture.clock.advance(1_200);
  await client.settled();
  expect(client.ofType('trades')).toHaveLength(3);
  expect(client.ofType('orders_matched')).toHaveLength(1);
  const events = client.texts.flatMap((text) => {
    const parsed = parseText('polymarket.activity', text);
    expect(parsed.problems).toEqual([]);
    return parsed.events;
  });
  expect(events).toMatchObject([
    { event: { feed: 'rtds.trades', wallet: WALLETS[0], kind: 'buy', price: 510_000 } },
    { event: { feed: 'rtds.orders_matched', wallet: WALLETS[0], transaction: hash(1) } },
    { event: { feed: 'rtds.trades', wallet: WALLETS[1], kind: 'sell', quantity: 4 * MICRO } },
    {
      event: {
        feed: 'rtds.trades',
        wallet: WALLETS[2],
        tokenId: market.tokenIds[1],
        price: 490_000,
        quantity: 6_000_001,
      },
    },
  ]);
});

test('one unknown topic poisons the others of its message', async () => {
  const market = new ScriptedMarket(0);
  const fixture = await startSim([market]);
  const client = await listening(fixture, [...BOTH, { topic: 'crypto_prices', type: '*' }]);
  fixture.venue.at(10, trade(market, 1));
  fixture.clock.advance(5_000);
  await client.settled();
  expect(client.frames).toEqual([]);
});

test('filters choose events and markets; a blank inside ends the updates', async () => {
  const [one, two] = [new ScriptedMarket(0), new ScriptedMarket(2)];
  const fixture = await startSim([one, two]);
  const filtered = (filters: string) =>
    listening(fixture, [{ topic: 'activity', type: 'orders_matched', filters }]);
  const byEvent = await filtered(`{"event_slug":"${one.eventSlug}"}`);
  const byMarket = await filtered(`{"market_slug":"${two.slug}"}`);
  const blank = await filtered(`{"event_slug": "${one.eventSlug}"}`);
  fixture.venue.at(10, trade(one, 1));
  fixture.venue.at(20, trade(two, 2));
  fixture.clock.advance(5_000);
  const heard = [];
  for (const client of [byEvent, byMarket, blank]) {
    await client.settled();
    heard.push(client.frames.map(({ payload }) => (payload as { slug: string }).slug));
  }
  expect(heard).toEqual([[one.slug], [two.slug], []]);
});

test('without a PING it falls silent for good, and the socket stays open', async () => {
  const market = new ScriptedMarket(0);
  const fixture = await startSim([market], { rtdsSilenceMs: 10_000 });
  const [pinging, silent] = [await listening(fixture, BOTH), await listening(fixture, BOTH)];
  for (let at = 1; at <= 6; at += 1) {
    fixture.venue.at(at * 5_000, trade(market, at));
    fixture.clock.advance(5_000);
    await pinging.settled();
  }
  fixture.clock.advance(3_000);
  await pinging.settled();
  await silent.settled();
  expect(pinging.ofType('orders_matched')).toHaveLength(6);
  const before = silent.ofType('orders_matched').length;
  expect(before).toBeLessThanOrEqual(2);
  fixture.venue.at(34_000, trade(market, 7));
  fixture.clock.advance(5_000);
  await silent.settled();
  expect(silent.ofType('orders_matched')).toHaveLength(before);
  expect(silent.close).toBeNull();
});

test('what was unsubscribed is told no more', async () => {
  const market = new ScriptedMarket(0);
  const fixture = await startSim([market]);
  const client = await listening(fixture, [{ topic: 'activity', type: '*' }]);
  client.send({ action: 'unsubscribe', subscriptions: [{ topic: 'activity', type: 'trades' }] });
  await client.settled();
  fixture.venue.at(10, trade(market, 1));
  fixture.clock.advance(5_000);
  await client.settled();
  expect(client.frames.map(({ type }) => type)).toEqual(['orders_matched']);
});
