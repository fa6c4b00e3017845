import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';

const WALLET = '0x1015bb260154F51E5F432cB0a3227C1619FCBac8';
const CONDITION = `0x${'6c'.repeat(32)}`;
const TX = `0x${'0A'.repeat(32)}`;

const TRADE = {
  proxyWallet: WALLET,
  side: 'BUY',
  asset: '77',
  conditionId: CONDITION,
  size: 4.33,
  price: 0.02532500243751828,
  timestamp: 1_785_027_308,
  transactionHash: TX,
  title: 'Bitcoin Up or Down',
  slug: 'btc-updown-5m-1785027300',
  eventSlug: 'btc-updown-5m-1785027300',
  name: 'someone',
};

describe('RTDS activity', () => {
  const frame = (payload: object = {}, type = 'trades') => ({
    connection_id: 'x',
    topic: 'activity',
    type,
    timestamp: 1_785_027_308_241,
    payload: { ...TRADE, ...payload },
  });
  const parse = (value: unknown) => parseFrame('polymarket.activity', value);

  test('a trade is what its wallet did, doubles rounded to micro-units', () => {
    expect(parse(frame())).toMatchObject({
      events: [
        {
          kind: 'leaderActed',
          event: {
            wallet: WALLET.toLowerCase(),
            kind: 'buy',
            marketId: CONDITION,
            tokenId: '77',
            quantity: 4_330_000,
            price: 25_325,
            notional: 109_657,
            transaction: TX.toLowerCase(),
            tradedAtMs: 1_785_027_308_000,
            feed: 'rtds.trades',
            occurrence: null,
            slug: 'btc-updown-5m-1785027300',
          },
        },
      ],
      problems: [],
    });
  });

  test('the type names the feed, so that the core can count one against the other', () => {
    const { events } = parse(frame({ side: 'SELL' }, 'orders_matched'));
    expect(events).toMatchObject([{ event: { kind: 'sell', feed: 'rtds.orders_matched' } }]);
  });

  test.each([
    ['proxyWallet', '0x12'],
    ['side', 'HOLD'],
    ['asset', '0x77'],
    ['conditionId', '0x1'],
    ['size', 0],
    ['size', -1],
    ['size', 1e300],
    ['size', '4.33'],
    ['price', 0],
    ['price', 1e-9],
    ['price', 1.000_000_1],
    ['price', Number.NaN],
    ['timestamp', 1_785_027_308_000],
    ['timestamp', 1.5],
    ['transactionHash', ''],
    ['title', 'x'.repeat(5_000)],
  ])('%s of %j is refused by name', (field, value) => {
    const { events, problems } = parse(frame({ [field]: value }));
    expect(events).toEqual([]);
    expect(problems).toMatchObject([{ reason: 'malformed', field: `payload.${field}` }]);
  });

  test('combinations of markets and other topics are left out and counted', () => {
    const combo = parse(frame({ conditionId: `0x${'6c'.repeat(31)}` }));
    expect(combo).toMatchObject({ events: [], problems: [{ reason: 'ignored' }] });
    const other = parse({ ...frame(), topic: 'comments' });
    expect(other).toMatchObject({ events: [], problems: [{ reason: 'unknownKind' }] });
  });
});

describe('Data API activity', () => {
  const v1 = { ...TRADE, type: 'TRADE', usdcSize: 0.2 };
  const v2 = {
    proxy_wallet: WALLET,
    timestamp: 1_785_027_308,
    condition_id: CONDITION,
    type: 'TRADE',
    size: 22.84,
    usdc_size: 12.16184,
    transaction_hash: TX,
    price: 0.52,
    token_id: '77',
    side: 'SELL',
    outcome_index: 999,
    title: 'Dallas',
    slug: 'dallas',
    event_slug: '',
  };
  const redeem = { ...v1, type: 'REDEEM', asset: '', side: '', price: 0, size: 0, usdcSize: 0 };
  const parse = (value: unknown) => parseFrame('polymarket.data-activity', value);

  test('rows of both versions mean the same', () => {
    expect(parse(v1).events).toMatchObject([
      { event: { kind: 'buy', tokenId: '77', notional: 200_000, feed: 'data-api' } },
    ]);
    expect(parse(v2).events).toMatchObject([
      {
        event: {
          wallet: WALLET.toLowerCase(),
          kind: 'sell',
          marketId: CONDITION,
          tokenId: '77',
          quantity: 22_840_000,
          price: 520_000,
          notional: 12_161_840,
          tradedAtMs: 1_785_027_308_000,
          title: 'Dallas',
        },
      },
    ]);
  });

  test.each(['SPLIT', 'MERGE', 'REDEEM', 'CONVERSION'])('%s names no outcome', (type) => {
    const { events } = parse([
      { ...redeem, type },
      { ...v2, type, token_id: null, side: null },
    ]);
    const expected = { kind: type.toLowerCase(), tokenId: null, price: null };
    expect(events).toMatchObject([{ event: expected }, { event: expected }]);
  });

  test.each(['REWARD', 'REDEEM_OR_MERGE', 'RESOLUTION', undefined])(
    'a row of type %s is left out and counted',
    (type) => {
      expect(parse({ ...v2, type })).toMatchObject({
        events: [],
        problems: [{ reason: 'ignored', field: 'type' }],
      });
    },
  );

  test('true twins on a page are numbered, a single row is not', () => {
    const occurrences = (value: unknown) =>
      parse(value).events.map((each) => (each.kind === 'leaderActed' ? each.event.occurrence : -1));
    const page = { data: [v2, v1, v2, { ...v2, size: 1 }, v2], pagination: { has_more: false } };
    expect(occurrences(page)).toEqual([0, 0, 1, 0, 2]);
    expect(occurrences([v2, v2])).toEqual([0, 1]);
    expect(occurrences(v2)).toEqual([null]);
  });

  test('a bad row does not cost the others', () => {
    const { events, problems } = parse([v2, { ...v2, price: 'NaN' }, null, v1]);
    expect(events).toHaveLength(2);
    expect(problems).toMatchObject([{ field: 'price' }, { field: 'frame' }]);
  });

  test('a trade without the venue’s dollars counts price times quantity', () => {
    const { events } = parse({ ...v2, usdc_size: undefined });
    expect(events).toMatchObject([{ event: { notional: 11_876_800 } }]);
  });
});
