import { expect, test } from 'vitest';
import { seenInChange } from '../../../../src/app/running/scoring/seen-in.ts';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import { DAY_MS, HOUR_MS } from '../../../../src/engine/domain/time.ts';

const NOW_MS = 1_790_766_966_000;
const resolution = { marketId: '0xm' as MarketId, payouts: [] };

test.each([
  ['that just happened counts from when it was heard', NOW_MS - HOUR_MS, NOW_MS],
  ['of old counts from when it was', NOW_MS - 30 * DAY_MS, NOW_MS - 30 * DAY_MS],
  ['whose time nobody told counts from when it was heard', undefined, NOW_MS],
])('a resolution %s', (_, endedAtMs, atMs) => {
  const told = endedAtMs === undefined ? {} : { endedAtMs };
  const change = { kind: 'resolution', resolution, atMs: NOW_MS, ...told } as const;
  expect(seenInChange(change)).toEqual({ kind: 'resolution', resolution, atMs });
});
