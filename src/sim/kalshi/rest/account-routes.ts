import { MICRO } from '../../../engine/domain/values/micro.ts';
import type { Route } from '../../wire/http-host.ts';
import { Reply } from '../../wire/reply.ts';
import { type BucketRule, DEFAULT_COST, ENDPOINT_COSTS, type Holding } from '../account.ts';
import { countText, dollarsText, secondsOf } from '../fixed-point.ts';
import { SHARDS } from '../world/exchange-state.ts';
import { page } from './lists.ts';
import { wholeOf, wordOf } from './query.ts';
import { positionRow } from './rows.ts';
import { guarded, type RestScene } from './scene.ts';

const POSITIONS_LIMIT = { usual: 100, max: 1_000 };
const ORDERS = '/portfolio/events/orders';
const SHARD_LAST = SHARDS.length - 1;
const MICRO_IN_CENT = MICRO / 100;

export function accountRoutes(scene: RestScene): readonly Route[] {
  const { account } = scene;
  return [
    guarded(scene, {
      path: '/portfolio/balance',
      access: 'keyed',
      answer: ({ query }) => balance(scene, query),
    }),
    guarded(scene, {
      path: '/portfolio/positions',
      access: 'keyed',
      answer: ({ query }) => positions(scene, query),
    }),
    guarded(scene, {
      path: '/account/limits',
      access: 'keyed',
      answer: () => ({
        usage_tier: 'basic',
        read: bucketRow(account.rates.read),
        write: bucketRow(account.rates.write),
        grants: [],
      }),
    }),
    guarded(scene, {
      path: '/account/endpoint_costs',
      answer: () => ({ default_cost: DEFAULT_COST, endpoint_costs: ENDPOINT_COSTS }),
    }),
    ...orderRoutes(scene),
  ];
}

/** Orders are not taken: whoever sends one is told so, in the nested shape of refused orders. */
function orderRoutes(scene: RestScene): readonly Route[] {
  const refuse = (method: 'POST' | 'DELETE', path: string): Route =>
    guarded(scene, {
      method,
      path,
      access: 'keyed',
      answer: () => {
        const code = 'method_not_allowed';
        const message = `${method} ${path}: this simulated exchange is read-only and takes no orders`;
        return new Reply({ status: 405, body: { error: { code, message } } });
      },
    });
  return [
    refuse('POST', ORDERS),
    refuse('DELETE', ORDERS),
    refuse('POST', `${ORDERS}/batched`),
    refuse('DELETE', `${ORDERS}/batched`),
    refuse('DELETE', `${ORDERS}/:id`),
    refuse('POST', `${ORDERS}/:id/amend`),
    refuse('POST', `${ORDERS}/:id/decrease`),
    refuse('POST', '/portfolio/orders'),
  ];
}

function bucketRow({ perSecond, burst }: BucketRule) {
  return { refill_rate: perSecond, bucket_capacity: burst };
}

function shardOf(query: URLSearchParams): number | null {
  const shard = wholeOf(query, 'exchange_index', { usual: -1, min: 0, max: SHARD_LAST });
  return shard === -1 ? null : shard;
}

/** In whole cents, as the venue still counts it; the breakdown by shard is in dollars. */
function balance({ account }: RestScene, query: URLSearchParams) {
  const shard = shardOf(query);
  const shown = SHARDS.filter(({ index }) => shard === null || index === shard);
  const cash = shown.reduce((sum, { index }) => sum + account.cash(index), 0);
  return {
    balance: Math.floor(cash / MICRO_IN_CENT),
    balance_dollars: dollarsText(cash),
    portfolio_value: Math.floor(account.worth(shard) / MICRO_IN_CENT),
    updated_ts: secondsOf(account.updatedAtMs),
    balance_breakdown: shown.map(({ index }) => ({
      exchange_index: index,
      balance: dollarsText(account.cash(index)),
    })),
  };
}

function positions({ account, faults }: RestScene, query: URLSearchParams) {
  const shard = shardOf(query);
  const ticker = query.get('ticker') ?? '';
  const event = query.get('event_ticker') ?? '';
  const count = wordOf(query, 'count_filter', ['position', 'total_traded']);
  const rows = account.holdings.filter(
    ({ market, position }) =>
      (shard === null || market.shard === shard) &&
      (ticker === '' || market.ticker === ticker) &&
      (event === '' || market.event.ticker === event) &&
      (count !== 'position' || position !== 0),
  );
  const orderOf = ({ market }: Holding): number => market.order;
  const found = page({ query, faults: faults.wire, limit: POSITIONS_LIMIT, rows, orderOf });
  return {
    cursor: found.cursor,
    market_positions: found.rows.map(positionRow),
    event_positions: eventRows(found.rows),
  };
}

function eventRows(holdings: readonly Holding[]) {
  const events = new Map<string, Holding[]>();
  for (const holding of holdings) {
    const { ticker } = holding.market.event;
    events.set(ticker, [...(events.get(ticker) ?? []), holding]);
  }
  return [...events].map(([ticker, held]) => {
    const sum = (of: (holding: Holding) => number): number =>
      held.reduce((total, holding) => total + of(holding), 0);
    return {
      event_ticker: ticker,
      total_cost_dollars: dollarsText(sum(({ cost }) => cost)),
      total_cost_shares_fp: countText(sum(({ position }) => Math.abs(position))),
      event_exposure_dollars: dollarsText(sum(({ cost }) => cost)),
      realized_pnl_dollars: dollarsText(sum(({ realized }) => realized)),
      fees_paid_dollars: dollarsText(sum(({ fees }) => fees)),
    };
  });
}
