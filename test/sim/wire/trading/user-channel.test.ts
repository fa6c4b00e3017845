import { expect, test } from 'vitest';
import { until } from '../clients.ts';
import { MICRO } from '../scripted-venue.ts';
import { connect } from '../sim-fixture.ts';
import { ACCOUNTS, clientOf, listen, startTrading } from './trading-fixture.ts';

test('an order is told from its placement to its end', async () => {
  const fixture = await startTrading();
  const { client, clock, exchange, markets } = fixture;
  const socket = await listen(fixture, client);
  const order = await client.order({ market: markets[0] });
  await client.post(order);
  exchange.change(order.hash, { matched: 4 * MICRO, tradeIds: ['t'] });
  await client.cancel('/order', { orderID: order.hash });
  await socket.settled();
  const placement = {
    event_type: 'order',
    id: order.hash,
    owner: client.credentials.apiKey,
    order_owner: client.credentials.apiKey,
    market: markets[0].conditionId,
    asset_id: markets[0].tokenIds[0],
    side: 'BUY',
    original_size: '10',
    size_matched: '0',
    price: '0.52',
    associate_trades: null,
    outcome: 'Yes',
    type: 'PLACEMENT',
    created_at: String(Math.floor(clock.nowMs() / 1_000)),
    expiration: '0',
    order_type: 'GTC',
    status: 'LIVE',
    maker_address: ACCOUNTS[0].funder.toLowerCase(),
    timestamp: String(clock.nowMs()),
  };
  const later = { ...placement, size_matched: '4', associate_trades: ['t'] };
  expect(socket.frames).toEqual([
    placement,
    { ...later, type: 'UPDATE' },
    { ...later, type: 'CANCELLATION', status: 'CANCELED' },
  ]);
});

test('a trade is told to its taker, its maker and nobody else, each time its status changes', async () => {
  const fixture = await startTrading();
  const { client, clock, exchange, markets } = fixture;
  const maker = await clientOf(fixture, ACCOUNTS[1]);
  const stranger = await clientOf(fixture, ACCOUNTS[2]);
  const taken = await client.order({ market: markets[0] });
  const made = await maker.order({ market: markets[0] });
  await client.post(taken);
  await maker.post(made);
  const sockets = [
    await listen(fixture, client),
    await listen(fixture, maker),
    await listen(fixture, stranger),
  ] as const;
  for (const status of ['MATCHED', 'MINED', 'CONFIRMED'] as const) {
    exchange.trade(taken.hash, { status });
  }
  exchange.trade(made.hash, { as: 'maker' });
  for (const socket of sockets) await socket.settled();
  expect(sockets.map(({ frames }) => frames.length)).toEqual([3, 1, 0]);
  expect(sockets[0].frames.map(({ status }) => status)).toEqual(['MATCHED', 'MINED', 'CONFIRMED']);
  expect(sockets[0].frames[0]).toMatchObject({
    event_type: 'trade',
    type: 'TRADE',
    taker_order_id: taken.hash,
    asset_id: markets[0].tokenIds[0],
    side: 'BUY',
    size: '10',
    price: '0.52',
    owner: client.credentials.apiKey,
    trade_owner: client.credentials.apiKey,
    bucket_index: 0,
    maker_orders: [{ asset_id: markets[0].tokenIds[1], price: '0.48', matched_amount: '10' }],
    trader_side: 'TAKER',
    match_time: String(Math.floor(clock.nowMs() / 1_000)),
    timestamp: String(clock.nowMs()),
  });
  expect(sockets[1].frames[0]).toMatchObject({
    trader_side: 'MAKER',
    maker_orders: [{ order_id: made.hash, asset_id: markets[0].tokenIds[0] }],
  });
});

test('who does not say the right words first is shut out', async () => {
  const { sim, client, trading } = await startTrading();
  const { credentials } = client;
  for (const auth of [
    { ...credentials, secret: 'wrong' },
    { ...credentials, passphrase: 'wrong' },
    { ...credentials, apiKey: 'wrong' },
    null,
  ]) {
    const socket = await connect(`${sim.urls.wsUrl}/ws/user`);
    socket.send({ auth, type: 'user' });
    await until(() => socket.close !== null, 'it was closed');
  }
  const silent = await connect(`${sim.urls.wsUrl}/ws/user`);
  silent.send({ markets: [], operation: 'subscribe' });
  await until(() => silent.close !== null, 'it was closed');
  const known = await listen({ sim }, client);
  trading.inject({ on: 'keys', fault: 'revoked' });
  await until(() => known.close !== null, 'it was closed');
});

test('markets are chosen, added and left', async () => {
  const fixture = await startTrading();
  const { client, exchange, markets } = fixture;
  const [one, two] = markets;
  const hashes: string[] = [];
  for (const market of [one, two]) {
    const order = await client.order({ market });
    await client.post(order);
    hashes.push(order.hash);
  }
  const socket = await listen(fixture, client, [one.conditionId.toUpperCase().replace('X', 'x')]);
  const updateBoth = async () => {
    const before = socket.frames.length;
    for (const hash of hashes) exchange.change(hash, { matched: MICRO });
    await socket.settled();
    return socket.frames.slice(before).map(({ market }) => market);
  };
  expect(await updateBoth()).toEqual([one.conditionId]);
  socket.send({ operation: 'subscribe', markets: [two.conditionId] });
  await socket.settled();
  expect(await updateBoth()).toEqual([one.conditionId, two.conditionId]);
  socket.send({ operation: 'unsubscribe', markets: [one.conditionId] });
  await socket.settled();
  expect(await updateBoth()).toEqual([two.conditionId]);
});

test('nothing is told again after a reconnect', async () => {
  const fixture = await startTrading();
  const { client, exchange, markets } = fixture;
  const first = await listen(fixture, client);
  const order = await client.order({ market: markets[0] });
  await client.post(order);
  first.end();
  exchange.trade(order.hash);
  const second = await listen(fixture, client);
  await second.settled();
  expect(second.frames).toEqual([]);
});

test('an order killed at once arrives with its reason as status and empty fields', async () => {
  const fixture = await startTrading();
  const { client, exchange, trading, markets } = fixture;
  const socket = await listen(fixture, client);
  const text = "order couldn't be fully filled. FOK orders are fully filled or killed.";
  const kill = async () => {
    exchange.nextAnswer = { kind: 'refused', status: 400, text };
    const order = await client.order({ market: markets[0], orderType: 'FOK' });
    expect(await client.post(order)).toMatchObject({ status: 400, body: { error: text } });
    await socket.settled();
    return order.hash;
  };
  const hash = await kill();
  expect(socket.frames).toMatchObject([
    {
      id: hash,
      type: 'CANCELLATION',
      status: `CANCELED_${text}`,
      size_matched: '',
      created_at: '',
      price: '0.52',
      original_size: '10',
    },
  ]);
  trading.set({ tellsKilled: false });
  await kill();
  expect(socket.frames).toHaveLength(1);
});

test('frames are dropped, doubled, reordered and withheld, and counted', async () => {
  const fixture = await startTrading();
  const { client, clock, exchange, markets, sim } = fixture;
  const socket = await listen(fixture, client);
  const order = await client.order({ market: markets[0] });
  await client.post(order);
  let matched = 0;
  const next = async (count: number) => {
    const before = socket.frames.length;
    for (let at = 0; at < count; at += 1) {
      matched += 1;
      exchange.change(order.hash, { matched: matched * MICRO });
    }
    await socket.settled();
    return socket.frames.slice(before).map((frame) => frame['size_matched']);
  };
  sim.setFaults({ userDrop: 1 });
  expect(await next(1)).toEqual([]);
  sim.setFaults({ userDuplicate: 1 });
  expect(await next(1)).toEqual(['2', '2']);
  sim.setFaults({ userReorder: 1 });
  expect(await next(2)).toEqual(['4', '3']);
  expect(sim.counts.faults).toMatchObject({ userDrop: 1, userDuplicate: 1, userReorder: 1 });
  sim.setFaults({ socketFreezeForever: 1 });
  clock.advance(1_050);
  sim.setFaults('none');
  const second = await listen(fixture, client);
  const { userFrames } = sim.counts;
  exchange.change(order.hash, { matched: 5 * MICRO });
  await second.settled();
  expect(second.frames).toMatchObject([{ size_matched: '5' }]);
  expect(sim.counts.userFrames).toBe(userFrames + 1);
  expect(sim.counts.failures).toBe(0);
});
