import { getAddress, id } from 'ethers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import { EXCHANGES, ORDER_FILLED } from '../../../src/data/polygon/exchanges.ts';
import { type LeaderEvent, leaderEventKey } from '../../../src/engine/domain/leader.ts';
import { LeaderDedupe } from '../../../src/engine/intelligence/wallet/leader-dedupe.ts';
import { ABI, BLOCK_AT_MS, FILLED, logOf, MAKER, MARKET, OTHER, SIGNATURE, TOKEN } from './logs.ts';

const RECEIVED_AT_MS = BLOCK_AT_MS + 1_700;
const V2_CONDITION = `0x02${'5a'.repeat(18)}${'0'.repeat(16)}0badcafe`;
const V2_TOKEN = BigInt(`${V2_CONDITION}01`);

const frame = (log: unknown, around: object = {}) => ({ log, market: MARKET, ...around });
const parse = (value: unknown, atMs: number | null = RECEIVED_AT_MS) =>
  parseFrame('polygon.logs', value, atMs);

function eventOf(value: unknown, atMs: number | null = RECEIVED_AT_MS): LeaderEvent {
  const [event] = parse(value, atMs).events;
  if (event?.kind !== 'leaderActed') throw new Error(JSON.stringify(parse(value, atMs).problems));
  return event.event;
}

/** Written down by hand from the event's declaration, word after word. */
function handMade(words: readonly string[]) {
  return {
    address: '0xe2222d279d744050d28e00520010520000310F59',
    topics: [
      '0xd543adfd945773f1a62f74f0ee55a5e3b9b1a28262980ba90b1a89f2ea84d8ee',
      '0x1111111111111111111111111111111111111111111111111111111111111111',
      '0x000000000000000000000000A1a1a1a1a1a1a1A1A1a1a1a1a1A1A1a1A1a1a1a1',
      '0x000000000000000000000000e2222d279d744050d28e00520010520000310f59',
    ],
    data: `0x${words.join('')}`,
    blockNumber: '0x4d5e6f7',
    transactionHash: '0xAbcdef0000000000000000000000000000000000000000000000000000000001',
    transactionIndex: '0x0',
    blockHash: '0x2222222222222222222222222222222222222222222222222222222222222222',
    blockTimestamp: '0x6ab13b82',
    logIndex: '0x0',
    removed: false,
  };
}

const NO_WORD = '0'.repeat(64);
const BOUGHT = handMade([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '000000000000000000000000000000000000000000000000000000000000004d',
  '0000000000000000000000000000000000000000000000000000000000b73770',
  '00000000000000000000000000000000000000000000000000000000015c8220',
  '0000000000000000000000000000000000000000000000000000000000000a00',
  NO_WORD,
  NO_WORD,
]);
const SOLD = handMade([
  '0000000000000000000000000000000000000000000000000000000000000001',
  '000000000000000000000000000000000000000000000000000000000000004d',
  '00000000000000000000000000000000000000000000000000000000002dc6c1',
  '00000000000000000000000000000000000000000000000000000000000f4240',
  NO_WORD,
  NO_WORD,
  NO_WORD,
]);

describe('a fill on the chain', () => {
  test('is the event that the facts declare, by its topic and its contracts', () => {
    expect(id(SIGNATURE)).toBe(ORDER_FILLED);
    expect(EXCHANGES).toHaveLength(3);
    for (const address of EXCHANGES) expect(getAddress(address).toLowerCase()).toBe(address);
  });

  test('that bought gave dollars and took shares', () => {
    expect(parse(frame(BOUGHT, { occurrence: 3 }))).toMatchObject({
      events: [
        {
          kind: 'leaderActed',
          event: {
            wallet: MAKER,
            kind: 'buy',
            marketId: MARKET,
            tokenId: '77',
            quantity: 22_839_840,
            price: 525_716,
            notional: 12_007_280,
            transaction: '0xabcdef0000000000000000000000000000000000000000000000000000000001',
            tradedAtMs: 0x6ab13b82 * 1_000,
            feed: 'chain',
            occurrence: 3,
            title: '',
            slug: '',
            eventSlug: '',
          },
        },
      ],
      problems: [],
    });
  });

  test('that sold gave shares and took dollars, at a price rounded down', () => {
    expect(eventOf(frame(SOLD))).toMatchObject({
      kind: 'sell',
      quantity: 3_000_001,
      notional: 1_000_000,
      price: 333_333,
      occurrence: null,
    });
  });

  test('is read by ethers as we read it', () => {
    for (const log of [BOUGHT, SOLD]) {
      const read = ABI.parseLog(log)?.args;
      const event = eventOf(frame(log));
      const isBuy = read?.['side'] === 0n;
      const [shares, dollars] = isBuy
        ? [read['takerAmountFilled'], read['makerAmountFilled']]
        : [read?.['makerAmountFilled'], read?.['takerAmountFilled']];
      expect(event).toMatchObject({
        kind: isBuy ? 'buy' : 'sell',
        wallet: String(read?.['maker']).toLowerCase(),
        tokenId: String(read?.['tokenId']),
        quantity: Number(shares),
        notional: Number(dollars),
      });
    }
  });

  test('whatever ethers encodes comes out again, exactly', () => {
    const amount = fc.bigInt({ min: 1n, max: BigInt(Number.MAX_SAFE_INTEGER) });
    const fill = fc.record({
      exchange: fc.constantFrom(...EXCHANGES).map((one) => getAddress(one)),
      maker: fc.stringMatching(/^0x[0-9a-f]{40}$/),
      taker: fc.constantFrom(OTHER, ...EXCHANGES),
      side: fc.constantFrom(0, 1),
      tokenId: fc.bigInt({ min: 1n << 252n, max: (1n << 256n) - 1n }),
      shares: amount,
      part: fc.nat(1_000_000).map(BigInt),
      fee: fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }),
      logIndex: fc.nat(100_000),
      seconds: fc.integer({ min: 1_000_000_000, max: 9_999_999_999 }),
    });
    fc.assert(
      fc.property(fill, ({ shares, part, side, seconds, logIndex, ...rest }) => {
        const dollars = (shares * part) / 1_000_000n;
        const [makerAmount, takerAmount] = side === 0 ? [dollars, shares] : [shares, dollars];
        const log = logOf(
          { ...rest, side, makerAmount, takerAmount },
          { logIndex },
          { blockTimestamp: `0x${seconds.toString(16)}` },
        );
        const event = eventOf(frame(log));
        expect(event).toMatchObject({
          wallet: rest.maker,
          kind: side === 0 ? 'buy' : 'sell',
          tokenId: rest.tokenId.toString(),
          quantity: Number(shares),
          notional: Number(dollars),
          price: Number((dollars * 1_000_000n) / shares),
          tradedAtMs: seconds * 1_000,
        });
      }),
      { numRuns: 500 },
    );
  });

  test('without the time of its block is dated by its receipt', () => {
    const log = logOf({}, {}, { blockTimestamp: undefined });
    const receivedAtMs = RECEIVED_AT_MS - 5;
    expect(eventOf(frame(log, { receivedAtMs })).tradedAtMs).toBe(receivedAtMs);
    expect(eventOf(frame(log)).tradedAtMs).toBe(RECEIVED_AT_MS);
    expect(parse(frame(log), null)).toMatchObject({
      events: [],
      problems: [{ reason: 'malformed', field: 'log.blockTimestamp' }],
    });
  });

  test('of Protocol V2 stands beside its own market or is refused', () => {
    const log = logOf({ tokenId: V2_TOKEN, exchange: EXCHANGES[2] ?? '' });
    const market = `${V2_CONDITION}00`;
    expect(eventOf({ log, market })).toMatchObject({ marketId: market, tokenId: `${V2_TOKEN}` });
    expect(parse(frame(log)).problems).toMatchObject([{ reason: 'malformed', field: 'market' }]);
  });
});

describe('what is no trade of one market is counted and dropped', () => {
  const combo = BigInt(`0x03${V2_CONDITION.slice(4)}01`);
  const cut = String(logOf()['data']).slice(0, -2);
  test.each<[string, unknown, string, string]>([
    ['no object', 7, 'malformed', 'frame'],
    ['no log', { market: MARKET }, 'malformed', 'frame'],
    ['no market', { log: logOf(), market: null }, 'malformed', 'market'],
    [
      'a log that was taken back',
      frame(logOf({}, {}, { removed: true })),
      'ignored',
      'log.removed',
    ],
    ['a combination', frame(logOf({ tokenId: combo })), 'ignored', 'log.data'],
    ['another contract', frame(logOf({ exchange: OTHER })), 'malformed', 'address'],
    [
      'another event',
      frame(logOf({}, {}, { topics: Array(4).fill(id('x')) })),
      'malformed',
      'topics.0',
    ],
    ['data cut off', frame(logOf({}, {}, { data: cut })), 'malformed', 'data'],
    ['a third side', frame(logOf({ side: 2 })), 'malformed', 'data'],
    ['token zero', frame(logOf({ tokenId: 0n })), 'malformed', 'data'],
    ['no shares', frame(logOf({ makerAmount: 0n, takerAmount: 0n })), 'malformed', 'data'],
    ['more than $1 a share', frame(logOf({ takerAmount: 5_199_999n })), 'malformed', 'data'],
    ['shares beyond numbers', frame(logOf({ takerAmount: 1n << 53n })), 'malformed', 'data'],
    ['no block', frame(logOf({}, {}, { blockHash: null })), 'malformed', 'blockHash'],
    ['no place', frame(logOf({}, {}, { logIndex: null })), 'malformed', 'logIndex'],
    ['time zero', frame(logOf({}, {}, { blockTimestamp: '0x0' })), 'malformed', 'blockTimestamp'],
    ['a number of twins below zero', frame(logOf(), { occurrence: -1 }), 'malformed', 'occurrence'],
  ])('%s', (...[, value, reason, field]) => {
    expect(parse(value)).toMatchObject({ events: [], problems: [{ reason, field }] });
  });
});

describe('a trade that the chain, RTDS and the Data API show', () => {
  const price = Number(FILLED.makerAmount) / Number(FILLED.takerAmount);
  const seconds = BLOCK_AT_MS / 1_000;
  const log = logOf();
  const shared = { side: 'BUY', size: 10, price, timestamp: seconds };
  const rtds = {
    topic: 'activity',
    type: 'trades',
    payload: {
      ...shared,
      proxyWallet: getAddress(MAKER),
      asset: TOKEN,
      conditionId: MARKET,
      transactionHash: log['transactionHash'],
      timestamp: seconds - 2,
    },
  };
  const row = {
    ...shared,
    type: 'TRADE',
    proxy_wallet: MAKER,
    token_id: TOKEN,
    condition_id: MARKET,
    transaction_hash: log['transactionHash'],
    usdc_size: 5.200_12,
    title: '',
    slug: '',
    event_slug: '',
  };
  const events = (source: string, value: unknown) =>
    parseFrame(source, value, RECEIVED_AT_MS).events.flatMap((event) =>
      event.kind === 'leaderActed' ? [event.event] : [],
    );
  const chain = (logIndex: number, occurrence: number) =>
    eventOf(frame(logOf({}, { logIndex }), { occurrence }));
  const once = [
    events('polymarket.activity', rtds),
    events('polymarket.data-activity', { data: [row] }),
    [chain(7, 0)],
  ];

  test('has one key', () => {
    expect(new Set(once.flat().map(leaderEventKey)).size).toBe(1);
    expect(once.map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  test('counts once, in whichever order they come', () => {
    for (const [a, b, c] of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [2, 0, 1],
    ] as const) {
      const dedupe = new LeaderDedupe();
      const rows = [a, b, c].flatMap((at) => once[at] ?? []);
      const counted = rows.flatMap((event) => [...dedupe.observe(event, RECEIVED_AT_MS)]);
      expect(counted).toHaveLength(1);
      expect(counted[0]?.event.feed).toBe(rows[0]?.feed);
      expect(dedupe.coverage(0, RECEIVED_AT_MS + 1).shownBy.size).toBe(3);
    }
  });

  test('and its true twin count twice, however often each is shown', () => {
    const rows = [
      chain(7, 0),
      chain(9, 1),
      chain(7, 0),
      chain(9, 1),
      ...events('polymarket.activity', rtds),
      ...events('polymarket.activity', rtds),
      ...events('polymarket.data-activity', { data: [row, row] }),
    ];
    const dedupe = new LeaderDedupe();
    const counted = rows.flatMap((event) => [...dedupe.observe(event, RECEIVED_AT_MS)]);
    expect(counted.map(({ ordinal, event }) => [ordinal, event.feed])).toEqual([
      [0, 'chain'],
      [1, 'chain'],
    ]);
  });
});
