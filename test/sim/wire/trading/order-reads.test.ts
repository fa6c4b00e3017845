import { expect, test } from 'vitest';
import { MICRO } from '../scripted-venue.ts';
import type { Json, TradingClient } from './trading-client.ts';
import { ACCOUNTS, clientOf, startTrading, type TradingFixture } from './trading-fixture.ts';

/** An order that rests, and its hash. */
async function placed(
  client: TradingClient,
  wish: Parameters<TradingClient['order']>[0],
): Promise<string> {
  const order = await client.order(wish);
  expect(await client.post(order)).toMatchObject({ status: 200 });
  return order.hash;
}

function rowOf({ client, markets, clock }: TradingFixture, hash: string): Json {
  return {
    id: hash,
    status: 'LIVE',
    owner: client.credentials.apiKey,
    maker_address: ACCOUNTS[0].funder.toLowerCase(),
    market: markets[0].conditionId,
    asset_id: markets[0].tokenIds[0],
    side: 'BUY',
    original_size: '10',
    size_matched: '0',
    price: '0.52',
    outcome: 'Yes',
    expiration: '1999999999',
    order_type: 'GTD',
    associate_trades: [],
    created_at: Math.floor(clock.nowMs() / 1_000),
  };
}

const idsOf = ({ body }: { readonly body: Json }) =>
  (body['data'] as readonly Json[]).map(({ id }) => id);

test('an open order is read as the venue writes it', async () => {
  const fixture = await startTrading();
  const { client, markets } = fixture;
  const wish = { market: markets[0], orderType: 'GTD', expiration: '1999999999' } as const;
  const hash = await placed(client, wish);
  const row = rowOf(fixture, hash);
  expect((await client.get(`/data/order/${hash}`)).body).toEqual(row);
  expect((await client.get('/data/orders')).body).toEqual({
    limit: 100,
    count: 1,
    next_cursor: 'LTE=',
    data: [row],
  });
});

test('a finished order is found by its id in the list alone, unless the venue is told otherwise', async () => {
  const { client, exchange, trading, markets } = await startTrading();
  const hash = await placed(client, { market: markets[0] });
  exchange.change(hash, { status: 'MATCHED', matched: 10 * MICRO, tradeIds: ['t'] });
  const one = () => client.get(`/data/order/${hash}`);
  expect(await one()).toMatchObject({ status: 200, text: 'null' });
  trading.set({ finishedOrder: 'empty' });
  expect(await one()).toMatchObject({ status: 200, text: '' });
  trading.set({ finishedOrder: 'shown' });
  expect((await one()).body).toMatchObject({ id: hash, status: 'MATCHED' });
  expect(idsOf(await client.get('/data/orders'))).toEqual([]);
  const listed = await client.get(`/data/orders?id=${hash}`);
  expect(listed.body['data']).toMatchObject([
    { id: hash, status: 'MATCHED', size_matched: '10', associate_trades: ['t'] },
  ]);
  expect(idsOf(await client.get('/data/orders?id=0x1'))).toEqual([]);
});

test('orders are filtered by market and token, newest first, and only the key’s own', async () => {
  const fixture = await startTrading();
  const { client, markets } = fixture;
  const one = await placed(client, { market: markets[0] });
  const two = await placed(client, { market: markets[0], outcome: 1 });
  const three = await placed(client, { market: markets[1] });
  const list = async (query = '') => idsOf(await client.get(`/data/orders${query}`));
  expect(await list()).toEqual([three, two, one]);
  expect(await list(`?market=${markets[0].conditionId}`)).toEqual([two, one]);
  expect(await list(`?asset_id=${markets[0].tokenIds[1]}`)).toEqual([two]);
  const other = await clientOf(fixture, ACCOUNTS[1]);
  expect(idsOf(await other.get('/data/orders'))).toEqual([]);
  expect(idsOf(await other.get(`/data/orders?id=${one}`))).toEqual([]);
  expect((await other.get(`/data/order/${one}`)).text).toBe('null');
});

test('a list goes on at its cursor until it ends', async () => {
  const fixture = await startTrading();
  const { client, exchange, markets } = fixture;
  const hash = await placed(client, { market: markets[0] });
  const order = exchange.order(hash)!;
  // More than a page: the same order under other ids.
  const many = Array.from({ length: 150 }, (_, at) => ({ ...order, hash: `0x${at}` }));
  exchange.ordersOf = () => many;
  const seen: unknown[] = [];
  let cursor: unknown = 'MA==';
  const cursors: unknown[] = [];
  while (cursor !== 'LTE=') {
    const page = await client.get(`/data/orders?next_cursor=${String(cursor)}`);
    seen.push(...idsOf(page));
    cursor = page.body['next_cursor'];
    cursors.push(cursor);
  }
  expect(seen).toEqual(many.map((each) => each.hash));
  expect(cursors).toEqual(['MTAw', 'LTE=']);
  expect(idsOf(await client.get('/data/orders?next_cursor=LTE='))).toEqual([]);
  expect(await client.get('/data/orders?next_cursor=eA==')).toMatchObject({ status: 400 });
});

test('a trade is read from the side that the key had in it', async () => {
  const { client, clock, exchange, markets } = await startTrading();
  const hash = await placed(client, { market: markets[0] });
  exchange.trade(hash, { id: 'taken', updatedAtMs: clock.nowMs() + 4_000, status: 'MINED' });
  exchange.trade(hash, { id: 'made', as: 'maker' });
  const { body } = await client.get('/data/trades');
  const [made, taken] = body['data'] as readonly Json[];
  const atS = Math.floor(clock.nowMs() / 1_000);
  expect(taken).toEqual({
    id: 'taken',
    taker_order_id: hash,
    market: markets[0].conditionId,
    asset_id: markets[0].tokenIds[0],
    side: 'BUY',
    size: '10',
    fee_rate_bps: '0',
    price: '0.52',
    status: 'MINED',
    match_time: String(atS),
    match_time_nano: `${clock.nowMs()}000000`,
    last_update: String(atS + 4),
    outcome: 'Yes',
    bucket_index: 0,
    owner: client.credentials.apiKey,
    maker_address: ACCOUNTS[0].funder.toLowerCase(),
    transaction_hash: `0x${'7'.repeat(64)}`,
    err_msg: null,
    trader_side: 'TAKER',
    maker_orders: [
      {
        order_id: `0x${'9'.repeat(64)}`,
        owner: '99999999-8888-4777-8666-555555555555',
        maker_address: `0x${'8'.repeat(40)}`,
        matched_amount: '10',
        price: '0.48',
        fee_rate_bps: '0',
        asset_id: markets[0].tokenIds[1],
        outcome: 'No',
        side: 'BUY',
      },
    ],
  });
  expect(made).toMatchObject({
    trader_side: 'MAKER',
    taker_order_id: `0x${'9'.repeat(64)}`,
    asset_id: markets[0].tokenIds[1],
    maker_orders: [{ order_id: hash, asset_id: markets[0].tokenIds[0], price: '0.52' }],
  });
});

test('trades are filtered by id, address, market, token and time', async () => {
  const { client, clock, exchange, markets } = await startTrading();
  const hash = await placed(client, { market: markets[0] });
  exchange.trade(hash, { id: 'one' });
  clock.advance(10_000);
  exchange.trade(hash, { id: 'two', matchedAtMs: clock.nowMs(), updatedAtMs: clock.nowMs() });
  const nowS = Math.floor(clock.nowMs() / 1_000);
  const list = async (query: string) => idsOf(await client.get(`/data/trades?${query}`));
  expect(await list('id=one')).toEqual(['one']);
  expect(await list(`after=${nowS - 5}`)).toEqual(['two']);
  expect(await list(`before=${nowS - 5}`)).toEqual(['one']);
  expect(await list(`market=${markets[0].conditionId}`)).toEqual(['two', 'one']);
  expect(await list(`market=${markets[1].conditionId}`)).toEqual([]);
  expect(await list(`asset_id=${markets[0].tokenIds[1]}`)).toEqual(['two', 'one']);
  expect(await list(`asset_id=${markets[1].tokenIds[1]}`)).toEqual([]);
  expect(await list(`maker_address=${ACCOUNTS[0].funder}`)).toEqual(['two', 'one']);
  expect(await list(`maker_address=${ACCOUNTS[1].funder}`)).toEqual([]);
  expect(await client.get('/data/trades?after=soon')).toMatchObject({ status: 400 });
});

test('statuses have their prefix where the venue is told to write it', async () => {
  const { client, exchange, trading, markets } = await startTrading();
  const hash = await placed(client, { market: markets[0] });
  exchange.trade(hash);
  trading.set({ hasPrefixes: true });
  expect((await client.get(`/data/order/${hash}`)).body['status']).toBe('ORDER_STATUS_LIVE');
  const { body } = await client.get('/data/trades');
  expect(body['data']).toMatchObject([{ status: 'TRADE_STATUS_MATCHED' }]);
});

test('balances and allowances are of the wallet that the question means', async () => {
  const { client, exchange, markets } = await startTrading();
  const { address, funder } = ACCOUNTS[0];
  const [token] = markets[0].tokenIds;
  exchange.fund(funder, { dollars: 10_000 * MICRO });
  exchange.fund(funder, { tokenId: token, shares: 12_500_000 });
  const standard = '0xE111180000d2663C0091e4f400237545B87B996B';
  exchange.setAllowance(address, standard, 7_000_000);
  const unlimited = String(2n ** 256n - 1n);
  const ask = async (query: string) => client.get(`/balance-allowance?${query}`);
  expect((await ask('asset_type=COLLATERAL&signature_type=0')).body).toEqual({
    balance: '10000000000',
    allowances: {
      [standard]: '7000000',
      '0xe2222d279d744050d28e00520010520000310F59': unlimited,
      '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296': unlimited,
      '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa': unlimited,
    },
  });
  expect(await ask(`asset_type=CONDITIONAL&token_id=${token}`)).toMatchObject({
    body: { balance: '12500000' },
  });
  const { body } = await ask(`asset_type=CONDITIONAL-V2&token_id=${markets[2].tokenIds[0]}`);
  expect(body).toEqual({
    balance: '0',
    allowances: { '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa': unlimited },
  });
  expect((await ask('asset_type=COLLATERAL&signature_type=2')).body['balance']).toBe('0');
  for (const wrong of [
    '',
    'asset_type=GOLD',
    'asset_type=CONDITIONAL',
    'asset_type=CONDITIONAL&token_id=1',
  ]) {
    expect(await ask(wrong)).toMatchObject({ status: 400 });
  }
  const update = await client.get('/balance-allowance/update?asset_type=COLLATERAL');
  expect(update).toMatchObject({ status: 200, text: '' });
  expect((await client.get('/notifications')).body).toEqual([]);
});
