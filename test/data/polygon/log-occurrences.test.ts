import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameReader } from '../../../src/data/parsed.ts';
import { LOGS_MAX, LogOccurrences } from '../../../src/data/polygon/log-occurrences.ts';
import { parsePolygonLog } from '../../../src/data/polygon/parse.ts';
import { orderFilledSchema } from '../../../src/data/polygon/schema.ts';
import { LeaderDedupe } from '../../../src/engine/intelligence/wallet/leader-dedupe.ts';
import { BLOCK_AT_MS, type Filled, logOf, MARKET, OTHER, type Place } from './logs.ts';

const filled = (what: Partial<Filled>, where: Partial<Place>) =>
  orderFilledSchema.parse(logOf(what, where));

describe('equal logs of a transaction', () => {
  test('are numbered by their places, and one that comes again has no number', () => {
    const logs = new LogOccurrences();
    const next = (logIndex: number, what: Partial<Filled> = {}) =>
      logs.next(filled(what, { logIndex }));
    expect([next(5), next(9), next(5), next(9), next(3)]).toEqual([0, 1, null, null, 2]);
    expect(next(11, { maker: OTHER })).toBe(0);
    expect(next(12, { side: 1, makerAmount: 10_000_000n, takerAmount: 5_200_000n })).toBe(0);
    expect(next(13, { tokenId: '77' })).toBe(0);
    expect(next(14, { takerAmount: 10_000_001n })).toBe(0);
    expect(next(15, { makerAmount: 5_300_000n })).toBe(3);
    expect(logs.next(filled({}, { transaction: 'another', logIndex: 5 }))).toBe(0);
  });

  test('begin anew in another block', () => {
    const logs = new LogOccurrences();
    const next = (block: string, logIndex: number) => logs.next(filled({}, { block, logIndex }));
    expect([next('a', 5), next('a', 9)]).toEqual([0, 1]);
    expect([next('b', 6), next('b', 5), next('b', 6)]).toEqual([0, 1, null]);
    expect(next('a', 5)).toBe(0);
    expect(logs.size).toBe(1);
  });

  test('are forgotten with the oldest transactions, and then show nothing new', () => {
    const logs = new LogOccurrences();
    const first = filled({}, { transaction: 'first' });
    expect(logs.next(first)).toBe(0);
    for (let at = 0; at < LOGS_MAX; at += 1) {
      logs.next({ ...first, transaction: `${at % 500}`, logIndex: at });
    }
    expect(logs.size).toBeLessThanOrEqual(LOGS_MAX);
    expect(logs.next(first)).toBe(0);
  });

  test('of one endless transaction are not kept without end', () => {
    const logs = new LogOccurrences();
    const first = filled({}, {});
    for (let at = 0; at <= LOGS_MAX; at += 1) {
      logs.next({ ...first, quantity: at as typeof first.quantity, logIndex: at });
    }
    expect(logs.size).toBe(0);
    expect(logs.next(first)).toBe(0);
  });
});

/** How often the core counts the one trade of which these logs tell. */
function countedOf(deliveries: readonly Partial<Place>[]): number {
  const logs = new LogOccurrences();
  const dedupe = new LeaderDedupe();
  let counted = 0;
  for (const place of deliveries) {
    const log = logOf({}, place);
    const occurrence = logs.next(orderFilledSchema.parse(log));
    if (occurrence === null) continue;
    const reader = new FrameReader('polygon.logs');
    parsePolygonLog({ log, market: MARKET, occurrence }, reader, BLOCK_AT_MS);
    for (const event of reader.events) {
      if (event.kind === 'leaderActed') {
        counted += dedupe.observe(event.event, BLOCK_AT_MS).length;
      }
    }
  }
  return counted;
}

test('through forks and repetitions the core counts each twin once, never more', () => {
  const twins = fc.integer({ min: 1, max: 4 });
  const chaos = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(3)), { maxLength: 30 });
  fc.assert(
    fc.property(twins, chaos, fc.constantFrom('a', 'b', 'c', 'd'), (count, before, last) => {
      // The same transaction stands elsewhere in each of the blocks that competed for it.
      const place = (block: string, nth: number) => ({
        block,
        logIndex: block.charCodeAt(0) * 10 + nth,
      });
      const mixed = before.map(([block, nth]) => place(block, nth % count));
      expect(countedOf(mixed)).toBeLessThanOrEqual(count);
      const whole = Array.from({ length: count }, (_, nth) => place(last, nth));
      expect(countedOf([...mixed, ...whole])).toBe(count);
    }),
    { numRuns: 300 },
  );
});
