import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecentResults } from '../../../../src/engine/core/trade/losses-lately.ts';
import { type MarketId, PAPER, type WalletAddress } from '../../../../src/engine/domain/ids.ts';
import type { Realisation } from '../../../../src/engine/domain/realisation.ts';
import { SNAPSHOT_WINDOW_MS } from '../../../../src/engine/domain/snapshot.ts';
import type { Money } from '../../../../src/engine/domain/values/money.ts';

const ANNA = '0xa' as WalletAddress;
const NOW_MS = 10 * SNAPSHOT_WINDOW_MS;

function result(market: number, amount: number, atMs = NOW_MS): Realisation {
  return {
    ...{ id: `${market} ${amount} ${atMs}`, ledger: PAPER, wallet: ANNA },
    ...{ marketId: `m${market}` as MarketId, cause: 'sale', amount: amount as Money, atMs },
  } as Realisation;
}

function lossesOf(results: readonly Realisation[], market = 1, atMs = NOW_MS) {
  const recent = new RecentResults();
  for (const one of results) recent.add(one);
  return recent.lossesOf({ ledger: PAPER, wallet: ANNA, marketId: `m${market}` as MarketId }, atMs);
}

describe('losses in a row', () => {
  test.each([
    ['none', [], 0],
    ['one', [result(1, -5)], 1],
    ['sales of one market count once', [result(1, -5), result(1, -5)], 1],
    ['and by their sum', [result(1, -5), result(1, 6)], 0],
    ['two markets', [result(1, -5), result(2, -1)], 2],
    ['a gain between', [result(1, -5), result(2, 1), result(3, -1)], 1],
    ['a gain at the end', [result(1, -5), result(2, 1)], 0],
    ['nothing gained is no loss', [result(1, -5), result(2, 0)], 0],
  ])('%s', (_, results, inARow) => {
    expect(lossesOf(results).inARow).toBe(inARow);
  });

  test('and the loss of a market is its newest', () => {
    const results = [
      result(1, -5, NOW_MS - 9),
      result(2, -5, NOW_MS - 3),
      result(1, 2, NOW_MS - 1),
    ];
    expect(lossesOf(results).inMarketAtMs).toBe(NOW_MS - 9);
    expect(lossesOf(results, 3).inMarketAtMs).toBeNull();
  });

  test('of what was remembered and of what a restart reads again are the same', () => {
    const any = fc.record({
      market: fc.nat(4),
      amount: fc.integer({ min: -9, max: 9 }),
      agoMs: fc.nat(2 * SNAPSHOT_WINDOW_MS),
    });
    fc.assert(
      fc.property(fc.array(any), fc.nat(4), (raw, market) => {
        const results = raw
          .map(({ market: of, amount, agoMs }) => result(of, amount, NOW_MS - agoMs))
          .toSorted((a, b) => a.atMs - b.atMs);
        const again = results.filter(({ atMs }) => atMs >= NOW_MS - SNAPSHOT_WINDOW_MS);
        expect(lossesOf(results, market)).toEqual(lossesOf(again, market));
      }),
    );
  });
});
