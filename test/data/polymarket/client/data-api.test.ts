import { afterEach, describe, expect, test } from 'vitest';
import { CONDITIONS_MAX } from '../../../../src/data/polymarket/client/data-api.ts';
import type { MarketId, WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { HttpDouble, json } from '../../../servers/http-double.ts';
import { activityRow, clientOf, conditionOf, paged, WALLET } from './venue.ts';

const wallet = WALLET as WalletAddress;
const market = (at: number) => conditionOf(at) as MarketId;
type Row = Readonly<Record<string, unknown>>;

const ANYTHING = /./;
const USER = /^0xa1/;
const CACHE_KEY = /^\d{16}$/;

let double: HttpDouble | null = null;
afterEach(async () => {
  await double?.stop();
  double = null;
});

describe('trades', () => {
  test('public prints of a market are its takers’, newest first, as far back as wanted', async () => {
    const rows = [30, 20, 10].map((after) => activityRow(1_790_000_000 + after, after) as Row);
    double = await HttpDouble.start({
      path: '/v2/trades',
      needs: {
        condition: /^0x[0-9a-f]{64}$/,
        taker_only: /^true$/,
        limit: /^1000$/,
        _: CACHE_KEY,
      },
      reply: paged([rows.map(({ type: _, ...row }) => row)]),
    });
    const { data } = clientOf(double);
    const read = await data.marketTrades(market(1), { sinceMs: 1_790_000_020_000, pagesMax: 3 });
    expect(read).toMatchObject({ complete: true });
    expect(read.complete && read.rows.map(({ tradedAtMs }) => tradedAtMs)).toEqual([
      1_790_000_030_000, 1_790_000_020_000,
    ]);
  });

  test('a wallet’s fills as maker count too', async () => {
    const {
      type: _type,
      usdc_size: _size,
      ...row
    } = activityRow(1_790_000_001) as Record<string, unknown>;
    double = await HttpDouble.start({
      path: '/v2/trades',
      needs: { user: USER, taker_only: /^false$/, limit: /^500$/, _: CACHE_KEY },
      may: { start: /^\d{10}$/ },
      reply: paged([[row]]),
    });
    const read = await clientOf(double).data.trades({ wallet }, { sinceMs: 1_790_000_000_000 });
    expect(read).toMatchObject({
      complete: true,
      rows: [{ kind: 'buy', notional: 5_000_000, occurrence: 0 }],
    });
  });

  test('markets are asked for without a start, and at most as many as the venue takes', async () => {
    double = await HttpDouble.start({
      path: '/v2/trades',
      needs: {
        condition: /^0x[0-9a-f]{64},0x[0-9a-f]{64}$/,
        taker_only: /^false$/,
        limit: ANYTHING,
        _: CACHE_KEY,
      },
      reply: paged([[]]),
    });
    const { data } = clientOf(double);
    const markets = [market(1), market(2)];
    expect(await data.trades({ markets }, { sinceMs: 1 })).toMatchObject({ complete: true });
    const many = Array.from({ length: CONDITIONS_MAX + 1 }, (_, at) => market(at));
    expect(() => data.trades({ markets: many }, { sinceMs: 1 })).toThrow(/1 to 20 conditions/);
  });
});

const POSITION = {
  proxy_wallet: WALLET,
  redeemable: false,
  mergeable: false,
  negative_risk: true,
  token_id: '11',
  condition_id: conditionOf(1),
  current_size: 28.09,
  avg_price: 0.6699,
  entry_cost_usdc: 18.8202,
  entry_fees_usdc: 0.31053,
  current_price: 0.715,
  current_value: 20.0843,
  realized_pnl: -1.5,
  status: 'OPEN',
  first_entry_at: 1_791_292_984,
  last_event_at: 0,
  title: 'Will it be?',
  slug: 'will-it-be',
  event_slug: '',
};

test('positions are read in micro-units, dust included', async () => {
  double = await HttpDouble.start({
    path: '/v2/positions',
    needs: { user: USER, status: /^OPEN$/, sizeThreshold: /^0$/, _: CACHE_KEY },
    may: { limit: /^100$/, cursor: ANYTHING },
    reply: paged([
      [POSITION],
      [
        { ...POSITION, token_id: '12' },
        { ...POSITION, avg_price: 1.2 },
      ],
    ]),
  });
  const read = await clientOf(double).data.positions({ wallet });
  expect(read).toMatchObject({
    complete: true,
    rows: [
      {
        wallet,
        marketId: market(1),
        tokenId: '11',
        quantity: 28_090_000,
        averagePrice: 669_900,
        cost: 18_820_200,
        fees: 310_530,
        value: 20_084_300,
        realised: -1_500_000,
        negRisk: true,
        openedAtMs: 1_791_292_984_000,
        updatedAtMs: null,
      },
      { tokenId: '12' },
    ],
    problems: [{ field: 'avg_price' }],
  });
});

test('resolutions are asked for in pieces the venue takes; strangers are not believed', async () => {
  const asked = Array.from({ length: CONDITIONS_MAX + 1 }, (_, at) => market(at));
  const row = (id: string) => ({ condition_id: id, status: 'resolved', payouts: [1_000_000, 0] });
  double = await HttpDouble.start({
    path: '/v2/resolutions',
    needs: { condition: /^0x[0-9a-f]{64}(,0x[0-9a-f]{64}){0,19}$/, _: CACHE_KEY },
    reply: ({ query }, nth) => {
      const ids = (query.get('condition') ?? '').split(',');
      return json({ data: [...ids.map(row), ...(nth === 0 ? [row(conditionOf(999))] : [])] });
    },
  });
  const read = await clientOf(double).data.resolutions(asked);
  expect(read.rows.map(({ marketId }) => marketId)).toEqual(asked);
  expect(read.problems).toMatchObject([{ field: 'condition_id' }]);
  expect(double.seen).toHaveLength(2);
});

test('the value of a wallet is dollars, or nothing', async () => {
  const answers = [
    { data: { proxy_wallet: WALLET, value: 12.5 } },
    { data: null },
    { data: { value: '1' } },
    {},
  ];
  double = await HttpDouble.start({
    path: '/v2/value',
    needs: { user: USER, _: CACHE_KEY },
    reply: (_seen, nth) => json(answers[nth]),
  });
  const { data } = clientOf(double);
  expect(await data.value(wallet)).toBe(12_500_000);
  expect(await data.value(wallet)).toBeNull();
  await expect(data.value(wallet)).rejects.toMatchObject({ kind: 'malformed' });
  await expect(data.value(wallet)).rejects.toMatchObject({ kind: 'malformed' });
});
