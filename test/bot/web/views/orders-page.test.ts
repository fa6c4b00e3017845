import { expect, test } from 'vitest';
import { ordersQuery } from '../../../../src/bot/web/contract/orders.ts';
import { orderPage, ordersPage } from '../../../../src/bot/web/views/orders-page.ts';
import type { PageSources } from '../../../../src/bot/web/views/sources.ts';
import type { OrdersScope } from '../../../../src/engine/contract/orders-scope.ts';
import type { OrderLifeView, OrderView } from '../../../../src/engine/contract/views.ts';
import type { Order } from '../../../../src/engine/domain/order.ts';
import { ACE, fill, NOW, order, WHALE } from '../../chat-facts.ts';
import { ACCOUNT, ChatWorld } from '../../chat-world.ts';

function view(
  index: number,
  over: Partial<Order> = {},
  of: Partial<Order['intent']> = {},
): OrderView {
  const shown = order();
  const id = `order${index}` as never;
  const intent = { ...shown.order.intent, id, createdAtMs: NOW - index, ...of };
  return { ...shown, order: { ...shown.order, ...over, intent } };
}

function sourcesOf(stored: readonly OrderView[], open: readonly OrderView[] = []): PageSources {
  const world = new ChatWorld();
  return {
    queries: {
      ...world.queries,
      openOrders: () => open,
      orders: async (limit, { before, ...only } = {}) => {
        const from = stored.findIndex(({ order }) => order.intent.id === before) + 1;
        return stored
          .slice(from)
          .filter(({ order }) => fits(order, only))
          .slice(0, limit);
      },
    },
    names: { market: fail, outcome: fail, wallet: fail },
    chats: () => [],
    arbitrage: null,
  };
}

/** What the store does with what is named. */
function fits(
  { intent, status }: Order,
  { statuses, ledger, wallet, marketId, side }: Omit<OrdersScope, 'limit' | 'before'>,
): boolean {
  return (
    (statuses?.includes(status) ?? true) &&
    (ledger ?? intent.ledger) === intent.ledger &&
    (wallet ?? intent.wallet) === intent.wallet &&
    (marketId ?? intent.marketId) === intent.marketId &&
    (side ?? intent.side) === intent.side
  );
}

function fail(): never {
  throw new Error('not asked here');
}

const query = (of: Record<string, string> = {}) => ordersQuery.parse(of);
const ids = ({ orders }: { readonly orders: readonly { readonly id: string }[] }) =>
  orders.map(({ id }) => id);

test('pages lead from the newest to the oldest, each order once, whatever is made meanwhile', async () => {
  const stored = Array.from({ length: 25 }, (_, index) => view(index));
  const first = await ordersPage(sourcesOf(stored), query({ limit: '10' }));
  expect(ids(first)).toEqual(ids({ orders: stored.slice(0, 10).map((one) => one.order.intent) }));
  const meanwhile = sourcesOf([view(-1), ...stored]);
  const seen = [...ids(first)];
  let { next } = first;
  while (next !== null) {
    const page = await ordersPage(meanwhile, query({ limit: '10', before: next }));
    seen.push(...ids(page));
    next = page.next;
  }
  expect(seen).toEqual(stored.map((one) => one.order.intent.id));
});

test('what memory knows of an open order is newer than what was written', async () => {
  const stored = [view(1, { status: 'submitted' }), view(2)];
  const open = [view(0, { status: 'initialized' }), view(1, { status: 'open' })];
  const page = await ordersPage(sourcesOf(stored, open), query());
  expect(page.orders.map(({ id, status }) => [id, status])).toEqual([
    ['order0', 'initialized'],
    ['order1', 'open'],
    ['order2', 'filled'],
  ]);
  expect(page.orders.map(({ isOpen }) => isOpen)).toEqual([true, true, false]);
});

test('an order that memory knows in another status is picked by that one, in its place of time', async () => {
  const stored = [1, 3, 5, 7].map((index) => view(index, { status: 'open' }));
  const open = [view(3, { status: 'inDoubt' }), view(4, { status: 'open' })];
  const sources = sourcesOf(stored, open);
  const first = await ordersPage(sources, query({ status: 'open', limit: '2' }));
  expect(ids(first)).toEqual(['order1']);
  const second = await ordersPage(
    sources,
    query({ status: 'open', limit: '2', before: first.next ?? '' }),
  );
  expect([ids(second), second.next]).toEqual([['order4', 'order5', 'order7'], null]);
});

test('a place that no page ended at is refused', () => {
  expect(() => query({ before: 'order1' })).toThrow();
  expect(query({ before: '17.order-1' }).before).toEqual({ atMs: 17, id: 'order-1' });
});

test.each([
  [{ status: 'inDoubt,canceled' }, ['order1', 'order2']],
  [{ ledger: ACCOUNT }, ['order2']],
  [{ wallet: ACE }, ['order3']],
  [{ wallet: WHALE.toUpperCase().replace('0X', '0x') }, ['order1', 'order2', 'order4']],
  [{ side: 'sell' }, ['order4']],
  [{ market: 'nowhere' }, []],
] as const)('orders are picked by %j', async (of, wanted) => {
  const stored = [
    view(1, { status: 'inDoubt' }),
    view(2, { status: 'canceled' }, { ledger: ACCOUNT }),
    view(3, {}, { wallet: ACE }),
    view(4, {}, { side: 'sell' }),
  ];
  expect(ids(await ordersPage(sourcesOf(stored), query(of)))).toEqual(wanted);
});

test('a page that ends exactly is the last one', async () => {
  const page = await ordersPage(sourcesOf([view(1), view(2)]), query({ limit: '2' }));
  expect([ids(page), page.next]).toEqual([['order1', 'order2'], null]);
});

test('a life tells of fills in their order, and settles by its least settled one', async () => {
  const shown = view(1);
  const filled = fill().fill;
  const fills = [
    { ...filled, id: 'a' as never, settlement: 'confirmed' as const, atMs: NOW + 30 },
    { ...filled, id: 'b' as never, settlement: 'retrying' as const, atMs: NOW + 10 },
  ];
  const event = (kind: 'sent' | 'ended', ordinal: number) =>
    ({ intentId: shown.order.intent.id, ordinal, kind, detail: '', atMs: NOW + ordinal }) as const;
  const life: OrderLifeView = { ...shown, fills, events: [event('sent', 0), event('ended', 40)] };
  const sources = sourcesOf([]);
  const queries = { ...sources.queries, order: async () => life, decision: async () => null };
  const page = await orderPage({ ...sources, queries }, 'order1');
  expect(page?.order.settlement).toBe('retrying');
  expect(page?.events.map(({ kind }) => kind)).toEqual(['sent', 'filled', 'filled', 'ended']);
  expect(page?.fills.map(({ words }) => words)).toEqual([
    'confirmed',
    'not settled, the venue tries again',
  ]);
  expect(page?.attempts.map(({ id }) => id)).toEqual(['order1']);
});
