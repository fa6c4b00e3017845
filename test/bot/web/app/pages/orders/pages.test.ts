import { describe, expect, test } from 'vitest';
import {
  asLive,
  withNewest,
  withOlder,
} from '../../../../../../src/bot/web/app/pages/orders/pages.ts';
import type { Order, Orders } from '../../../../../../src/bot/web/contract/orders.ts';
import { order } from '../../../../../e2e/web-pages/world-parts.ts';

/** Orders `from` (the newest) `until`, as a page. */
const page = (from: number, until: number, next: string | null): Orders => ({
  atMs: 0,
  orders: Array.from({ length: until - from }, (_, at) => order(from + at)),
  next,
});
const ids = (orders: readonly Order[]): number[] => orders.map(({ id }) => Number(id.slice(3)));

describe('pages of orders', () => {
  test('older ones are read on, newer ones come before them', () => {
    const first = withNewest(null, page(2, 5, 'a'));
    const more = withOlder(first, page(5, 8, 'b'));
    expect(ids(more.orders)).toEqual([2, 3, 4, 5, 6, 7]);
    const newer = withNewest(more, page(0, 4, 'c'));
    expect(ids(newer.orders)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(newer.next).toBe('b');
  });

  test('where more than a page came at once nothing older is kept: there would be a gap', () => {
    const before = withNewest(null, page(10, 12, 'a'));
    expect(withNewest(before, page(0, 3, 'c'))).toEqual({
      orders: page(0, 3, null).orders,
      next: 'c',
    });
  });

  test('an order of the newest page that no longer fits is gone', () => {
    const before = withNewest(null, page(0, 4, null));
    const fresh = { ...page(0, 4, null), orders: [order(0), order(2), order(3)] };
    expect(ids(withNewest(before, fresh).orders)).toEqual([0, 2, 3]);
  });

  test('what is live shows as it is now, and never as it was', () => {
    const newer = { ...order(1), words: 'now', updatedAtMs: order(1).updatedAtMs + 1 };
    const older = { ...order(2), words: 'then', updatedAtMs: order(2).updatedAtMs - 1 };
    const shown = asLive([order(1), order(2)], [newer, older]);
    expect(shown.map(({ words }) => words)).toEqual(['now', order(2).words]);
  });
});
