import { expect, it } from 'vitest';
import type { OrdersScope } from '../../../src/engine/contract/orders-scope.ts';
import type {
  IntentId,
  LedgerId,
  MarketId,
  SignalId,
  WalletAddress,
} from '../../../src/engine/domain/ids.ts';
import type { Order } from '../../../src/engine/domain/order.ts';
import { NOW_MS, sampleOf } from './arbitrary-parts.ts';
import * as t from './arbitrary-trading.ts';
import { orderChange } from './order-change.ts';
import type { AskedStore } from './subjects.ts';

const PAPER = 'paper' as LedgerId;
const ACE = '0xace' as WalletAddress;
const OTHER = '0xother' as WalletAddress;

/** How every store pages through orders. */
export function ordersContract(current: () => AskedStore): void {
  it('lists orders by what they are, page after page, however many are of one moment', async () => {
    const store = current();
    const made = Array.from({ length: 23 }, (_, index) => ({
      id: `i${String(index).padStart(2, '0')}`,
      signalId: 's1' as SignalId,
      ledger: index % 11 === 5 ? ('shadow:x' as LedgerId) : PAPER,
      wallet: index % 3 === 0 ? ACE : OTHER,
      marketId: (index % 2 === 0 ? 'even' : 'odd') as MarketId,
      side: index % 5 === 0 ? ('sell' as const) : ('buy' as const),
      createdAtMs: NOW_MS + Math.floor(index / 4),
    }));
    await store.commit(made.map((one) => orderChange(one)));
    const newest = [...made].reverse().filter(({ ledger }) => ledger === PAPER);
    const ids = (rows: readonly Order[]) => rows.map((row) => row.intent.id as string);
    const scopes: readonly [Omit<OrdersScope, 'limit'>, (one: (typeof made)[number]) => boolean][] =
      [
        [{}, () => true],
        [{ wallet: ACE }, ({ wallet }) => wallet === ACE],
        [{ marketId: 'odd' as MarketId }, ({ marketId }) => marketId === 'odd'],
        [{ side: 'sell' }, ({ side }) => side === 'sell'],
        [{ side: 'buy', wallet: OTHER }, (one) => one.side === 'buy' && one.wallet === OTHER],
        [{ statuses: [sampleOf(t.order).status] }, () => true],
        [{ statuses: [] }, () => false],
      ];
    for (const [only, fits] of scopes) {
      const pages: string[] = [];
      let before: IntentId | undefined;
      do {
        const scope = { ...only, ...(before === undefined ? {} : { before }) };
        const page = await store.recentOrders({ limit: 3, ...scope });
        pages.push(...ids(page));
        before = page.at(-1)?.intent.id;
      } while (before !== undefined);
      expect([only, pages]).toEqual([only, newest.filter(fits).map(({ id }) => id)]);
    }
    const before = 'nobody' as IntentId;
    expect(await store.recentOrders({ limit: 9, before })).toEqual([]);
  });
}
