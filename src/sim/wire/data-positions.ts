import { DAY_MS } from '../../engine/domain/time.ts';
import type { VenueMarket } from '../venue/venue.ts';
import { type BoardMarket, currentPrice, type Outcome } from './board.ts';
import { type DataWorld, envelope } from './data-feeds.ts';
import type { DataQuery } from './data-query.ts';
import { double, MICRO, secondsOf } from './decimal.ts';
import type { Holding, Holdings } from './holdings.ts';
import { pageOf } from './page.ts';
import { Refusal } from './refusal.ts';

const POSITION_ROWS = { usual: 100, most: 500 } as const;
const LEADER_ROWS = { usual: 50, most: 500 } as const;
const STATUSES = ['OPEN', 'REDEEMABLE', 'REDEEMABLE_LOST', 'MERGEABLE', 'CLOSED'] as const;
const PERIODS = ['DAY', 'WEEK', 'MONTH', 'ALL'] as const;
/** How far back a period goes. */
const PERIOD_MS: Readonly<Record<(typeof PERIODS)[number], number>> = {
  DAY: DAY_MS,
  WEEK: 7 * DAY_MS,
  MONTH: 30 * DAY_MS,
  ALL: Number.POSITIVE_INFINITY,
};
/** Positions of fewer shares are left out unless a threshold is given. */
const SIZE_THRESHOLD = 0.1;

interface Position {
  readonly wallet: string;
  readonly market: VenueMarket;
  readonly outcome: Outcome;
  readonly holding: Holding;
  readonly mergeable: boolean;
}

/** `/v2/positions`, of a wallet or in some markets, newest first. */
export function positions(query: DataQuery, world: DataWorld): object {
  const status = query.oneOf('status', STATUSES, 'OPEN');
  const threshold = (query.number('size_threshold') ?? SIZE_THRESHOLD) * MICRO;
  const user = query.user();
  const conditions = query.conditions();
  if (user === null && conditions.length === 0) {
    throw new Refusal(400, 'user or condition is required', 'user');
  }
  const wallets = user === null ? world.rows.wallets() : [user];
  const rows = wallets
    .flatMap((wallet) => positionsOf(wallet, world))
    .filter(({ market }) => conditions.length === 0 || conditions.includes(market.conditionId))
    .filter((position) => hasStatus(position, status))
    .filter(({ holding }) => status === 'CLOSED' || holding.size >= threshold)
    .sort((a, b) => b.holding.firstAtSeconds - a.holding.firstAtSeconds || compare(a, b));
  const at = query.page(POSITION_ROWS);
  const list = {
    rows,
    keyOf,
    isBehind: (row: Position, key: string) =>
      rows.indexOf(row) > rows.findIndex((each) => keyOf(each) === key),
  };
  const page = pageOf(list, at, world.runtime.faults);
  return envelope(page, at, (row) => positionRow(row, world));
}

/** `/v2/value`: what a wallet's positions are worth, `null` for one that did nothing. */
export function value(query: DataQuery, world: DataWorld): object {
  const user = query.neededUser();
  const held = positionsOf(user, world);
  if (held.length === 0) return { data: null };
  const worth = held.reduce((sum, position) => sum + worthOf(position), 0);
  return { data: { proxy_wallet: user, value: double(Math.round(worth)) } };
}

/**
 * `/v2/leaderboard`: of a period it counts the positions that something happened to in it. What all
 * of the time brought is what was realised, and losers that nobody redeems were not.
 */
export function leaderboard(query: DataQuery, world: DataWorld): object {
  const sortBy = query.oneOf('sort_by', ['PNL', 'VOLUME'], 'PNL');
  const period = query.oneOf('time_period', PERIODS, 'DAY');
  const sinceMs = world.runtime.clock.nowMs() - PERIOD_MS[period];
  const rows = world.rows.wallets().map((wallet) => {
    const all = positionsOf(wallet, world).filter(
      ({ holding }) => holding.lastAtSeconds >= secondsOf(sinceMs),
    );
    const realised = all.reduce((sum, { holding }) => sum + holding.realised, 0);
    const open = all.reduce((sum, each) => sum + worthOf(each) - each.holding.cost, 0);
    const volume = all.reduce((sum, { holding }) => sum + holding.volume, 0);
    return { wallet, pnl: period === 'ALL' ? realised : realised + open, volume };
  });
  rows.sort((a, b) => (sortBy === 'PNL' ? b.pnl - a.pnl : b.volume - a.volume));
  const ranked = rows.map((row, at) => ({ ...row, rank: at + 1 }));
  const at = query.page(LEADER_ROWS);
  const list = {
    rows: ranked,
    keyOf: ({ rank }: (typeof ranked)[number]) => String(rank),
    isBehind: ({ rank }: (typeof ranked)[number], key: string) => rank > Number(key),
  };
  return envelope(pageOf(list, at, world.runtime.faults), at, ({ rank, wallet, pnl, volume }) => ({
    rank,
    user_id: wallet,
    pnl: double(Math.round(pnl)),
    volume: double(volume),
    user_name: world.rows.nameOf(wallet),
    profile_image: '',
    x_username: '',
    verified: false,
  }));
}

function positionsOf(wallet: string, { rows, runtime }: DataWorld): readonly Position[] {
  const holdings: Holdings | null = rows.holdings(wallet, runtime.clock.nowMs());
  if (holdings === null) return [];
  return [...holdings.entries()].map(({ market, outcome, holding }) => {
    const other = holdings.of(market.conditionId, outcome === 0 ? 1 : 0);
    const mergeable = market.status !== 'resolved' && holding.size > 0 && (other?.size ?? 0) > 0;
    return { wallet, market, outcome, holding, mergeable };
  });
}

type Status = (typeof STATUSES)[number];

function statusOf({ market, outcome, holding }: Position): Status {
  if (holding.size === 0) return 'CLOSED';
  if (market.payouts === null) return 'OPEN';
  return market.payouts[outcome] > 0 ? 'REDEEMABLE' : 'REDEEMABLE_LOST';
}

/** `OPEN` is everything that is still held. */
function hasStatus(position: Position, wanted: Status): boolean {
  const status = statusOf(position);
  if (wanted === 'OPEN') return status !== 'CLOSED';
  return wanted === 'MERGEABLE' ? position.mergeable : status === wanted;
}

function worthOf({ market, outcome, holding }: Position): number {
  return (holding.size * currentPrice(market, outcome)) / MICRO;
}

function keyOf({ wallet, market, outcome }: Position): string {
  return `${wallet}/${market.conditionId}/${outcome}`;
}

function compare(a: Position, b: Position): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

function positionRow(position: Position, { board }: DataWorld): object {
  const { wallet, market, outcome, holding, mergeable } = position;
  const entry: BoardMarket | null = board.byCondition(market.conditionId);
  const status = statusOf(position);
  const average = holding.size === 0 ? 0 : (holding.cost / holding.size) * MICRO;
  const worth = worthOf(position);
  const unrealised = worth - holding.cost;
  const percent = (amount: number): number =>
    holding.cost === 0 ? 0 : Math.round((amount / holding.cost) * 1e6) / 1e4;
  const other = outcome === 0 ? 1 : 0;
  const usdc = (micro: number): number => double(Math.round(micro));
  return {
    proxy_wallet: wallet,
    redeemable: status === 'REDEEMABLE',
    mergeable,
    negative_risk: market.negRisk,
    archived: false,
    token_id: market.tokenIds[outcome],
    condition_id: market.conditionId,
    current_size: double(holding.size),
    avg_price: usdc(Math.min(MICRO, average)),
    entry_cost_usdc: usdc(holding.cost),
    entry_fees_usdc: usdc(holding.fees),
    total_cost_usdc: usdc(holding.cost + holding.fees),
    current_price: usdc(currentPrice(market, outcome)),
    current_value: usdc(worth),
    total_size: double(holding.acquired),
    realized_pnl: usdc(holding.realised),
    unrealized_pnl: usdc(unrealised),
    total_pnl: usdc(holding.realised + unrealised),
    percent_pnl: percent(unrealised),
    percent_realized_pnl: percent(holding.realised),
    status,
    title: market.question,
    slug: market.slug,
    event_id: entry?.group.id ?? '',
    event_slug: market.eventSlug,
    outcome: market.outcomes[outcome],
    outcome_index: outcome,
    opposite_outcome: market.outcomes[other],
    opposite_token_id: market.tokenIds[other],
    end_date: new Date(market.closesAtMs).toISOString().slice(0, 10),
    last_event_at: holding.lastAtSeconds,
    first_entry_at: holding.firstAtSeconds,
  };
}
