import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { parseFrame } from '../../../src/data/frame.ts';
import {
  bookDeltaSchema,
  bookSnapshotSchema,
  tickerSchema,
} from '../../../src/data/kalshi/schema-stream.ts';
import type { Row } from '../../../src/data/parsed.ts';
import { MarketBook } from '../../../src/engine/domain/book/market-book.ts';
import type { MarketId, TokenId } from '../../../src/engine/domain/ids.ts';
import type { MarketEvent } from '../../../src/engine/domain/market-event.ts';
import { decimalFromMicro, MICRO } from '../../../src/engine/domain/values/micro.ts';
import { price } from '../../../src/engine/domain/values/money.ts';
import { AT_MS, deltaFrame, snapshotFrame, TICKER, tickerFrame } from './frames.ts';

const parse = (frame: unknown) => parseFrame('kalshi.stream', frame);
const eventsOf = (schema: z.ZodType<unknown>, frame: unknown): unknown => {
  const read = schema.safeParse(frame);
  if (!read.success) return [];
  return Array.isArray(read.data) ? read.data : [read.data];
};

/** Values that a field of a frame may be mistaken for. */
const oddValue = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    '',
    'x',
    '0',
    '1',
    '1.0000',
    '0.0000',
    '-0.5',
    '0.5000001',
    '1e-1',
    '0.42',
    '63',
    '-54.00',
    '0.01',
    '+1',
    ' 1',
    0.42,
    42,
    true,
    [],
    {},
    [['0.4', '1']],
    [['0.4', 1]],
    [['0.4']],
    [['0.4', '1', '2']],
    [
      ['0.4', '1'],
      ['0.4', '2'],
    ],
    [['1.0000', '5']],
    [['0.4', '0.00']],
    'YES',
    'yes',
    'no',
    'abc',
    'KXA B',
    TICKER,
    AT_MS,
    1_790_000_000,
  ),
  fc.integer({ min: 0, max: MICRO }).map(decimalFromMicro),
);

const HOT = [
  {
    type: 'orderbook_snapshot',
    make: snapshotFrame,
    schema: bookSnapshotSchema,
    fields: ['market_ticker', 'yes_dollars_fp', 'no_dollars_fp'],
  },
  {
    type: 'orderbook_delta',
    make: deltaFrame,
    schema: bookDeltaSchema,
    fields: ['market_ticker', 'price_dollars', 'delta_fp', 'side'],
  },
  {
    type: 'ticker',
    make: tickerFrame,
    schema: tickerSchema,
    fields: ['market_ticker', 'yes_bid_dollars', 'yes_ask_dollars', 'ts_ms'],
  },
] as const;

describe.each(HOT)('the hot parser of $type', ({ make, schema, fields }) => {
  test('agrees with its schema on every frame, taken or refused', () => {
    let taken = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...fields), oddValue), { maxLength: 2 }),
        fc.option(fc.tuple(fc.constantFrom('at_ms', 'yes_price', 'size_fp'), oddValue), {
          freq: 4,
        }),
        (changes, ownChange) => {
          const frame: Row = make(Object.fromEntries(changes));
          const own = frame['own'] as Row | undefined;
          const changed =
            ownChange === null || own === undefined
              ? frame
              : { ...frame, own: { ...own, [ownChange[0]]: ownChange[1] } };
          const { events, problems } = parse(changed);
          expect(events).toEqual(eventsOf(schema, changed));
          expect(problems.length).toBe(events.length === 0 ? 1 : 0);
          taken += events.length > 0 ? 1 : 0;
        },
      ),
      { numRuns: 1_500 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});

const id = TICKER as MarketId;
const token = (side: string) => `${TICKER}:${side}` as TokenId;

describe('a book that is fed by frames', () => {
  const step = fc.record({
    side: fc.constantFrom('yes' as const, 'no' as const),
    /** Below the middle on either side, so that nothing crosses. */
    at: fc.integer({ min: 1, max: 49 }),
    size: fc.integer({ min: 0, max: 500 }),
  });

  test('is one book seen from two sides, whatever happens to it', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const book = new MarketBook({
          marketId: id,
          tokenIds: [token('yes'), token('no')],
          tick: price(10_000),
          layout: 'sorted',
        });
        const kept = { yes: new Map<number, number>(), no: new Map<number, number>() };
        const feed = (events: readonly MarketEvent[]): void => {
          for (const event of events) {
            if (event.kind === 'bookSnapshot') book.applySnapshot(event, event.venueAtMs);
            if (event.kind === 'bookDelta') book.applyDelta(event, event.venueAtMs);
          }
        };
        feed(parse(snapshotFrame({ yes_dollars_fp: null, no_dollars_fp: [] })).events);
        for (const [nth, { side, at, size }] of steps.entries()) {
          const yesPrice = side === 'yes' ? at : 100 - at;
          const own = {
            at_ms: AT_MS + nth + 1,
            yes_price: true,
            size_fp: decimalFromMicro(size * MICRO),
          };
          const price_dollars = decimalFromMicro(yesPrice * 10_000);
          feed(parse(deltaFrame({ side, price_dollars, delta_fp: '1.00' }, own)).events);
          if (size === 0) kept[side].delete(at);
          else kept[side].set(at, size);
        }
        expect(book.trust).toEqual({ trusted: true, reason: null });
        for (const [side, other] of [
          ['yes', 'no'],
          ['no', 'yes'],
        ] as const) {
          const own = [...kept[side]].sort(([a], [b]) => b - a);
          expect(book.levels(token(side), 'bid', 99)).toEqual(
            own.map(([at, size]) => ({ price: at * 10_000, quantity: size * MICRO })),
          );
          expect(book.levels(token(other), 'ask', 99)).toEqual(
            own.map(([at, size]) => ({ price: MICRO - at * 10_000, quantity: size * MICRO })),
          );
        }
      }),
    );
  });
});
