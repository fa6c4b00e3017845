import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import {
  HISTORY_ROWS_MAX,
  historyFrameSchema,
  historyRowSchema,
} from '../../../src/data/polymarket/schema-history.ts';
import { mutated } from './frames.ts';

const SOURCE = 'polymarket.history';
const MARKET = `0x${'0c'.repeat(32)}`;
const AT_SECONDS = 1_790_000_000;
const row = (minutes: number, p: unknown = 0.5) => ({ t: AT_SECONDS + minutes * 60, p });
const frameOf = (history: readonly unknown[]) => ({ market: MARKET, token: '123', history });
const read = (history: readonly unknown[]) => parseFrame(SOURCE, frameOf(history));

const historyFrame = fc.record({
  market: fc.constant(MARKET),
  token: fc.bigInt({ min: 1n, max: (1n << 256n) - 1n }).map(String),
  history: fc.array(
    fc.record({
      t: fc.integer({ min: AT_SECONDS, max: AT_SECONDS + 50 }),
      p: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 0.5, 0.0005)),
    }),
    { maxLength: 8 },
  ),
});

/** What the schemas make of a frame: the points that are told, and how many rows are refused. */
function oracle(frame: unknown): { readonly points: readonly unknown[]; readonly refused: number } {
  const parsed = historyFrameSchema.safeParse(frame);
  if (!parsed.success) return { points: [], refused: 1 };
  const points: { readonly atMs: number; readonly price: number }[] = [];
  for (const each of parsed.data.history) {
    const point = historyRowSchema.safeParse(each);
    if (point.success && point.data.atMs >= (points.at(-1)?.atMs ?? 0)) points.push(point.data);
  }
  return { points, refused: parsed.data.history.length - points.length };
}

describe('past prices', () => {
  test('are read with their market and token, oldest first', () => {
    const { events, problems } = read([row(0, 0.4), row(30, 0.4155), row(60, 1)]);
    expect(problems).toEqual([]);
    expect(events).toEqual([
      {
        kind: 'priceHistory',
        marketId: MARKET,
        tokenId: '123',
        points: [
          { atMs: 1_790_000_000_000, price: 400_000 },
          { atMs: 1_790_001_800_000, price: 415_500 },
          { atMs: 1_790_003_600_000, price: 1_000_000 },
        ],
      },
    ]);
  });

  test('of which there are none tell nothing', () => {
    expect(read([])).toMatchObject({ events: [], problems: [] });
  });

  test.each([
    ['a price above a dollar', row(30, 1.01), 'history.p'],
    ['a price below nothing', row(30, -0.01), 'history.p'],
    ['a price in words', row(30, '0.5'), 'history.p'],
    ['no price', { t: AT_SECONDS + 60 }, 'history.p'],
    ['milliseconds', { t: AT_SECONDS * 1_000, p: 0.5 }, 'history.t'],
    ['a part of a second', { t: AT_SECONDS + 0.5, p: 0.5 }, 'history.t'],
    ['a time before the row above', row(-1), 'history.t'],
    ['nothing of a row', null, 'history'],
    ['a list', [AT_SECONDS, 0.5], 'history'],
  ])('lose a row with %s, and nothing else', (_, odd, field) => {
    const { events, problems } = read([row(0), odd, row(60)]);
    expect(events).toMatchObject([
      { points: [{ atMs: 1_790_000_000_000 }, { atMs: 1_790_003_600_000 }] },
    ]);
    expect(problems).toMatchObject([{ reason: 'malformed', source: SOURCE, field }]);
  });

  test('may tell two prices of one second: the venue ends with that of now', () => {
    expect(read([row(0, 0.4), row(0, 0.5)]).events).toMatchObject([
      { points: [{ price: 400_000 }, { price: 500_000 }] },
    ]);
  });

  test.each([
    ['no market', { token: '123', history: [row(0)] }, 'market'],
    ['no token', { market: MARKET, history: [row(0)] }, 'token'],
    ['no rows', { market: MARKET, token: '123' }, 'history'],
    ['rows that are none', { market: MARKET, token: '123', history: row(0) }, 'history'],
  ])('are refused whole with %s', (_, frame, field) => {
    const { events, problems } = parseFrame(SOURCE, frame);
    expect(events).toEqual([]);
    expect(problems).toMatchObject([{ reason: 'malformed', field }]);
  });

  test('are refused whole when there are too many', () => {
    const many = Array.from({ length: HISTORY_ROWS_MAX + 1 }, (_, at) => row(at));
    expect(read(many.slice(1)).events).toMatchObject([{ kind: 'priceHistory' }]);
    expect(read(many)).toMatchObject({ events: [], problems: [{ field: 'history' }] });
  });

  test('are taken and refused as their schema does, sound or damaged', () => {
    const frames = fc.oneof(historyFrame, mutated(historyFrame));
    fc.assert(
      fc.property(frames, (frame) => {
        const { events, problems } = parseFrame(SOURCE, frame);
        const { points, refused } = oracle(frame);
        expect(problems).toHaveLength(refused);
        if (points.length === 0) expect(events).toEqual([]);
        else expect(events).toMatchObject([{ kind: 'priceHistory', points }]);
      }),
      { numRuns: 1_500 },
    );
  });
});
