import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { readStream } from '../../../src/data/binance/read-stream.ts';
import {
  aggTradeSchema,
  bookTickerSchema,
  candleSchema,
  tradeSchema,
} from '../../../src/data/binance/schema.ts';
import { FrameReader } from '../../../src/data/parsed.ts';

/** The parser written by hand takes and refuses what the schemas do. */

type Read = (data: never, symbol: string, stream: string) => unknown;

interface Kind {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly read: Read;
}

const tradeOf = (id: 't' | 'a') =>
  ((data: Readonly<Record<string, unknown>>, symbol: string, stream: string) => ({
    kind: 'trade',
    stream,
    symbol,
    id: data[id] ?? null,
    price: data['p'],
    venueAtMs: data['T'],
  })) as Read;

const KINDS: readonly Kind[] = [
  { name: 'trade', schema: tradeSchema, read: tradeOf('t') },
  { name: 'aggTrade', schema: aggTradeSchema, read: tradeOf('a') },
  {
    name: 'bookTicker',
    schema: bookTickerSchema,
    read: ((data: z.infer<typeof bookTickerSchema>, symbol: string, stream: string) =>
      data.b > data.a
        ? null
        : { kind: 'best', stream, symbol, id: data.u ?? null, bid: data.b, ask: data.a }) as Read,
  },
  {
    name: 'kline_1s',
    schema: candleSchema,
    read: ((data: z.infer<typeof candleSchema>, symbol: string, stream: string) => ({
      kind: 'candle',
      stream,
      symbol,
      id: data.E,
      price: data.k.c,
      venueAtMs: data.E,
      trades: data.k.n,
    })) as Read,
  },
];

const price = fc.oneof(
  fc.integer({ min: 1, max: 10_000_000 }).map((cents) => (cents / 100).toFixed(8)),
  fc.constantFrom('0', '0.0', '.5', '5.', '1e5', '-1', '1000000000000.5', '9'.repeat(33), ' 1'),
);
const time = fc.oneof(
  fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
  fc.integer({ min: 1_700_000_000_000_000, max: 1_900_000_000_000_000 }),
  fc.constantFrom(0, 1e12, 1e12 - 1, 1e13, 1e14, 1e15, 9_999_999_999_999, 1e16, 1e300, 1.5),
);
const id = fc.oneof(fc.nat(), fc.constantFrom(undefined, -1, 1.5, 2 ** 53, '1', null));
const symbol = fc.constantFrom('BTCUSDT', 'ETHUSDT', 'btcusdt', '', 'X'.repeat(33));
const data = fc.record(
  {
    e: fc.constantFrom('trade', 'aggTrade', 'kline'),
    E: time,
    s: symbol,
    t: id,
    a: fc.oneof(id, price),
    u: id,
    p: price,
    b: price,
    T: time,
    k: fc.record({ c: price, n: id }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
const damaged = fc
  .tuple(data, fc.constantFrom('e', 'E', 's', 't', 'a', 'u', 'p', 'b', 'T', 'k'), fc.anything())
  .map(([sound, field, value]): object => ({ ...sound, [field]: value }));

describe.each(KINDS)('$name', ({ name, schema, read }) => {
  test('is read as its schema says', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(data, damaged, fc.anything()), (each) => {
        const stream = `btcusdt@${name}`;
        const reader = new FrameReader('binance.stream');
        const reading = readStream({ stream, data: each }, reader);
        const parsed = schema.safeParse(each);
        const isOwn = (value: { s?: string }) => value.s?.toLowerCase() === 'btcusdt';
        const isSound = parsed.success && isOwn(parsed.data as { s?: string });
        const expected = isSound ? read(parsed.data as never, 'btcusdt', stream) : null;
        expect(reading).toEqual(expected);
        expect(reader.problems).toHaveLength(expected === null ? 1 : 0);
        if (!parsed.success) {
          const path = parsed.error.issues[0]?.path.join('.') || 'frame';
          expect(reader.problems[0]?.field).toBe(path);
        }
        taken += reading === null ? 0 : 1;
      }),
      { numRuns: 1_500 },
    );
    expect(taken).toBeGreaterThan(0);
  });
});
