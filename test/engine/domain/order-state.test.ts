import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isTerminal,
  nextOrderStatus,
  ORDER_STATUSES,
  type OrderEventKind,
  type OrderStatus,
} from '../../../src/engine/domain/order-state.ts';

const EVENTS: readonly OrderEventKind[] = [
  'denied',
  'submitted',
  'accepted',
  'rejected',
  'timedOut',
  'filledInPart',
  'filledInFull',
  'cancelRequested',
  'cancelRejected',
  'canceled',
  'expired',
  'provenAbsent',
];

/** What may follow an order that is over: words that come late, and fills that outran its end. */
const LATE: readonly (readonly [OrderStatus, OrderEventKind, OrderStatus])[] = [
  ['canceled', 'filledInPart', 'canceled'],
  ['canceled', 'filledInFull', 'filled'],
  ['canceled', 'canceled', 'canceled'],
  ['expired', 'filledInPart', 'expired'],
  ['expired', 'filledInFull', 'filled'],
  ['expired', 'expired', 'expired'],
  ['filled', 'accepted', 'filled'],
  ['filled', 'filledInPart', 'filled'],
  ['denied', 'filledInPart', 'denied'],
  ['rejected', 'filledInPart', 'rejected'],
  ['notPlaced', 'filledInPart', 'notPlaced'],
  ['filled', 'canceled', 'filled'],
];

function reachable(from: OrderStatus): Set<OrderStatus> {
  const seen = new Set<OrderStatus>([from]);
  for (const status of seen) {
    for (const event of EVENTS) {
      const next = nextOrderStatus(status, event);
      if (next !== null) seen.add(next);
    }
  }
  return seen;
}

describe('the life of an order', () => {
  test('every status can be reached from the first', () => {
    expect([...reachable('initialized')].sort()).toEqual([...ORDER_STATUSES].sort());
  });

  test('every status that is not over can still end', () => {
    for (const status of ORDER_STATUSES) {
      expect([...reachable(status)].some(isTerminal)).toBe(true);
    }
  });

  test('over stays over, but for the listed late words', () => {
    const rows = ORDER_STATUSES.filter(isTerminal).flatMap((status) =>
      EVENTS.flatMap((event) => {
        const next = nextOrderStatus(status, event);
        return next === null ? [] : [[status, event, next] as const];
      }),
    );
    const sorted = (of: typeof LATE): string[] => of.map((row) => row.join(' ')).sort();
    expect(sorted(rows)).toEqual(sorted(LATE));
  });

  test('only proof leaves doubt: it neither retries nor times out again', () => {
    const ways = EVENTS.filter((event) => nextOrderStatus('inDoubt', event) !== null);
    expect(ways.sort()).toEqual(
      [
        'accepted',
        'rejected',
        'filledInPart',
        'filledInFull',
        'canceled',
        'expired',
        'provenAbsent',
      ].sort(),
    );
  });

  test('an order that was never sent cannot be filled; in doubt it is after a restart', () => {
    expect(nextOrderStatus('initialized', 'timedOut')).toBe('inDoubt');
    for (const event of ['filledInPart', 'filledInFull', 'accepted'] as const) {
      expect(nextOrderStatus('initialized', event)).toBeNull();
    }
  });

  test('no order is submitted twice, whatever happens between', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 30 }), (events) => {
        let status: OrderStatus = 'initialized';
        let submissions = 0;
        let over = false;
        for (const event of events) {
          const next: OrderStatus | null = nextOrderStatus(status, event);
          if (next === null) continue;
          if (event === 'submitted') submissions += 1;
          status = next;
          expect(ORDER_STATUSES).toContain(status);
          if (over) expect(isTerminal(status)).toBe(true);
          over = isTerminal(status);
        }
        expect(submissions).toBeLessThanOrEqual(1);
      }),
    );
  });
});
