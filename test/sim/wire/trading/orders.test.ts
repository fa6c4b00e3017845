import { expect, test } from 'vitest';
import { MICRO } from '../scripted-venue.ts';
import { DOMAINS, type PostBody } from './trading-client.ts';
import { ACCOUNTS, clientOf, startTrading } from './trading-fixture.ts';

const OWNER = 'the order owner has to be the owner of the API KEY';
const SIGNER = 'the order signer address has to be the address of the API KEY';
const INVALID = { status: 400, body: { error: 'Invalid order payload' } };

function changed(order: PostBody, fields: object): PostBody {
  return { ...order, body: { ...order.body, order: { ...order.body.order, ...fields } } };
}

test.each([0, 1, 2, 3] as const)(
  'an order signed as type %i is taken in each kind of market under its hash',
  async (type) => {
    const fixture = await startTrading();
    const client = type === 0 ? fixture.client : await clientOf(fixture, ACCOUNTS[type]);
    for (const market of fixture.markets) {
      const order = await client.order({ market, outcome: 1, side: 'SELL' });
      expect(await client.post(order)).toMatchObject({
        status: 200,
        body: {
          success: true,
          errorMsg: '',
          orderID: order.hash,
          status: 'live',
          makingAmount: '',
          takingAmount: '',
          transactionsHashes: [],
          tradeIDs: [],
        },
      });
    }
    const { address, funder } = ACCOUNTS[type];
    expect(fixture.exchange.submissions[2]).toMatchObject({
      owner: client.credentials.apiKey,
      maker: funder.toLowerCase(),
      signer: (type === 3 ? funder : address).toLowerCase(),
      signatureType: type,
      outcome: 1,
      side: 'SELL',
      makerAmount: 5_200_000,
      takerAmount: 10 * MICRO,
      kind: 'GTC',
      postOnly: false,
      expirationS: 0,
      atMs: fixture.clock.nowMs(),
    });
  },
);

test('an order that matched says what it gave and took, in decimals', async () => {
  const { client, exchange, markets } = await startTrading();
  const hash = `0x${'7'.repeat(64)}`;
  exchange.nextAnswer = {
    kind: 'taken',
    status: 'matched',
    making: 9_999_999,
    taking: 14_925_372,
    tradeIds: ['a-trade'],
    transactions: [hash],
  };
  const order = await client.order({ market: markets[0], orderType: 'FAK' });
  expect((await client.post(order)).body).toEqual({
    success: true,
    errorMsg: '',
    orderID: order.hash,
    status: 'matched',
    makingAmount: '9.999999',
    takingAmount: '14.925372',
    transactionsHashes: [hash],
    tradeIDs: ['a-trade'],
  });
});

test('an order signed for another contract is told its version', async () => {
  const { client, exchange, markets } = await startTrading();
  const mismatch = { status: 400, body: { error: 'order_version_mismatch' } };
  const [standard, negRisk, positions] = markets;
  for (const [market, domain] of [
    [standard, DOMAINS.negRisk],
    [standard, DOMAINS.positions],
    [negRisk, DOMAINS.standard],
    [positions, DOMAINS.standard],
  ] as const) {
    expect(await client.post(await client.order({ market, domain }))).toMatchObject(mismatch);
  }
  const order = await client.order({ market: standard });
  const { timestamp: _, ...first } = { ...order.body.order, nonce: '0', feeRateBps: '0' } as Record<
    string,
    unknown
  >;
  const old = { ...order, body: { ...order.body, order: first } };
  expect(await client.post(old)).toMatchObject(mismatch);
  expect(exchange.submissions).toEqual([]);
});

test.each([0, 3] as const)(
  'an order of type %i that was tampered with is refused',
  async (type) => {
    const fixture = await startTrading();
    const { exchange, markets } = fixture;
    const client = type === 0 ? fixture.client : await clientOf(fixture, ACCOUNTS[type]);
    const order = await client.order({ market: markets[0] });
    const signature = String(order.body.order['signature']);
    for (const fields of [
      { salt: 7 },
      { makerAmount: '5200001' },
      { takerAmount: '9000000' },
      { side: 'SELL' },
      { tokenId: markets[0].tokenIds[1] },
      { timestamp: '1' },
      { metadata: `0x${'01'.repeat(32)}` },
      { builder: `0x${'01'.repeat(32)}` },
      { signature: `${signature.slice(0, -4)}0000` },
      { signature: `${signature.slice(0, 10)}00${signature.slice(12)}` },
      { signature: '0x00' },
      { signature: `0x${'ff'.repeat(65)}` },
      { tokenId: '9'.repeat(78) },
    ]) {
      const { status } = await client.post(changed(order, fields));
      expect([400, 404], JSON.stringify(fields)).toContain(status);
    }
    expect(exchange.submissions).toEqual([]);
    // The expiration is not signed.
    expect(await client.post(changed(order, { expiration: '1999999999' }))).toMatchObject({
      body: { orderID: order.hash },
    });
  },
);

test('what is no order is refused in the words of the venue', async () => {
  const { client, markets } = await startTrading();
  const order = await client.order({ market: markets[0] });
  for (const fields of [
    { salt: '1001' },
    { salt: 2 ** 53 },
    { salt: 0.5 },
    { side: 0 },
    { maker: 'me' },
    { makerAmount: 5_200_000 },
    { makerAmount: '0' },
    { takerAmount: '1.5' },
    { signatureType: 4 },
    { expiration: 0 },
    { builder: '0x' },
  ]) {
    expect(await client.post(changed(order, fields)), JSON.stringify(fields)).toMatchObject(
      INVALID,
    );
  }
  const { body } = order;
  for (const wrong of [
    { ...body, orderType: 'IOC' },
    { ...body, postOnly: 'yes' },
    { ...body, orderType: 'FOK', postOnly: true },
    { ...body, owner: 7 },
    { ...body, order: null },
    [],
    'order',
  ]) {
    expect(await client.ask('POST', '/order', { body: wrong })).toMatchObject(INVALID);
  }
});

test('an order belongs to the key that posts it', async () => {
  const fixture = await startTrading();
  const { client, exchange, markets } = fixture;
  const other = await clientOf(fixture, ACCOUNTS[1]);
  const order = await client.order({ market: markets[0] });
  expect(await other.post(order)).toMatchObject({ status: 400, body: { error: OWNER } });
  const stolen = { ...order, body: { ...order.body, owner: other.credentials.apiKey } };
  expect(await other.post(stolen)).toMatchObject({ status: 400, body: { error: SIGNER } });
  const foreign = changed(order, { maker: ACCOUNTS[1].funder });
  expect(await client.post(foreign)).toMatchObject(INVALID);
  expect(exchange.submissions).toEqual([]);
});

test('a wallet that no factory made is known once it is registered', async () => {
  const fixture = await startTrading();
  const funder = `0x${'ab'.repeat(20)}`;
  const account = { ...ACCOUNTS[2], funder };
  const client = await clientOf(fixture, account);
  const order = await client.order({ market: fixture.markets[0] });
  expect(await client.post(order)).toMatchObject(INVALID);
  fixture.trading.register(account);
  expect(await client.post(order)).toMatchObject({ body: { orderID: order.hash } });
});

test('the same order twice is a duplicate, and reaches the exchange once', async () => {
  const { client, exchange, markets } = await startTrading();
  const order = await client.order({ market: markets[0] });
  expect(await client.post(order)).toMatchObject({ status: 200 });
  const twice = { status: 400, body: { error: `order ${order.hash} is invalid. Duplicated.` } };
  expect(await client.post(order)).toMatchObject(twice);
  await client.cancel('/cancel-all');
  expect(await client.post(order)).toMatchObject(twice);
  expect(exchange.submissions).toHaveLength(1);
});

test('a token without a book is refused', async () => {
  const { client, markets } = await startTrading();
  const market = Object.assign(Object.create(markets[0]), { tokenIds: ['1', '2'] });
  expect(await client.post(await client.order({ market }))).toMatchObject({
    status: 404,
    body: { error: 'No orderbook exists for the requested token id' },
  });
});

test('what the exchange refuses is passed on', async () => {
  const { client, exchange, markets } = await startTrading();
  const text = 'not enough balance / allowance: the balance is not enough';
  exchange.nextAnswer = { kind: 'refused', status: 400, text };
  const answer = await client.post(await client.order({ market: markets[0] }));
  expect(answer).toMatchObject({ status: 400, body: { error: text } });
});

test('a batch answers each order in its place', async () => {
  const { client, exchange, markets } = await startTrading();
  const [one, two, three] = [
    await client.order({ market: markets[0] }),
    await client.order({ market: markets[1] }),
    await client.order({ market: markets[2] }),
  ];
  const bad = changed(two, { salt: 3 });
  const body = [one, bad, three, one].map((each) => each.body);
  const { status, body: answers } = await client.ask('POST', '/orders', { body });
  expect(status).toBe(200);
  expect(answers).toMatchObject([
    { success: true, errorMsg: '', orderID: one.hash, status: 'live' },
    { success: false, errorMsg: 'Invalid order payload', orderID: '', status: '' },
    { success: true, errorMsg: '', orderID: three.hash, status: 'live' },
    { success: false, errorMsg: `order ${one.hash} is invalid. Duplicated.`, orderID: '' },
  ]);
  expect(exchange.submissions.map(({ hash }) => hash)).toEqual([one.hash, three.hash]);
});

test('a batch holds one to fifteen orders', async () => {
  const { client, exchange, markets } = await startTrading();
  const order = await client.order({ market: markets[0] });
  const body = Array.from({ length: 16 }, () => order.body);
  expect(await client.ask('POST', '/orders', { body })).toMatchObject({
    status: 400,
    body: { error: 'Too many orders in payload: 16, max allowed: 15' },
  });
  expect(await client.ask('POST', '/orders', { body: [] })).toMatchObject(INVALID);
  expect(exchange.submissions).toEqual([]);
});

test('a signer has so many orders a second, and a batch costs its length or nothing', async () => {
  const fixture = await startTrading();
  const { client, clock, exchange, markets } = fixture;
  const nothing = Array.from({ length: 15 }, () => ({}));
  const batch = () => client.ask('POST', '/orders', { body: nothing });
  for (const left of ['45', '30', '15']) {
    const { status, headers } = await batch();
    expect([status, headers.get('poly-ratelimit-remaining')]).toEqual([200, left]);
  }
  await client.post(await client.order({ market: markets[0] }));
  const refused = await batch();
  expect(refused).toMatchObject({ status: 429, body: { error: 'Too Many Requests' } });
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(refused.headers.get('poly-ratelimit-remaining')).toBe('14');
  expect(refused.headers.get('poly-ratelimit-tier')).toBe('Standard');
  const other = await clientOf(fixture, ACCOUNTS[1]);
  expect(await other.ask('POST', '/orders', { body: nothing })).toMatchObject({ status: 200 });
  clock.advance(25);
  expect(await batch()).toMatchObject({ status: 200 });
  expect(exchange.submissions).toHaveLength(1);
});
