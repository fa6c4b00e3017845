import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Order } from '../../contract/orders.ts';
import { openOrders, overview, positions } from '../live/state.ts';
import { hrefOf } from '../state/place.ts';
import { useResource } from '../state/resource.ts';
import { narrow, place } from '../state/router.ts';
import { Cell, HeadCell, HeadRow } from '../ui/cells.tsx';
import { Choice, Select } from '../ui/controls.tsx';
import { Empty } from '../ui/panel.tsx';
import { Ago, Ledger, question, side } from '../ui/text.tsx';
import { Windowed } from '../ui/windowed.tsx';
import { cents, count, money, shares } from '../words/format.ts';
import { OrderDetail } from './orders/detail.tsx';
import { asLive } from './orders/pages.ts';
import { OrderStatus } from './orders/status.tsx';
import { type OrderList, useOrders } from './orders/use-orders.ts';

const ROW_HEIGHTS = [76, 36] as const;
const WALLETS_EVERY_MS = 60_000;

/** What is asked for under each name; the service takes several statuses with commas. */
const STATUSES = [
  ['', 'All'],
  ['initialized,submitted,inDoubt,open,pendingCancel', 'Open'],
  ['inDoubt', 'In doubt'],
  ['filled', 'Filled'],
  ['canceled,expired', 'Ended early'],
  ['rejected,denied,notPlaced', 'Failed'],
] as const;
const SIDES = [
  ['', 'Both'],
  ['buy', 'Buys'],
  ['sell', 'Sells'],
] as const;

/** Every order with its full life. */
export function OrdersPage(): JSX.Element {
  const { of, query } = place.value;
  const list = useOrders(query);
  return (
    <>
      <h1>Orders</h1>
      <div class={of === null ? 'master' : 'master has-detail'}>
        <div class="master-list">
          <Narrowing seen={list.read?.orders ?? []} />
          <OrderRows from={list} />
        </div>
        {of === null ? null : (
          <aside class="master-detail" aria-label="One order">
            <OrderDetail key={of} id={of} />
          </aside>
        )}
      </div>
    </>
  );
}

/** Markets that can be chosen: of what was read, and of what is open. */
function marketsOf(seen: readonly Order[], chosen: string): (readonly [string, string])[] {
  const open = positions.value ?? [];
  const all = new Map(
    [...open, ...seen].map(({ outcome }) => [outcome.market.id, question(outcome.market)]),
  );
  if (chosen !== '' && !all.has(chosen))
    all.set(chosen, question({ id: chosen, question: null, url: null }));
  return [['', 'All'], ...[...all].sort(([, a], [, b]) => a.localeCompare(b, 'en'))];
}

function Narrowing({ seen }: { readonly seen: readonly Order[] }): JSX.Element {
  const { query } = place.value;
  const market = query['market'] ?? '';
  const markets = useMemo(() => marketsOf(seen, market), [seen, market, positions.value]);
  const wallets = useResource('wallets', {}, WALLETS_EVERY_MS);
  const ledgers = overview.value?.ledgers ?? [];
  const followed = wallets.data?.wallets.filter(({ isFollowed }) => isFollowed) ?? [];
  return (
    <div class="filters">
      <Choice
        label="Status"
        value={STATUSES.find(([value]) => value === query['status'])?.[0] ?? ''}
        options={STATUSES}
        onChange={(status) => narrow({ status })}
      />
      <Select
        label="Side"
        value={SIDES.find(([value]) => value === query['side'])?.[0] ?? ''}
        options={SIDES}
        onChange={(way) => narrow({ side: way })}
      />
      <Select
        label="Ledger"
        value={query['ledger'] ?? ''}
        options={[['', 'All'], ...ledgers.map(({ ledger }) => [ledger.id, ledger.name] as const)]}
        onChange={(ledger) => narrow({ ledger })}
      />
      <Select
        label="Wallet"
        value={query['wallet'] ?? ''}
        options={[
          ['', 'All'],
          ...followed.map(({ wallet }) => [wallet.address, wallet.name] as const),
        ]}
        onChange={(wallet) => narrow({ wallet })}
      />
      <Select
        label="Market"
        value={market}
        options={markets}
        onChange={(one) => narrow({ market: one })}
      />
    </div>
  );
}

function OrderRows({ from }: { readonly from: OrderList }): JSX.Element {
  const { query } = place.value;
  const { read, trouble, more, reload } = from;
  const live = openOrders.value ?? [];
  const rows = useMemo(() => asLive(read?.orders ?? [], live), [read, live]);
  if (read === null && trouble === null) {
    return (
      <p role="status" class="reading">
        Reading orders…
      </p>
    );
  }
  return (
    <>
      {trouble === null ? null : (
        <div class="trouble" role="alert">
          <p>The newest orders could not be read. {trouble}</p>
          <button type="button" class="button" onClick={reload}>
            Try again
          </button>
        </div>
      )}
      {rows.length === 0 ? (
        <Nothing isNarrowed={Object.keys(query).length > 0} />
      ) : (
        <>
          <p class="muted rows-count" role="status">
            {count(rows.length, 'order')}
            {read?.next === null ? '' : ', older ones as you scroll'}
          </p>
          <Windowed
            label="Orders"
            rows={rows}
            heights={ROW_HEIGHTS}
            keyOf={({ id }) => id}
            head={<Head />}
            row={(order) => <Cells of={order} />}
            onEnd={more}
          />
        </>
      )}
    </>
  );
}

function Nothing({ isNarrowed }: { readonly isNarrowed: boolean }): JSX.Element {
  return isNarrowed ? (
    <Empty title="No order fits">Take away what narrows the list.</Empty>
  ) : (
    <Empty title="No order yet">
      A copied trade becomes one. Follow a wallet on the page <a href="#/wallets">Wallets</a>.
    </Empty>
  );
}

function Head(): JSX.Element {
  return (
    <HeadRow class="order-row">
      <HeadCell>Order</HeadCell>
      <HeadCell>Status</HeadCell>
      <HeadCell>Market</HeadCell>
      <HeadCell class="is-right">Filled</HeadCell>
      <HeadCell class="is-right">At</HeadCell>
      <HeadCell class="is-right">Dollars</HeadCell>
      <HeadCell>Wallet</HeadCell>
      <HeadCell class="is-right">When</HeadCell>
    </HeadRow>
  );
}

function Cells({ of }: { readonly of: Order }): JSX.Element {
  const isChosen = place.value.of === of.id || place.value.of === of.shortId;
  return (
    <div class={isChosen ? 'cells order-row is-chosen' : 'cells order-row'}>
      <Cell class="is-name">
        <a
          href={hrefOf('orders', of.id, place.value.query)}
          aria-current={isChosen ? 'true' : undefined}
        >
          {of.shortId}
        </a>{' '}
        <Ledger of={of.ledger} />
      </Cell>
      <Cell>
        <OrderStatus of={of} />
      </Cell>
      <Cell class="is-market">
        {of.side === 'buy' ? 'buy' : 'sell'} {side(of.outcome)} · {question(of.outcome.market)}
      </Cell>
      <Cell class="is-right number">
        {shares(of.filledQuantity)} of {shares(of.quantity)}
      </Cell>
      <Cell class="is-right number">{cents(of.average ?? of.limitPrice)}</Cell>
      <Cell class="is-right number is-dollars">{money(of.filledNotional)}</Cell>
      <Cell class="is-extra">{of.wallet?.name ?? 'you'}</Cell>
      <Cell class="is-right is-when">
        <Ago atMs={of.createdAtMs} />
      </Cell>
    </div>
  );
}
