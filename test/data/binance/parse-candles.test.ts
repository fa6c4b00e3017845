import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverOf } from '../../../src/data/binance/feed/candle-cover.ts';
import { CANDLE_ROWS_MAX } from '../../../src/data/binance/parse-candles.ts';
import { parseFrame } from '../../../src/data/frame.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/engine/domain/time.ts';

const LENGTHS: Readonly<Record<string, number>> = { '1m': MINUTE_MS, '1h': HOUR_MS, '1d': DAY_MS };
/** 3 August 2026, 16:01 in UTC. */
const FROM_MS = 1_785_772_860_000;

interface Candle {
  readonly at: number;
  readonly lengthMs?: number;
  readonly open?: string;
  readonly high?: string;
  readonly low?: string;
}

function row({ at, lengthMs = MINUTE_MS, open = '100.5', high = '101', low = '99.5' }: Candle) {
  return [at, open, high, low, '100', '1', at + lengthMs - 1, '100', 5, '1', '1', '0'];
}

function parsed(rows: readonly unknown[], over: object = {}) {
  const frame = { symbol: 'btcusdt', fromMs: FROM_MS, untilMs: FROM_MS + 90_000, rows, ...over };
  return parseFrame('binance.candles', frame);
}

describe('candles since a moment', () => {
  test('are one range: the first price, the highest and the lowest', () => {
    const rows = [
      row({ at: FROM_MS, high: '105.25' }),
      row({ at: FROM_MS + MINUTE_MS, open: '100.9', low: '98' }),
    ];
    expect(parsed(rows)).toMatchObject({
      problems: [],
      events: [
        {
          ...{ kind: 'spotRange', symbol: 'btcusdt', fromMs: FROM_MS, untilMs: FROM_MS + 90_000 },
          ...{ open: 100.5, high: 105.25, low: 98 },
        },
      ],
    });
  });

  const minutes = [row({ at: FROM_MS }), row({ at: FROM_MS + MINUTE_MS })];
  test.each([
    ['leave one out', [minutes[0], row({ at: FROM_MS + 2 * MINUTE_MS })], {}],
    ['begin later', [minutes[1]], {}],
    ['end before the moment that they are said to reach', [minutes[0]], {}],
    ['go on after it', [...minutes, row({ at: FROM_MS + 2 * MINUTE_MS, lengthMs: HOUR_MS })], {}],
    ['are none', [], {}],
    ['have a row of another shape', [minutes[0], { open: 1 }], {}],
    ['have a lowest price above the highest', [row({ at: FROM_MS, low: '200' }), minutes[1]], {}],
    ['have no symbol', minutes, { symbol: '' }],
    ['are of no time', minutes, { fromMs: 'today' }],
  ])('that %s say nothing, and that is told', (_name, rows, over) => {
    const { events, problems } = parsed(rows, over);
    expect(events).toEqual([]);
    expect(problems).not.toEqual([]);
  });
});

test('the fewest candles cover a stretch, without a gap and without what comes after', () => {
  const stretch = fc.record({
    minute: fc.integer({ min: 29_000_000, max: 30_000_000 }),
    spanMs: fc.integer({ min: 1, max: 92 * DAY_MS }),
  });
  fc.assert(
    fc.property(stretch, ({ minute, spanMs }) => {
      const fromMs = minute * MINUTE_MS;
      const spans = coverOf(fromMs, fromMs + spanMs);
      let [nextMs, rows] = [fromMs, 0];
      for (const span of spans) {
        const lengthMs = LENGTHS[span.interval] ?? Number.NaN;
        expect(span.fromMs).toBe(nextMs);
        expect(span.fromMs % lengthMs).toBe(0);
        rows += Math.ceil((span.untilMs - span.fromMs) / lengthMs);
        nextMs = span.untilMs;
      }
      expect(nextMs).toBe(fromMs + spanMs);
      expect(spans.length).toBeLessThanOrEqual(5);
      expect(rows).toBeLessThanOrEqual(CANDLE_ROWS_MAX);
      const longest = Math.max(...spans.map(({ interval }) => LENGTHS[interval] ?? 0));
      if (spanMs >= 2 * DAY_MS) expect(longest).toBe(DAY_MS);
    }),
  );
});
