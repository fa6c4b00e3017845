import { describe, expect, test } from 'vitest';
import { DecisionsOfDay } from '../../../src/app/running/day-counts.ts';
import { MemoryStore } from '../../../src/data/store/memory.ts';
import type { Change } from '../../../src/engine/domain/change.ts';
import type { Decision } from '../../../src/engine/domain/decision.ts';

/** 22 November 2026, 23:30 in Berlin, 22:30 UTC. */
const EVENING_MS = Date.parse('2026-11-22T22:30:00Z');
const HOUR_MS = 3_600_000;

function decision(id: string, of: Partial<Decision>, atMs = EVENING_MS): Change {
  const decided: Decision = {
    id,
    signalId: id as never,
    signalKind: 'copy',
    ledger: 'paper' as never,
    wallet: null,
    marketId: '0x1' as never,
    tokenId: '1' as never,
    verdict: 'accepted',
    reason: null,
    gates: [],
    spend: null,
    quantity: null,
    limitPrice: null,
    settingsVersion: 0,
    atMs,
    ...of,
  };
  return { kind: 'decision', decision: decided };
}

const denied = (id: string, reason: Decision['reason'], atMs?: number) =>
  decision(id, { verdict: 'denied', reason }, atMs);

const inBerlin = () => new DecisionsOfDay(() => 'Europe/Berlin');

describe('decisions of the day', () => {
  test('are counted by how they ended, most frequent reason first', () => {
    const day = inBerlin();
    day.take([decision('a', {}), denied('b', 'priceMoved')], EVENING_MS);
    day.take([denied('c', 'cash'), denied('d', 'cash')], EVENING_MS);
    day.take([decision('e', { signalKind: 'exit' })], EVENING_MS);
    expect(day.counts(EVENING_MS)).toEqual({
      copied: 1,
      exited: 1,
      denied: 3,
      byGate: [
        { gate: 'cash', count: 2 },
        { gate: 'priceMoved', count: 1 },
      ],
    });
  });

  test('count once each, by their newest verdict', () => {
    const day = inBerlin();
    day.take([decision('a', { signalKind: 'exit', verdict: 'held' })], EVENING_MS);
    expect(day.counts(EVENING_MS).exited).toBe(0);
    day.take([decision('a', { signalKind: 'exit' })], EVENING_MS);
    day.take([decision('a', { signalKind: 'exit' })], EVENING_MS);
    expect(day.counts(EVENING_MS).exited).toBe(1);
    day.take([decision('b', {})], EVENING_MS);
    day.take([denied('b', 'killed')], EVENING_MS);
    expect(day.counts(EVENING_MS)).toMatchObject({ copied: 0, denied: 1 });
  });

  test('end at midnight in the zone that is set, not at that of UTC', () => {
    const day = inBerlin();
    day.take([decision('a', {})], EVENING_MS);
    const beforeMidnightMs = EVENING_MS + HOUR_MS / 2 - 1;
    expect(day.counts(beforeMidnightMs).copied).toBe(1);
    expect(day.counts(beforeMidnightMs + 1).copied).toBe(0);
    const inUtc = new DecisionsOfDay(() => 'UTC');
    inUtc.take([decision('a', {})], EVENING_MS);
    expect(inUtc.counts(beforeMidnightMs + 1).copied).toBe(1);
    expect(inUtc.counts(EVENING_MS + 1.5 * HOUR_MS).copied).toBe(0);
  });

  test('begin anew with the first decision after midnight', () => {
    const day = inBerlin();
    day.take([decision('a', {}), denied('b', 'cash')], EVENING_MS);
    day.take([decision('c', {})], EVENING_MS + HOUR_MS);
    expect(day.counts(EVENING_MS + HOUR_MS)).toMatchObject({ copied: 1, denied: 0, byGate: [] });
  });
});

describe('after a restart', () => {
  test('today is what the store has of today, in the zone that is set', async () => {
    const store = new MemoryStore();
    const yesterdayMs = EVENING_MS - 24 * HOUR_MS;
    const morningMs = EVENING_MS - 23 * HOUR_MS;
    await store.commit([
      decision('old', {}, yesterdayMs),
      decision('a', {}, morningMs),
      denied('b', 'cash', EVENING_MS),
    ]);
    const day = inBerlin();
    await day.restore(store, EVENING_MS);
    expect(day.counts(EVENING_MS)).toMatchObject({ copied: 1, denied: 1 });
    const inUtc = new DecisionsOfDay(() => 'UTC');
    await inUtc.restore(store, EVENING_MS);
    expect(inUtc.counts(EVENING_MS), '00:30 in Berlin was yesterday in UTC').toMatchObject({
      copied: 0,
      denied: 1,
    });
  });

  test('what was decided while the store was read is not undone by what it had before', async () => {
    const store = new MemoryStore();
    await store.commit([decision('a', { signalKind: 'exit', verdict: 'held' })]);
    const day = inBerlin();
    const restored = day.restore(store, EVENING_MS);
    day.take([decision('a', { signalKind: 'exit' })], EVENING_MS);
    await restored;
    expect(day.counts(EVENING_MS).exited).toBe(1);
  });
});
