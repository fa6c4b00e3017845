import type { JSX } from 'preact';
import type { Fill, Order, OrderLife } from '../../../contract/orders.ts';
import { hrefOf } from '../../state/place.ts';
import { useResource } from '../../state/resource.ts';
import { place } from '../../state/router.ts';
import { WhyInline } from '../../ui/decisions.tsx';
import { keyed } from '../../ui/keyed.ts';
import { Figure, Figures, Loaded, Panel } from '../../ui/panel.tsx';
import { At, Ledger, Market, Pill, side, Wallet } from '../../ui/text.tsx';
import { cents, money, shares } from '../../words/format.ts';
import { OrderStatus } from './status.tsx';

const EVERY_MS = 5_000;

/** The whole life of one order. */
export function OrderDetail({ id }: { readonly id: string }): JSX.Element {
  const life = useResource('order', { of: id }, EVERY_MS);
  return (
    <>
      <p class="crumb">
        <a href={hrefOf('orders', null, place.value.query)}>← All orders</a>
      </p>
      <Loaded from={life} what="order’s life">
        {(data) => <Life of={data} />}
      </Loaded>
    </>
  );
}

function Life({ of }: { readonly of: OrderLife }): JSX.Element {
  const { order, events, fills, attempts } = of;
  return (
    <>
      <Panel title={`Order ${order.shortId}`} aside={<OrderStatus of={order} />}>
        <Facts of={of} />
      </Panel>
      <Panel title="What happened">
        <ol class="timeline">
          {keyed(events).map(([key, event]) => (
            <li key={key}>
              <p>
                {event.words}
                {event.detail === '' ? null : <span class="muted"> {event.detail}</span>}
              </p>
              <p class="muted">
                <At atMs={event.atMs} />
              </p>
            </li>
          ))}
        </ol>
      </Panel>
      {fills.length === 0 ? null : (
        <Panel title="Fills">
          <Fills of={fills} />
        </Panel>
      )}
      {attempts.length < 2 ? null : (
        <Panel title="All attempts of this signal">
          <ul class="list">
            {attempts.map((one) => (
              <Attempt key={one.id} of={one} isThis={one.id === order.id} />
            ))}
          </ul>
        </Panel>
      )}
      <Panel title="Why">
        <WhyInline id={order.id} />
      </Panel>
    </>
  );
}

function Facts({ of }: { readonly of: OrderLife }): JSX.Element {
  const { order } = of;
  return (
    <>
      <p class="prose">
        <Ledger of={order.ledger} /> {order.side === 'buy' ? 'buy' : 'sell'} {side(order.outcome)},{' '}
        <Market of={order.outcome.market} /> ·{' '}
        <a href={hrefOf('orders', null, { market: order.outcome.market.id })}>its orders</a>
      </p>
      {order.reason === null ? null : <p class="warning">{order.reason}</p>}
      <Figures>
        <Figure label="Filled">
          <span class="number">
            {shares(order.filledQuantity)} of {shares(order.quantity)}
          </span>
        </Figure>
        <Figure label="Average · limit">
          <span class="number">
            {order.average === null ? '–' : cents(order.average)} · {cents(order.limitPrice)}
          </span>
        </Figure>
        <Figure label="Dollars · fees">
          <span class="number">
            {money(order.filledNotional)} · {money(order.fees)}
          </span>
        </Figure>
        <Figure label="Reserved">
          <span class="number">{money(order.reserved)}</span>
        </Figure>
        <Figure label="Settlement">{order.settlement ?? 'nothing to settle'}</Figure>
        <Figure label="Leg · attempt">
          {order.leg} · {order.attempt}
        </Figure>
        <Figure label="Copied from">
          {order.wallet === null ? 'your own' : <Wallet of={order.wallet} />}
        </Figure>
        <Figure label="Kind" note={`settings version ${of.settingsVersion}`}>
          {of.timeInForce === 'FAK' ? 'fill now or drop' : 'rests'}
        </Figure>
      </Figures>
      <p class="muted">
        Venue’s id <code class="address">{of.externalId}</code>
      </p>
    </>
  );
}

function Fills({ of }: { readonly of: readonly Fill[] }): JSX.Element {
  return (
    <ul class="list">
      {of.map((fill) => (
        <li key={fill.id} class="list-row">
          <div class="list-main">
            <p class="number">
              {shares(fill.quantity)} at {cents(fill.price)} · {money(fill.notional)}, fee{' '}
              {money(fill.fee)}
            </p>
            <p class="muted">
              {fill.words} · <At atMs={fill.atMs} />
            </p>
            {fill.transaction === null ? null : (
              <p class="muted">
                <code class="address">{fill.transaction}</code>
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Attempt({ of, isThis }: { readonly of: Order; readonly isThis: boolean }): JSX.Element {
  return (
    <li class="list-row">
      <div class="list-main">
        <p>
          {isThis ? of.shortId : <a href={hrefOf('orders', of.id)}>{of.shortId}</a>}{' '}
          {isThis ? <Pill>this one</Pill> : null} <OrderStatus of={of} />
        </p>
        <p class="muted number">
          {of.leg} {of.attempt} · {shares(of.filledQuantity)} of {shares(of.quantity)} at{' '}
          {cents(of.average ?? of.limitPrice)}
        </p>
      </div>
    </li>
  );
}
