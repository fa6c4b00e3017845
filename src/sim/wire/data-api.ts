import { reporterOf } from '../venue/resolution.ts';
import type { VenueMarket } from '../venue/venue.ts';
import { CdnCache } from './cdn-cache.ts';
import { activity, type DataWorld, trades } from './data-feeds.ts';
import { leaderboard, positions, value } from './data-positions.ts';
import { DataQuery } from './data-query.ts';
import { MICRO, secondsOf } from './decimal.ts';
import type { HostSpec, Route } from './http-host.ts';
import { Refusal } from './refusal.ts';
import type { WorldTime } from './world-time.ts';

/** Requests per window. */
const LIMITS = { total: 1_000, activity: 400, trades: 200, positions: 150 } as const;
/** How long the network in front of the venue repeats an answer for the same address. */
const CDN_MS = { trades: 300_000, activity: 15_000, positions: 5_000 } as const;
/** What of an error says that trying again may help. */
const RETRYABLE_STATUS: readonly number[] = [429, 500, 503];
const TRACE_DIGITS = 32;

type Read = (query: DataQuery, world: DataWorld) => object;

/** Data API v2: what wallets did and hold. */
export function dataHost(world: DataWorld, time: WorldTime): HostSpec {
  const { clock, chance } = world.runtime;
  const cache = new CdnCache(clock);
  const cached = (group: keyof typeof CDN_MS, read: Read): Route => ({
    path: `/v2/${group}`,
    group,
    answer: ({ url, query }) =>
      cache.read(url, CDN_MS[group], () => read(new DataQuery(query), world)),
  });
  const traces = chance.fork('traces');
  const routes: readonly Route[] = [
    cached('activity', activity),
    cached('trades', trades),
    cached('positions', positions),
    {
      path: '/v2/resolutions',
      answer: ({ query }) => resolutions(new DataQuery(query), world, time),
    },
    { path: '/v2/value', answer: ({ query }) => value(new DataQuery(query), world) },
    { path: '/v2/leaderboard', answer: ({ query }) => leaderboard(new DataQuery(query), world) },
  ];
  const problem = ({ status, message, parameter }: Refusal): object => ({
    error: message,
    code: codeOf(status),
    retryable: RETRYABLE_STATUS.includes(status),
    trace_id: traces.hex(TRACE_DIGITS),
    ...(parameter === null ? {} : { parameter }),
  });
  return { routes, limits: LIMITS, problem };
}

function codeOf(status: number): string {
  if (status === 429) return 'rate_limited';
  if (status === 404) return 'not_found';
  return status < 500 ? 'invalid_parameter' : 'internal_error';
}

/**
 * The venue's words for how far a resolution is. Before a proposal the first protocol says that the
 * question is posed, the second whether it is being decided.
 */
function lifecycle({ version, status, proposal }: VenueMarket): string {
  if (status === 'resolved') return status;
  if (proposal?.stage === 'disputed') return 'disputed';
  if (proposal !== undefined) return proposal.history.length > 1 ? 'reproposed' : 'proposed';
  if (version === 'v1') return 'posed';
  return status === 'open' ? 'inactive' : 'active';
}

/** `/v2/resolutions`: payouts in micro-dollars per share; unknown markets are left out. */
function resolutions(query: DataQuery, { board }: DataWorld, time: WorldTime): object {
  const ids = query.conditions();
  if (ids.length === 0) throw new Refusal(400, 'condition is required', 'condition');
  const entries = ids.flatMap((id) => board.byCondition(id) ?? []);
  const data = entries.map(({ market, resolvedAtMs }) => ({
    condition_id: market.conditionId,
    status: lifecycle(market),
    payouts: market.payouts?.map((payout) => Math.round(payout * MICRO)) ?? [],
    reporter: reporterOf(market),
    expected_settlement_time: secondsOf(
      time.wallMs(market.proposal?.settlesAtMs ?? market.closesAtMs),
    ),
    resolved_at: resolvedAtMs === null ? null : secondsOf(resolvedAtMs),
    was_disputed: market.proposal?.history.includes('disputed') ?? false,
  }));
  return { data };
}
