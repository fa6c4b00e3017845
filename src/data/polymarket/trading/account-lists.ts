import type { MarketId } from '../../../engine/domain/ids.ts';
import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import { counted } from '../../http/problem-counts.ts';
import { FrameReader, isRow, type Row } from '../../parsed.ts';
import { cursorOf, listOf, malformed } from '../client/data-envelope.ts';
import { isAbsent } from '../client/errors.ts';
import { type PagedRead, type RawPage, type ReadPage, walkPages } from '../client/pages.ts';
import { parseUserOrder, type UserOrder } from '../parse-user-order.ts';
import { parseUserTrade, type UserTrade } from '../parse-user-trade.ts';
import type { AccountHttp, SignedGet } from './account-http.ts';
import { jsonOf } from './answer-body.ts';

/** Pages of one list at most; an account with more open orders or newer trades is not read whole. */
export const LIST_PAGES_MAX = 100;
/** How far before the moment asked for trades are read: the venue counts in seconds, by its clock. */
export const TRADES_OVERLAP_MS = 60_000;
const FIRST_CURSOR = 'MA==';
const LAST_CURSOR = 'LTE=';

/** What stands for an empty list besides an empty one. */
export interface ListOptions {
  /** Whether a `null` or missing body is an empty list: it never is where emptiness is a proof. */
  readonly isNullEmpty: boolean;
}

export interface TradeScope {
  readonly sinceMs: AtMs;
  readonly marketId?: MarketId;
}

/** The account's own lists at the venue. Errors of the venue end a walk and are returned. */
export class AccountLists {
  readonly #http: AccountHttp;

  constructor(http: AccountHttp) {
    this.#http = http;
  }

  /**
   * One order by its hash, `null` where the endpoint has nothing: of finished orders it says so too.
   * @throws VenueError
   */
  async order(hash: string): Promise<UserOrder | null> {
    const endpoint = 'clob.order';
    const path = `/data/order/${hash}`;
    const text = await this.#textOrAbsent({ endpoint, groups: ['total', 'orders'], path });
    const body = text.trim() === '' ? null : jsonOf(text);
    if (body === null || (isRow(body) && Object.keys(body).length === 0)) return null;
    const reader = new FrameReader(endpoint);
    const order = isRow(body) ? parseUserOrder(body, reader) : reader.refuse('frame', 'an order');
    if (order?.hash === hash) return order;
    if (order !== null) reader.refuse('id', 'the order that was asked for');
    const [first] = counted(reader.problems, this.#http.metrics, endpoint);
    throw malformed(endpoint, `${first?.field ?? 'frame'}: ${first?.expected ?? 'another shape'}`);
  }

  /** Open orders; with a hash that order whatever became of it. */
  orders(hash: string | null, options: ListOptions): Promise<PagedRead<UserOrder>> {
    const query: (readonly [string, string])[] = hash === null ? [] : [['id', hash]];
    const get = { endpoint: 'clob.orders', groups: ['total', 'orders'], path: '/data/orders' };
    return this.#walk({ ...get, query }, options, parseUserOrder);
  }

  trades(scope: TradeScope, options: ListOptions): Promise<PagedRead<UserTrade>> {
    const after = Math.floor((scope.sinceMs - TRADES_OVERLAP_MS) / SECOND_MS);
    const query: (readonly [string, string])[] = [['after', String(Math.max(0, after))]];
    if (scope.marketId !== undefined) query.unshift(['market', scope.marketId]);
    const get = { endpoint: 'clob.trades', groups: ['total', 'trades'], path: '/data/trades' };
    return this.#walk({ ...get, query }, options, parseUserTrade);
  }

  #walk<T>(
    get: SignedGet & { readonly query: readonly (readonly [string, string])[] },
    options: ListOptions,
    parse: (row: Row, reader: FrameReader) => T | null,
  ): Promise<PagedRead<T>> {
    const { endpoint } = get;
    return walkPages<T>({
      endpoint,
      pagesMax: LIST_PAGES_MAX,
      fetch: async (cursor) => {
        const query = [...get.query, ['next_cursor', cursor ?? FIRST_CURSOR] as const];
        return pageOf(endpoint, await this.#textOrAbsent({ ...get, query }), options);
      },
      read: (rows) => this.#rows(endpoint, rows, parse),
    });
  }

  /** A row that cannot be read could be any order: the list does not count as whole then. */
  #rows<T>(
    endpoint: string,
    raw: readonly unknown[],
    parse: (row: Row, reader: FrameReader) => T | null,
  ): ReadPage<T> {
    const reader = new FrameReader(endpoint);
    const rows: T[] = [];
    for (const row of raw) {
      const parsed = isRow(row) ? parse(row, reader) : reader.refuse('frame', 'an object');
      if (parsed !== null) rows.push(parsed);
    }
    const problems = counted(reader.problems, this.#http.metrics, endpoint);
    return problems.length === 0 ? { rows, problems } : { rows, problems, flaw: 'unreadableRow' };
  }

  async #textOrAbsent(get: SignedGet): Promise<string> {
    try {
      return await this.#http.readText(get);
    } catch (error) {
      if (isAbsent(error)) return '';
      throw error;
    }
  }
}

/** @throws VenueError `malformed` */
function pageOf(endpoint: string, text: string, { isNullEmpty }: ListOptions): RawPage {
  const body = text.trim() === '' ? null : jsonOf(text);
  if (body === null && isNullEmpty) return { rows: [], nextCursor: null };
  if (!isRow(body)) throw malformed(endpoint, 'an answer without a list');
  if (body['data'] === null && !isNullEmpty) throw malformed(endpoint, 'no list');
  const rows = listOf(endpoint, body['data']);
  const cursor = cursorOf(endpoint, body['next_cursor']);
  if (cursor === LAST_CURSOR) return { rows, nextCursor: null };
  // The first cursor again would be the first page again, and none at all says nothing of an end.
  return cursor === null
    ? { rows, nextCursor: null, flaw: 'truncatedPage' }
    : { rows, nextCursor: cursor };
}
