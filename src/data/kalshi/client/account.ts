import type { ReadOptions } from '../../http/json-http.ts';
import { counted } from '../../http/problem-counts.ts';
import { FrameReader } from '../../parsed.ts';
import {
  type AccountLimits,
  accountLimitsSchema,
  balanceSchema,
  type KalshiBalance,
  type KalshiPosition,
  positionSchema,
} from '../schema-account.ts';
import type { KalshiHttp } from './kalshi-http.ts';
import { type PagedRead, walkPages } from './pages.ts';

/** Positions of one page; the most that the venue gives. */
const POSITION_PAGE_ROWS = 1_000;

/** Reads of the key's own account. Every method throws VenueError, `noKey` without a key. */
export class KalshiAccount {
  readonly #http: KalshiHttp;

  constructor(http: KalshiHttp) {
    this.#http = http;
  }

  /** What is held now, on every shard; flat positions are left out. */
  getPositions(options: ReadOptions = {}): Promise<PagedRead<KalshiPosition>> {
    const endpoint = 'kalshi.positions';
    return walkPages<KalshiPosition>({
      endpoint,
      list: 'market_positions',
      fetch: (cursor) =>
        this.#http.get({
          ...options,
          endpoint,
          path: '/portfolio/positions',
          query: [
            ['limit', String(POSITION_PAGE_ROWS)],
            ['count_filter', 'position'],
            ...(cursor === null ? [] : [['cursor', cursor] as const]),
          ],
          isSigned: true,
        }),
      read: (rows) => {
        const reader = new FrameReader(endpoint);
        const positions = rows.flatMap((row) => reader.read(positionSchema, row) ?? []);
        return {
          rows: positions.filter(({ side }) => side !== null),
          problems: counted(reader.problems, this.#http.metrics, endpoint),
        };
      },
    });
  }

  async getBalance(options: ReadOptions = {}): Promise<KalshiBalance> {
    const endpoint = 'kalshi.balance';
    const get = { ...options, endpoint, path: '/portfolio/balance', isSigned: true };
    const body = await this.#http.get(get);
    return this.#http.value(endpoint, (reader) => reader.read(balanceSchema, body));
  }

  /** The account's buckets; from now on requests go by them. */
  async getAccountLimits(options: ReadOptions = {}): Promise<AccountLimits> {
    const endpoint = 'kalshi.account-limits';
    const get = { ...options, endpoint, path: '/account/limits', isSigned: true };
    const body = await this.#http.get(get);
    const limits = this.#http.value(endpoint, (reader) => reader.read(accountLimitsSchema, body));
    this.#http.adopt(limits);
    return limits;
  }
}
