import { z } from 'zod';
import type { MarketId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { LeaderEvent } from '../../../engine/domain/leader.ts';
import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import { invariant } from '../../../engine/domain/values/invariant.ts';
import type { Money } from '../../../engine/domain/values/money.ts';
import { moneyNumber } from '../../fields.ts';
import type { Get, JsonHttp, ReadOptions } from '../../http/json-http.ts';
import { counted } from '../../http/problem-counts.ts';
import { FrameReader, isRow, type Problem, type Row } from '../../parsed.ts';
import { ActivityWalk } from './activity-walk.ts';
import { dataOf, dataPage, listOf, malformed } from './data-envelope.ts';
import { type LeaderRow, readLeaders } from './leaderboard.ts';
import { chunksOf, type PagedRead, type ReadPage, walkPages } from './pages.ts';
import { type ResolutionState, resolutionSchema } from './parse-resolution.ts';
import {
  type WalletPosition,
  type WalletPositionStatus,
  walletPositionSchema,
} from './parse-wallet-position.ts';
import { RawActivityWalk } from './raw-activity-walk.ts';

/** Condition ids of one request at most. */
export const CONDITIONS_MAX = 20;
/** Rows asked for on the first page of a feed; the venue takes up to 1,000. */
export const FEED_PAGE_ROWS = 500;
/** Rows of one market's trades; the most that the venue gives. */
export const MARKET_PAGE_ROWS = 1_000;
/** Rows asked for on the first page of positions. */
export const POSITIONS_PAGE_ROWS = 100;

/** The venue's own row, and what it says. */
interface ResolutionRow {
  readonly row: Row;
  readonly state: ResolutionState;
}

type Query = readonly (readonly [string, string])[];

interface WalkOptions extends ReadOptions {
  readonly pagesMax?: number;
}

export interface FeedOptions extends WalkOptions {
  /** Reads back to here, the second of it included; `null` reads everything. */
  readonly sinceMs: AtMs | null;
}

export interface ActivityOptions extends FeedOptions {
  /** Nothing newer than this second; left out for no end. */
  readonly untilMs?: AtMs;
  /** Rows of the first page, {@link FEED_PAGE_ROWS} when left out. */
  readonly pageRows?: number;
}

export type TradesOf =
  | { readonly wallet: WalletAddress }
  | { readonly markets: readonly MarketId[] };

interface Route {
  readonly name: 'activity' | 'trades' | 'positions';
  readonly query: Query;
  readonly pageRows: number;
}

/** Data API v2: what wallets did and hold. Answers are cached by address, so the host busts caches. */
export class DataApi {
  readonly #http: JsonHttp;

  constructor(http: JsonHttp) {
    this.#http = http;
  }

  /** Everything that changed what a wallet holds, newest first. */
  activity(wallet: WalletAddress, options: ActivityOptions): Promise<PagedRead<LeaderEvent>> {
    const { untilMs, pageRows = FEED_PAGE_ROWS, ...walkOptions } = options;
    const query: Query = [
      ['user', wallet],
      ['sort_direction', 'DESC'],
      ...startOf(options.sinceMs),
      ...(untilMs === undefined ? [] : [['end', secondsOf(untilMs)] as const]),
    ];
    const walk = new ActivityWalk(options.sinceMs);
    const route: Route = { name: 'activity', query, pageRows };
    return this.#walk(route, walkOptions, (rows) => walk.read(rows));
  }

  /**
   * The same as the venue's own rows, oldest first: what a walk that breaks has read is everything
   * from `sinceMs` up to there. Ordering by block time in both directions is documented under
   * `GET /v2/activity`.
   */
  rawActivity(
    wallet: WalletAddress,
    options: FeedOptions & { readonly sinceMs: AtMs; readonly pageRows?: number },
  ): Promise<PagedRead<Row>> {
    const query: Query = [['user', wallet], ['sort_direction', 'ASC'], ...startOf(options.sinceMs)];
    const walk = new RawActivityWalk(options.sinceMs);
    const { pageRows = FEED_PAGE_ROWS, ...walkOptions } = options;
    const route: Route = { name: 'activity', query, pageRows };
    return this.#walk(route, walkOptions, (rows) => walk.read(rows));
  }

  /** Rows of {@link positions} as the venue sent them; they are read where frames are parsed. */
  rawPositions(wallet: WalletAddress, options: WalkOptions = {}): Promise<PagedRead<Row>> {
    const query: Query = [
      ['user', wallet],
      ['status', 'OPEN'],
      ['sizeThreshold', '0'],
    ];
    const route: Route = { name: 'positions', query, pageRows: POSITIONS_PAGE_ROWS };
    return this.#walk(route, options, (rows) => ({ rows: rows.filter(isRow), problems: [] }));
  }

  /** Fills of a wallet, or of all wallets in some markets, as taker and as maker, newest first. */
  trades(of: TradesOf, options: FeedOptions): Promise<PagedRead<LeaderEvent>> {
    // The venue takes `start` only together with a user; the walk stops by itself.
    const anchor: Query =
      'wallet' in of
        ? [['user', of.wallet], ...startOf(options.sinceMs)]
        : [['condition', conditions(of.markets)]];
    const query: Query = [...anchor, ['taker_only', 'false']];
    const walk = new ActivityWalk(options.sinceMs);
    const route: Route = { name: 'trades', query, pageRows: FEED_PAGE_ROWS };
    return this.#walk(route, options, (rows) => walk.read(asTrades(rows)));
  }

  /**
   * What takers did in one market, newest first, one row a trade: its public prints. The venue takes
   * no beginning here; the walk stops by itself.
   */
  marketTrades(market: MarketId, options: FeedOptions): Promise<PagedRead<LeaderEvent>> {
    const query: Query = [
      ['condition', conditions([market])],
      ['taker_only', 'true'],
    ];
    const walk = new ActivityWalk(options.sinceMs);
    const route: Route = { name: 'trades', query, pageRows: MARKET_PAGE_ROWS };
    return this.#walk(route, options, (rows) => walk.read(asTrades(rows)));
  }

  /** Positions of a wallet, dust included. `OPEN` contains what can be redeemed. */
  positions(
    of: {
      readonly wallet: WalletAddress;
      readonly status?: WalletPositionStatus;
      readonly markets?: readonly MarketId[];
    },
    options: WalkOptions = {},
  ): Promise<PagedRead<WalletPosition>> {
    const query: Query = [
      ['user', of.wallet],
      ['status', of.status ?? 'OPEN'],
      ['sizeThreshold', '0'],
      ...(of.markets === undefined ? [] : [['condition', conditions(of.markets)] as const]),
    ];
    const route: Route = { name: 'positions', query, pageRows: POSITIONS_PAGE_ROWS };
    return this.#walk(route, options, readPositions);
  }

  /**
   * Where markets stand in their resolution; markets that the venue does not know are left out.
   * @throws VenueError
   */
  async resolutions(
    markets: readonly MarketId[],
    options: ReadOptions = {},
  ): Promise<{ readonly rows: readonly ResolutionState[]; readonly problems: readonly Problem[] }> {
    const { rows, problems } = await this.resolutionRows(markets, options);
    return { rows: rows.map(({ state }) => state), problems };
  }

  /** Like {@link resolutions}, with the venue's own rows, one a market. @throws VenueError */
  async resolutionRows(
    markets: readonly MarketId[],
    options: ReadOptions = {},
  ): Promise<{ readonly rows: readonly ResolutionRow[]; readonly problems: readonly Problem[] }> {
    const endpoint = 'data.resolutions';
    const reader = new FrameReader(endpoint);
    const rows: ResolutionRow[] = [];
    for (const chunk of chunksOf(markets, CONDITIONS_MAX)) {
      const query: Query = [['condition', chunk.join(',')]];
      const path = '/v2/resolutions';
      const body = await this.#http.getJson({
        ...options,
        endpoint,
        groups: ['total'],
        path,
        query,
      });
      const asked = new Set(chunk);
      for (const row of listOf(endpoint, dataOf(endpoint, body))) {
        const state = reader.read(resolutionSchema, row);
        if (state === null || !isRow(row)) continue;
        if (asked.delete(state.marketId)) rows.push({ row, state });
        else reader.refuse('condition_id', 'a market that was asked for, once');
      }
    }
    return { rows, problems: counted(reader.problems, this.#http.metrics, endpoint) };
  }

  /** What a wallet's positions are worth, `null` for an unknown wallet. @throws VenueError */
  async value(wallet: WalletAddress, options: ReadOptions = {}): Promise<Money | null> {
    const endpoint = 'data.value';
    const query: Query = [['user', wallet]];
    const get: Get = { ...options, endpoint, groups: ['total'], path: '/v2/value', query };
    const data = dataOf(endpoint, await this.#http.getJson(get));
    if (data === null) return null;
    const parsed = z.object({ value: moneyNumber }).safeParse(data);
    if (!parsed.success) throw malformed(endpoint, 'a value that is no amount of dollars');
    return parsed.data.value;
  }

  /** Who made most in the last month, best first. @throws VenueError */
  leaders(limit: number, options: ReadOptions = {}): Promise<readonly LeaderRow[]> {
    return readLeaders(this.#http, limit, options);
  }

  #walk<T>(
    route: Route,
    options: WalkOptions,
    read: (rows: readonly unknown[]) => ReadPage<T>,
  ): Promise<PagedRead<T>> {
    const { pagesMax, ...readOptions } = options;
    const endpoint = `data.${route.name}`;
    return walkPages<T>({
      endpoint,
      ...(pagesMax === undefined ? {} : { pagesMax }),
      fetch: async (cursor) => {
        // Filters are sent again with every cursor; the size is the cursor's own.
        const next: Query =
          cursor === null ? [['limit', String(route.pageRows)]] : [['cursor', cursor]];
        const body = await this.#http.getJson({
          ...readOptions,
          endpoint,
          groups: ['total', route.name],
          path: `/v2/${route.name}`,
          query: [...route.query, ...next],
        });
        return dataPage(endpoint, body);
      },
      read: (rows) => {
        const page = read(rows);
        counted(page.problems, this.#http.metrics, endpoint);
        return page;
      },
    });
  }
}

/** Rows of trades do not say what they are. */
function asTrades(rows: readonly unknown[]): readonly unknown[] {
  return rows.map((row) => (isRow(row) ? { ...row, type: 'TRADE' } : row));
}

function readPositions(rows: readonly unknown[]): ReadPage<WalletPosition> {
  const reader = new FrameReader('data.positions');
  const positions: WalletPosition[] = [];
  for (const row of rows) {
    const position = reader.read(walletPositionSchema, row);
    if (position !== null) positions.push(position);
  }
  return { rows: positions, problems: reader.problems };
}

function startOf(sinceMs: AtMs | null): Query {
  return sinceMs === null ? [] : [['start', secondsOf(sinceMs)]];
}

function secondsOf(atMs: AtMs): string {
  return String(Math.floor(atMs / SECOND_MS));
}

function conditions(markets: readonly MarketId[]): string {
  invariant(
    markets.length > 0 && markets.length <= CONDITIONS_MAX,
    `a request names 1 to ${CONDITIONS_MAX} conditions, got ${markets.length}`,
  );
  return markets.join(',');
}
