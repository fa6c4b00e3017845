import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Row } from '../../../../src/data/parsed.ts';
import {
  DeliveredSeconds,
  FRAME_ROWS_MAX,
  framesOf,
  secondsOfRows,
} from '../../../../src/data/polymarket/feed/activity-rows.ts';
import { activityRow } from '../client/venue.ts';

const row = (seconds: number, transaction = 1): Row =>
  activityRow(1_790_000_000 + seconds, transaction) as Row;

describe('frames of activity', () => {
  test('hold all rows in order, never too many, and never a part of a second', () => {
    const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(400)), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(sizes, (each) => {
        const rows = each.flatMap((size, at) => Array.from({ length: size }, () => row(at)));
        const frames = framesOf(secondsOfRows(rows));
        expect(frames.flat()).toEqual(rows);
        const seconds = frames.map((frame) => new Set(frame.map(({ timestamp }) => timestamp)));
        expect(seconds.reduce((sum, of) => sum + of.size, 0)).toBe(new Set(each.keys()).size);
        for (const frame of frames) expect(frame.length).toBeLessThanOrEqual(FRAME_ROWS_MAX);
      }),
      { numRuns: 50 },
    );
  });

  test('a second that is too full is parted between transactions, so that equal rows stay together', () => {
    const rows = Array.from({ length: 1_800 }, (_, at) => row(0, at % 3));
    const frames = framesOf(secondsOfRows(rows));
    expect(frames.map((frame) => frame.length)).toEqual([600, 600, 600]);
    for (const frame of frames) {
      expect(new Set(frame.map((of) => of['transaction_hash'])).size).toBe(1);
    }
  });
});

test('a second is delivered again only when it holds other rows', () => {
  const delivered = new DeliveredSeconds();
  const first = secondsOfRows([row(0), row(1)]);
  delivered.add(first);
  expect(delivered.unknown(first)).toEqual([]);
  const grown = secondsOfRows([row(0), row(1), row(1)]);
  expect(delivered.unknown(grown)).toEqual([grown[1]]);
  for (const told of [{ size: 8 }, { price: 0.1 }, { usdc_size: 8 }, { token_id: '8' }]) {
    const other = secondsOfRows([row(0), { ...row(1), ...told }]);
    expect(delivered.unknown(other)).toEqual([other[1]]);
  }
  const renamed = secondsOfRows([row(0), { ...row(1), title: 'another' }]);
  expect(delivered.unknown(renamed)).toEqual([]);
  delivered.forgetBefore(1_790_000_001_000);
  expect(delivered.unknown(first)).toEqual([first[0]]);
});
