import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isSettled,
  nextSettlementStatus,
  SETTLEMENT_STATUSES,
  type SettlementEventKind,
  type SettlementStatus,
} from '../../../src/engine/domain/settlement-state.ts';

const EVENTS: readonly SettlementEventKind[] = ['mined', 'confirmed', 'retrying', 'failed'];

describe('the settlement of a fill', () => {
  test.each<[string, readonly SettlementEventKind[], SettlementStatus]>([
    ['is confirmed in the usual way', ['mined', 'confirmed'], 'confirmed'],
    ['fails after a retry (scenario 9)', ['retrying', 'failed'], 'failed'],
    ['is taken back by a reorganisation', ['mined', 'retrying', 'mined', 'confirmed'], 'confirmed'],
    ['stays confirmed when late words come', ['confirmed', 'mined', 'retrying'], 'confirmed'],
  ])('%s', (_, events, end) => {
    const status = events.reduce<SettlementStatus>(
      (now, event) => nextSettlementStatus(now, event) ?? now,
      'matched',
    );
    expect(status).toBe(end);
  });

  test('every status can be reached', () => {
    const seen = new Set<SettlementStatus>(['matched']);
    for (const status of seen) {
      for (const event of EVENTS) seen.add(nextSettlementStatus(status, event) ?? status);
    }
    expect([...seen].sort()).toEqual([...SETTLEMENT_STATUSES].sort());
  });

  test('confirmed and failed are final, and each refuses the other', () => {
    const next = fc.constantFrom(...EVENTS);
    for (const end of ['confirmed', 'failed'] as const) {
      fc.assert(
        fc.property(fc.array(next), (events) => {
          for (const event of events) {
            expect([end, null]).toContain(nextSettlementStatus(end, event));
          }
        }),
      );
    }
    expect(nextSettlementStatus('confirmed', 'failed')).toBeNull();
    expect(nextSettlementStatus('failed', 'confirmed')).toBeNull();
  });

  test('only confirmed shares are safe to sell', () => {
    expect(SETTLEMENT_STATUSES.filter(isSettled)).toEqual(['confirmed']);
  });
});
