import type { Board } from './board.ts';
import type { DataQuery } from './data-query.ts';
import { double, MICRO } from './decimal.ts';
import { pseudonymOf } from './gamma-search.ts';
import { type Cursor, type Page, pageOf } from './page.ts';
import { Refusal } from './refusal.ts';
import type { Rows, StoredRow } from './rows.ts';
import type { WireRuntime } from './runtime.ts';

const FEED_ROWS = { usual: 100, most: 1_000 } as const;
/** Rows asked by market appear this much later than those asked by wallet. */
const BY_MARKET_EXTRA_MS = 3_500;
/** The outcome of rows that have none. */
const NO_OUTCOME = 999;

export interface DataWorld {
  readonly board: Board;
  readonly rows: Rows;
  readonly runtime: WireRuntime;
}

/** `/v2/activity`: everything that a wallet did. */
export function activity(query: DataQuery, world: DataWorld): object {
  const user = query.neededUser();
  const types = query.text('type')?.toUpperCase().split(',') ?? null;
  const found = inSpan(query, world.rows.ofWallet(user, world.runtime.clock.nowMs()));
  const rows = types === null ? found : found.filter(({ row }) => types.includes(row.type));
  return feedPage(query, rows, { world, shape: activityRow });
}

/** `/v2/trades`: fills of a wallet, or in some markets; takers alone unless asked otherwise. */
export function trades(query: DataQuery, world: DataWorld): object {
  const takerOnly = query.flag('taker_only', true);
  const side = query.text('side')?.toUpperCase() ?? null;
  const least = leastOf(query);
  const rows = inSpan(query, tradesOf(query, world)).filter(
    ({ row }) =>
      row.type === 'TRADE' &&
      (!takerOnly || row.isTaker) &&
      (side === null || row.side === side) &&
      least(row),
  );
  return feedPage(query, rows, { world, shape: tradeRow });
}

function tradesOf(query: DataQuery, { board, rows, runtime }: DataWorld): readonly StoredRow[] {
  const nowMs = runtime.clock.nowMs();
  const user = query.user();
  const conditions = query.conditions();
  const wanted = new Set(conditions);
  if (user !== null) {
    const own = rows.ofWallet(user, nowMs);
    return wanted.size === 0 ? own : own.filter(({ row }) => wanted.has(row.market.conditionId));
  }
  const event = query.text('event_id');
  for (const { market } of event === null ? [] : (board.groupById(event)?.markets ?? [])) {
    wanted.add(market.conditionId);
  }
  if (wanted.size === 0 && event === null) {
    throw new Refusal(400, 'user, condition or event_id is required', 'user');
  }
  for (const name of ['start', 'end']) {
    if (query.text(name) !== null) throw new Refusal(400, `${name} needs a user`, name);
  }
  return rows.ofMarkets(wanted, nowMs - BY_MARKET_EXTRA_MS);
}

/** The least size of a row, in dollars or shares. */
function leastOf(query: DataQuery): (row: StoredRow['row']) => boolean {
  const amount = query.number('filter_amount') ?? 0;
  const kind = query.oneOf('filter_type', ['CASH', 'TOKENS'], 'CASH');
  return ({ size, price }) => double(size) * (kind === 'CASH' ? double(price) : 1) >= amount;
}

function inSpan(query: DataQuery, rows: readonly StoredRow[]): readonly StoredRow[] {
  const start = query.number('start') ?? 0;
  const end = query.number('end') ?? Number.POSITIVE_INFINITY;
  const found = rows.filter(({ atSeconds }) => atSeconds >= start && atSeconds <= end);
  const isOldestFirst = query.oneOf('sort_direction', ['ASC', 'DESC'], 'DESC') === 'ASC';
  return isOldestFirst ? found.reverse() : found;
}

function feedPage(
  query: DataQuery,
  rows: readonly StoredRow[],
  { world, shape }: { readonly world: DataWorld; readonly shape: (row: StoredRow) => object },
): object {
  const at = query.page(FEED_ROWS);
  const isOldestFirst = query.oneOf('sort_direction', ['ASC', 'DESC'], 'DESC') === 'ASC';
  const list = {
    rows,
    keyOf: ({ seq }: StoredRow) => String(seq),
    isBehind: ({ seq }: StoredRow, key: string) =>
      isOldestFirst ? seq > Number(key) : seq < Number(key),
  };
  return envelope(pageOf(list, at, world.runtime.faults), at, shape);
}

/** `{data, pagination}`; a truncated page says that there is more and not where. */
export function envelope<Row>(page: Page<Row>, at: Cursor, shape: (row: Row) => object): object {
  return {
    data: page.rows.map(shape),
    pagination: {
      limit: at.limit,
      offset: 0,
      has_more: page.next !== null || page.isTruncated,
      next_cursor: page.isTruncated ? null : page.next,
    },
  };
}

function tradeRow({ row, atSeconds }: StoredRow): object {
  const { market, outcome } = row;
  return {
    proxy_wallet: row.wallet,
    side: row.side,
    token_id: market.tokenIds[outcome],
    condition_id: market.conditionId,
    size: double(row.size),
    price: double(row.price),
    timestamp: atSeconds,
    title: market.question,
    slug: market.slug,
    icon: '',
    event_slug: market.eventSlug,
    outcome: market.outcomes[outcome],
    outcome_index: outcome,
    name: row.name,
    pseudonym: pseudonymOf(row.wallet),
    bio: '',
    profile_image: '',
    profile_image_optimized: '',
    transaction_hash: row.transaction,
  };
}

function activityRow(stored: StoredRow): object {
  const { row } = stored;
  const base = { ...tradeRow(stored), type: row.type, usdc_size: double(dollarsOf(row)) };
  if (row.type === 'TRADE') return base;
  return { ...base, side: '', token_id: '', price: 0, outcome: '', outcome_index: NO_OUTCOME };
}

/** Dollars that moved: a taker pays the fee on top of a buy and out of a sale. */
function dollarsOf({ type, side, size, price, fee }: StoredRow['row']): number {
  // A set is a dollar, and a redemption's size is what it paid.
  if (type !== 'TRADE') return size;
  const gross = Math.floor((size * price) / MICRO);
  return Math.max(0, side === 'BUY' ? gross + fee : gross - fee);
}
