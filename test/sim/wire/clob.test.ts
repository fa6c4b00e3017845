import { expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import { clobMarketSchema } from '../../../src/data/polymarket/client/parse-clob-market.ts';
import { MarketBook } from '../../../src/engine/domain/book/market-book.ts';
import { conditionId, tokenId } from '../../../src/engine/domain/ids.ts';
import { price } from '../../../src/engine/domain/values/money.ts';
import { ask } from './clients.ts';
import { START_AT_MS } from './manual-clock.ts';
import { hash, ScriptedMarket } from './scripted-venue.ts';
import { startSim } from './sim-fixture.ts';

async function clob(markets = [new ScriptedMarket(0), new ScriptedMarket(1, { version: 'v2' })]) {
  const fixture = await startSim(markets);
  const get = (path: string) => ask(`${fixture.sim.urls.clobUrl}${path}`);
  const [one, two] = markets as [ScriptedMarket, ScriptedMarket];
  return { ...fixture, get, one, two, token: one.tokenIds[0] };
}

test('plain questions are answered', async () => {
  const { get, token } = await clob();
  const bodies = [];
  for (const path of [
    '/ok',
    '/time',
    '/version',
    `/price?token_id=${token}&side=BUY`,
    `/price?token_id=${token}&side=sell`,
    `/midpoint?token_id=${token}`,
    `/spread?token_id=${token}`,
    `/tick-size?token_id=${token}`,
    `/neg-risk?token_id=${token}`,
    `/fee-rate?token_id=${token}`,
  ]) {
    bodies.push((await get(path)).body);
  }
  expect(bodies).toEqual([
    'OK',
    START_AT_MS / 1_000,
    { version: 2 },
    { price: '0.49' },
    { price: '0.51' },
    { mid: '0.5' },
    { spread: '0.02' },
    { minimum_tick_size: 0.01 },
    { neg_risk: false },
    { base_fee: 1_000 },
  ]);
});

test.each([
  ['/book', 400, 'Invalid token id'],
  ['/book?token_id=abc', 400, 'Invalid token id'],
  ['/book?token_id=123', 404, 'No orderbook exists for the requested token id'],
  [`/clob-markets/0x${'7'.repeat(62)}`, 404, 'market not found'],
  ['/markets/0x1', 404, 'market not found'],
  ['/markets-by-token/9', 404, 'No orderbook exists for the requested token id'],
  [
    '/prices-history?market=1',
    400,
    "invalid filters: 'startTs' and 'endTs', or 'interval', are needed",
  ],
  ['/nowhere', 404, 'not found'],
  ['/markets/%zz', 400, 'malformed path'],
])('%s is refused with %i', async (path, status, error) => {
  const { get } = await clob();
  expect(await get(path)).toMatchObject({ status, body: { error } });
});

test('a book shows its last price padded, and its hash covers what it shows', async () => {
  const { get, one, two, venue, clock, sim } = await clob();
  venue.at(10, () => one.trade({ transaction: hash(1), price: 160_000, rows: [{}] }));
  clock.advance(100);
  const { body } = await get(`/book?token_id=${one.tokenIds[0]}`);
  expect(body).toMatchObject({
    last_trade_price: '0.160',
    min_order_size: '5',
    neg_risk: false,
    timestamp: expect.stringMatching(/^\d{13}$/),
  });
  const asked = [...one.tokenIds, ...two.tokenIds, '99'].map((id) => ({ token_id: id }));
  const books = await ask(`${sim.urls.clobUrl}/books`, asked);
  expect(books.body).toHaveLength(4);
  expect((books.body as unknown as object[])[2]).toMatchObject({ version: 'v2' });
  const { events, problems } = parseFrame('polymarket.book', books.body);
  expect(problems).toEqual([]);
  for (const [at, market] of [one, two].entries()) {
    const book = new MarketBook({
      marketId: conditionId(market.conditionId)!,
      tokenIds: market.tokenIds.map((id) => tokenId(id)!),
      tick: price(market.tick),
      layout: 'sorted',
    });
    for (const event of events.slice(at * 2, at * 2 + 2)) {
      if (event.kind === 'bookSnapshot') book.applySnapshot(event, START_AT_MS);
    }
    expect(book.verifyHash()).toBe('verified');
    expect(book.trust.trusted).toBe(true);
  }
});

test('markets are told in short and in long names, and by token', async () => {
  const { get, one, venue, clock } = await clob();
  const { body } = await get(`/clob-markets/${one.conditionId}`);
  const parsed = clobMarketSchema(conditionId(one.conditionId)!).parse(body);
  expect(parsed).toMatchObject({
    rules: { tick: 10_000, minQuantity: 5_000_000, fee: { ratePpm: 40_000, exponent: 1 } },
    acceptingOrders: true,
    negRisk: false,
  });
  expect((await get(`/markets-by-token/${one.tokenIds[1]}`)).body).toEqual({
    condition_id: one.conditionId,
    primary_token_id: one.tokenIds[0],
    secondary_token_id: one.tokenIds[1],
  });
  venue.at(10, () => one.resolve([1, 0]));
  clock.advance(100);
  expect((await get(`/markets/${one.conditionId}`)).body).toMatchObject({
    closed: true,
    accepting_orders: false,
    tokens: [
      { outcome: 'Yes', price: 1, winner: true },
      { outcome: 'No', price: 0, winner: false },
    ],
  });
  expect((await get(`/book?token_id=${one.tokenIds[0]}`)).status).toBe(404);
});

test('lists of markets go from MA== to LTE=', async () => {
  const { get, one } = await clob();
  for (const path of ['/markets', '/simplified-markets', '/sampling-markets']) {
    const { body } = await get(`${path}?next_cursor=MA==`);
    expect(body).toMatchObject({ limit: 1_000, count: 2, next_cursor: 'LTE=' });
    expect((body['data'] as object[])[0]).toMatchObject({ condition_id: one.conditionId });
  }
  expect((await get('/markets?next_cursor=LTE=')).status).toBe(400);
});

test('the history holds the last price of each minute, mirrored for the other token', async () => {
  const { get, one, venue, clock } = await clob();
  for (const [at, cents] of [40, 45, 50, 60].entries()) {
    const transaction = hash(at);
    venue.at(at * 30_000, () => one.trade({ transaction, price: cents * 10_000, rows: [{}] }));
  }
  clock.advance(120_000);
  const of = async (query: string) => {
    const { body } = await get(`/prices-history?${query}`);
    return (body['history'] as { t: number; p: number }[]).map(({ p }) => p);
  };
  expect(await of(`market=${one.tokenIds[0]}&interval=1h&fidelity=60`)).toEqual([0.6]);
  expect(await of(`market=${one.tokenIds[0]}&interval=max`)).toEqual([0.45, 0.6]);
  expect(await of(`market=${one.tokenIds[1]}&interval=max`)).toEqual([0.55, 0.4]);
  const startTs = START_AT_MS / 1_000;
  expect(await of(`market=${one.tokenIds[0]}&startTs=${startTs}&endTs=${startTs + 40}`)).toEqual([
    0.45,
  ]);
  expect(await of('market=1&interval=1d')).toEqual([]);
});

test('limits are told, and beyond them comes 429 until the window is over', async () => {
  const { get, token, clock } = await clob();
  const path = `/tick-size?token_id=${token}`;
  const first = await get(path);
  expect(first.headers.get('poly-ratelimit-remaining')).toBe('199');
  await Promise.all(Array.from({ length: 199 }, () => get(path)));
  const over = await get(path);
  expect(over).toMatchObject({ status: 429, body: { error: 'Too Many Requests' } });
  expect(over.headers.get('retry-after')).toBe('1');
  clock.advance(10_000);
  expect((await get(path)).status).toBe(200);
});
