import { describe, expect, test } from 'vitest';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import { answer, type Fate, type Taken } from '../../../servers/write-double.ts';
import { POSITION } from '../order/setting.ts';
import { hashOf, MARKET, orderRow, page, type Routes, tradeRow } from './clob-double.ts';
import { started } from './executor-setup.ts';

const HASH = hashOf(7);
const OF = { hash: HASH, marketId: MARKET as MarketId, sinceMs: 1_795_000_000_000 };
const ORDER = `GET /data/order/${HASH}`;
const ORDERS = 'GET /data/orders';
const TRADES = 'GET /data/trades';

/** A venue that has nothing, but for what is given. */
const venue = (over: Routes): Routes => ({
  [ORDER]: () => answer(null),
  [ORDERS]: () => page([]),
  [TRADES]: () => page([]),
  ...over,
});
const lookup = async (over: Routes) => (await started(venue(over))).executor.getOrderStatus(OF);

describe('an order that is looked for by its hash', () => {
  test.each<[string, Fate]>([
    ['null', answer(null)],
    ['nothing', { kind: 'answer', status: 200, text: '' }],
    ['an empty object', answer({})],
    ['404', answer({ error: 'order not found' }, 404)],
  ])('is absent where every list answers with nothing, the order with %s', async (_name, fate) => {
    expect(await lookup({ [ORDER]: () => fate })).toEqual({
      order: null,
      fills: [],
      complete: true,
      problem: '',
    });
  });

  test.each<[string, () => Fate]>([
    ['null', () => answer(null)],
    ['a null list', () => page(null)],
    ['404', () => answer({ error: 'not found' }, 404)],
  ])('is absent from the lists that answer with %s', async (_name, nothing) => {
    const found = await lookup({ [ORDERS]: nothing, [TRADES]: nothing });
    expect(found).toMatchObject({ order: null, complete: true });
  });

  test('is asked for by id and by market, with an overlap in time', async () => {
    const { executor, double } = await started(venue({}));
    await executor.getOrderStatus(OF);
    const queryOf = (path: string) =>
      Object.fromEntries(double.server.taken.find((taken) => taken.path === path)?.query ?? []);
    expect(queryOf('/data/orders')).toEqual({ id: HASH, next_cursor: 'MA==' });
    expect(queryOf('/data/trades')).toEqual({
      market: MARKET,
      after: String(1_795_000_000 - 60),
      next_cursor: 'MA==',
    });
  });

  test('is found by any one of the lists', async () => {
    const row = orderRow(HASH, { size_matched: '2.5' });
    const live = { status: 'live', matched: 2_500_000 };
    expect(await lookup({ [ORDER]: () => answer(row) })).toMatchObject({ order: live });
    expect(await lookup({ [ORDERS]: () => page([row]) })).toMatchObject({ order: live });
    const trades = () => page([tradeRow('t1', hashOf(1)), tradeRow('t2', HASH)]);
    expect(await lookup({ [TRADES]: trades })).toMatchObject({
      order: null,
      fills: [{ tradeId: 't2', orderHash: HASH, role: 'taker', notional: 5_000_000 }],
      complete: true,
    });
  });

  test('is found as a maker in a trade of somebody else', async () => {
    const maker = {
      order_id: HASH,
      matched_amount: '4',
      price: '0.3',
      asset_id: '72',
      side: 'BUY',
    };
    const trade = tradeRow('t', hashOf(1), { maker_address: '', maker_orders: [maker] });
    expect(await lookup({ [TRADES]: () => page([trade]) })).toMatchObject({
      fills: [{ orderHash: HASH, tokenId: '72', role: 'maker', notional: 1_200_000 }],
    });
  });

  test('has the state that is further along where the lists differ', async () => {
    const early = () => answer(orderRow(HASH, { size_matched: '5' }));
    const late = () => page([orderRow(HASH, { status: 'CANCELED', size_matched: '2' })]);
    expect(await lookup({ [ORDER]: early, [ORDERS]: late })).toMatchObject({
      order: { status: 'canceled', matched: 5_000_000 },
    });
  });

  test.each([[''], [undefined]])('without its matched size (%j) is not guessed', async (size) => {
    const row = orderRow(HASH, { status: 'MATCHED', size_matched: size });
    const expected = { status: 'matched', matched: null };
    expect(await lookup({ [ORDER]: () => answer(row) })).toMatchObject({ order: expected });
  });

  test.each<[string, Routes]>([
    ['the order is not answered', { [ORDER]: () => ({ kind: 'drop' }) }],
    ['the order fails', { [ORDER]: () => answer({ error: 'Internal server error' }, 500) }],
    ['the order is another one', { [ORDER]: () => answer(orderRow(hashOf(8))) }],
    ['the order is garbage', { [ORDER]: () => ({ kind: 'answer', status: 200, text: '<html>' }) }],
    ['the orders are not answered', { [ORDERS]: () => ({ kind: 'drop' }) }],
    ['the orders are no list', { [ORDERS]: () => answer({}) }],
    ['the trades are not answered', { [TRADES]: () => ({ kind: 'reset' }) }],
    ['a trade cannot be read', { [TRADES]: () => page([tradeRow('t', HASH, { size: 'x' })]) }],
    ['the trades do not end', { [TRADES]: () => page([], '') }],
    ['the venue disables trading', { [TRADES]: () => answer({ error: 'disabled' }, 503) }],
  ])('is not proven absent when %s', async (_name, over) => {
    const found = await lookup(over);
    expect(found).toMatchObject({ order: null, fills: [], complete: false });
    expect(found.problem).toMatch(/\w/);
  });

  test('what was read before a list broke off still counts as found', async () => {
    const trades = ({ query }: Taken) =>
      query.get('next_cursor') === 'MA==' ? page([tradeRow('t', HASH)], 'Mg==') : answer({}, 500);
    const found = await lookup({ [TRADES]: trades });
    expect(found).toMatchObject({ fills: [{ tradeId: 't' }], complete: false });
  });

  test('pages are followed to the last cursor', async () => {
    const trades = ({ query }: Taken) => {
      const at = { 'MA==': 0, 'MQ==': 1, 'Mg==': 2 }[query.get('next_cursor') ?? ''] ?? 9;
      return page([tradeRow(`t${at}`, HASH)], ['MQ==', 'Mg==', 'LTE='][at]);
    };
    const found = await lookup({ [TRADES]: trades });
    expect(found.fills.map(({ tradeId }) => tradeId)).toEqual(['t0', 't1', 't2']);
    expect(found.complete).toBe(true);
  });

  test.each([
    ['a cursor that comes again', (nth: number) => page([tradeRow(`t${nth}`, hashOf(1))], 'Mg==')],
    ['the same page again', (nth: number) => page([tradeRow('t', hashOf(1))], `c${nth}`)],
  ])('%s ends the walk and proves nothing', async (_name, fate) => {
    const { executor, double } = await started(venue({ [TRADES]: (_taken, nth) => fate(nth) }));
    expect(await executor.getOrderStatus(OF)).toMatchObject({ complete: false });
    expect(double.count(TRADES)).toBe(2);
  });

  test('pages without end are bounded', async () => {
    const trades = (_taken: Taken, nth: number) =>
      page([tradeRow(`t${nth}`, hashOf(1))], `c${nth}`);
    const { executor, double } = await started(venue({ [TRADES]: trades }));
    expect(await executor.getOrderStatus(OF)).toMatchObject({ complete: false });
    expect(double.count(TRADES)).toBe(100);
  });

  test('is asked for again with new credentials when the first are refused', async () => {
    const { executor, double, faults } = await started(venue({}));
    await executor.getOrderStatus(OF);
    double.credentials = { ...double.credentials, passphrase: 'another' };
    expect(await executor.getOrderStatus(OF)).toMatchObject({ complete: true });
    expect(faults).toEqual([]);
  });
});

describe('the whole account', () => {
  const balance = ({ query }: Taken): Fate => {
    const type = query.get('asset_type');
    expect(query.get('signature_type')).toBe('0');
    if (type === 'COLLATERAL') return answer({ balance: '1500000', allowances: { '0xAB': '7' } });
    return answer({ balance: type === 'CONDITIONAL' ? '2000000' : '250.500000' });
  };
  const whole = (over: Routes): Routes => ({
    [ORDERS]: () => page([orderRow(hashOf(1), { size_matched: '3' })]),
    [TRADES]: () =>
      page([
        tradeRow('late', hashOf(2), { match_time: '1795000009' }),
        tradeRow('early', hashOf(3)),
      ]),
    'GET /balance-allowance': balance,
    ...over,
  });
  const WHAT = { sinceMs: 1_795_000_000_000, tokens: ['71' as TokenId, POSITION] };

  test('is its open orders, trades, money and shares', async () => {
    const { executor } = await started(whole({}));
    expect(await executor.readAccount(WHAT)).toEqual({
      openOrders: [
        { hash: hashOf(1), marketId: MARKET, tokenId: '71', side: 'buy', matched: 3_000_000 },
      ],
      fills: [
        expect.objectContaining({ tradeId: 'early' }),
        expect.objectContaining({ tradeId: 'late' }),
      ],
      balance: 1_500_000,
      holdings: [
        { tokenId: '71', quantity: 2_000_000 },
        { tokenId: POSITION, quantity: 250_500_000 },
      ],
    });
  });

  test('leaves out what is over, and what belongs to another wallet', async () => {
    const foreign = { maker_address: `0x${'99'.repeat(20)}` };
    const rows = [orderRow(hashOf(1), { status: 'MATCHED' }), orderRow(hashOf(2), foreign)];
    const { executor } = await started(
      whole({
        [ORDERS]: () => page(rows),
        [TRADES]: () => page([tradeRow('t', hashOf(2), foreign)]),
      }),
    );
    expect(await executor.readAccount(WHAT)).toMatchObject({ openOrders: [], fills: [] });
  });

  test.each<[string, Routes]>([
    ['the orders are missing', { [ORDERS]: () => answer(null) }],
    ['the orders are a null list', { [ORDERS]: () => page(null) }],
    ['an order lacks its token', { [ORDERS]: () => page([orderRow(HASH, { asset_id: '' })]) }],
    ['the trades are missing', { [TRADES]: () => answer({ error: 'not found' }, 404) }],
    ['the balance is missing', { 'GET /balance-allowance': () => answer({}) }],
    ['the balance is negative', { 'GET /balance-allowance': () => answer({ balance: '-1' }) }],
    ['the balance fails', { 'GET /balance-allowance': () => answer({}, 500) }],
  ])('is not read when %s', async (_name, over) => {
    const { executor } = await started(whole(over));
    await expect(executor.readAccount(WHAT)).rejects.toMatchObject({
      name: expect.stringMatching(/^(?:Venue|Page)Error$/),
    });
  });

  test('has allowances by contract, and can be looked at anew', async () => {
    const { executor, double } = await started(
      whole({ 'GET /balance-allowance/update': () => answer({}) }),
    );
    const { micro, allowances } = await executor.balances.read(null);
    expect(micro).toBe(1_500_000);
    expect([...allowances]).toEqual([['0xab', 7n]]);
    await executor.balances.refresh(POSITION);
    const query = double.server.taken.at(-1)?.query;
    expect(query?.get('asset_type')).toBe('CONDITIONAL-V2');
    expect(query?.get('token_id')).toBe(POSITION);
  });
});
