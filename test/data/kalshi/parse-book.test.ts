import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import type { BookSnapshot } from '../../../src/engine/domain/market-event.ts';
import { decimalFromMicro, MICRO } from '../../../src/engine/domain/values/micro.ts';
import { AT_MS, TICKER } from './frames.ts';

const parse = (frame: unknown) => parseFrame('kalshi.book', frame, AT_MS);

/** The shape until the spring of 2026: cents and whole contracts. */
const OLD = {
  yes: [
    [35, 200],
    [42, 13],
  ],
  no: [
    [54, 400],
    [56, 17],
  ],
};
const NEW = {
  yes_dollars: [
    ['0.3500', '200.00'],
    ['0.4200', '13.00'],
  ],
  no_dollars: [
    ['0.5400', '400.00'],
    ['0.5600', '17.00'],
  ],
};

describe('polled books', () => {
  test('both arrays are bids; asks are what the other side bids', () => {
    const { events, problems } = parse({ ticker: TICKER, orderbook_fp: NEW });
    expect(problems).toEqual([]);
    expect(events).toMatchObject([
      {
        tokenId: `${TICKER}:yes`,
        bids: [{ price: 350_000 }, { price: 420_000 }],
        asks: [
          { price: 460_000, quantity: 400_000_000 },
          { price: 440_000, quantity: 17_000_000 },
        ],
        source: 'poll',
        venueAtMs: AT_MS,
        hash: null,
      },
      { tokenId: `${TICKER}:no`, asks: [{ price: 650_000 }, { price: 580_000 }] },
    ]);
  });

  test('the shape of cents says the same as the shape of text', () => {
    const fresh = parse({ ticker: TICKER, orderbook_fp: NEW }).events;
    expect(parse({ ticker: TICKER, orderbook: OLD }).events).toEqual(fresh);
  });

  test.each([
    ['null', { yes: null, no: [[54, 400]] }],
    ['not there', { no: [[54, 400]] }],
    ['empty', { yes: [], no: [[54, 400]] }],
  ])('a side that is %s has no bids', (_name, orderbook) => {
    expect(parse({ ticker: TICKER, orderbook }).events).toMatchObject([
      { bids: [], asks: [{ price: 460_000 }] },
      { bids: [{ price: 540_000 }], asks: [] },
    ]);
    const fixed = {
      yes_dollars: 'yes' in orderbook && orderbook.yes === null ? null : [],
      no_dollars: NEW.no_dollars,
    };
    expect(parse({ ticker: TICKER, orderbook_fp: fixed }).events).toHaveLength(2);
  });

  test('a row is dated by its own receipt, so that a replay orders it as the live run did', () => {
    const row = { ticker: TICKER, orderbook_fp: NEW, at_ms: AT_MS - 7 };
    expect(parse(row).events).toMatchObject([{ venueAtMs: AT_MS - 7 }, { venueAtMs: AT_MS - 7 }]);
    expect(parseFrame('kalshi.book', { ticker: TICKER, orderbook_fp: NEW }).problems).toMatchObject(
      [{ field: 'at_ms' }],
    );
  });

  test.each([
    ['no book', { ticker: TICKER }, 'orderbook_fp'],
    ['no ticker', { orderbook_fp: NEW }, 'ticker'],
    ['a price of one dollar', { yes_dollars: [['1.0000', '5.00']] }, 'orderbook_fp'],
    [
      'a price twice',
      {
        yes_dollars: [
          ['0.4000', '5.00'],
          ['0.4', '6.00'],
        ],
      },
      'orderbook_fp',
    ],
    ['a price in floats', { yes_dollars: [[0.4, 5]] }, 'orderbook_fp.yes_dollars.0.0'],
    ['a price of seven digits', { yes_dollars: [['0.4000001', '5.00']] }, 'yes_dollars'],
    ['a negative count', { yes_dollars: [['0.4000', '-5.00']] }, 'yes_dollars'],
  ])('%s is refused', (_name, part, field) => {
    const isRow = 'ticker' in part || 'orderbook_fp' in part;
    const { events, problems } = parse(isRow ? part : { ticker: TICKER, orderbook_fp: part });
    expect(events).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.field).toContain(field);
  });
});

const bids = fc.uniqueArray(
  fc.record({
    price: fc.integer({ min: 1, max: 9_999 }),
    count: fc.integer({ min: 1, max: 10_000_000 }),
  }),
  { selector: ({ price }) => price, maxLength: 30 },
);

describe('what the venue writes', () => {
  test('comes back from our values to the last digit, on both sides of the mirror', () => {
    fc.assert(
      fc.property(bids, bids, (yes, no) => {
        const rows = (levels: typeof yes) =>
          levels.map(({ price, count }) => [(price / 10_000).toFixed(4), (count / 100).toFixed(2)]);
        const frame = {
          ticker: TICKER,
          orderbook_fp: { yes_dollars: rows(yes), no_dollars: rows(no) },
        };
        const [first, second] = parse(frame).events as readonly BookSnapshot[];
        for (const [view, own, other] of [
          [first, yes, no],
          [second, no, yes],
        ] as const) {
          expect(view?.bids.map(({ price }) => decimalFromMicro(price))).toEqual(
            own.map(({ price }) => decimalFromMicro(price * 100)),
          );
          expect(view?.bids.map(({ quantity }) => quantity)).toEqual(
            own.map(({ count }) => count * 10_000),
          );
          expect(view?.asks.map(({ price }) => price)).toEqual(
            other.map(({ price }) => MICRO - price * 100),
          );
        }
      }),
    );
  });
});
