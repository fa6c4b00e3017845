import type { MarketId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { Get, JsonHttp, ReadOptions } from '../../http/json-http.ts';
import { counted } from '../../http/problem-counts.ts';
import { FrameReader, isRow, type Problem } from '../../parsed.ts';
import { listOf, malformed } from './data-envelope.ts';
import { isAbsent } from './errors.ts';
import { filterOf, keysetPage, type ListOptions, type Query } from './gamma-lists.ts';
import {
  type ListedEvent,
  type ListedMarket,
  type MarketRow,
  readEventRows,
  readEvents,
  readMarketRows,
  readMarkets,
} from './gamma-market.ts';
import {
  matchProfile,
  type Profile,
  type ProfileMatch,
  profileOf,
  readProfiles,
  readTags,
  type Tag,
} from './gamma-search.ts';
import { chunksOf, type PagedRead, type ReadPage, walkPages } from './pages.ts';

/** Rows of one page; the venue clamps to it. */
export const GAMMA_PAGE_ROWS = 100;
/** Condition ids of one request. */
export const GAMMA_CONDITIONS_MAX = 100;
/** Hits of each kind that one search asks for. */
export const SEARCH_HITS_MAX = 20;
/** Longest page taken, in bytes: an event may hold more than a hundred markets of 10 kB. */
const PAGE_BYTES_MAX = 64 * 1024 * 1024;

export interface SearchRead {
  readonly markets: readonly ListedMarket[];
  readonly profiles: readonly Profile[];
  readonly tags: readonly Tag[];
  readonly problems: readonly Problem[];
}

export interface MarketsRead {
  readonly markets: readonly ListedMarket[];
  /** Asked for and not listed, or not readable. */
  readonly missing: readonly MarketId[];
  readonly problems: readonly Problem[];
}

export interface MarketRowsRead {
  readonly rows: readonly MarketRow[];
  /** Asked for and not listed, or not readable. */
  readonly missing: readonly MarketId[];
  readonly problems: readonly Problem[];
}

/** Gamma: which markets there are, and what they are about. */
export class Gamma {
  readonly #http: JsonHttp;

  constructor(http: JsonHttp) {
    this.#http = http;
  }

  /** Every market of the filter, page by page. */
  markets(options: ListOptions = {}): Promise<PagedRead<ListedMarket>> {
    return this.#keyset('markets', { query: filterOf(options), options }, readMarkets);
  }

  /** Every market of the events of the filter; unlike {@link markets} with the events' tags. */
  events(options: ListOptions = {}): Promise<PagedRead<ListedMarket>> {
    return this.#keyset('events', { query: filterOf(options), options }, readEvents);
  }

  /** Like {@link events}, with the rows as they would stand in a list of markets, tags included. */
  eventRows(options: ListOptions = {}): Promise<PagedRead<MarketRow>> {
    return this.#keyset('events', { query: filterOf(options), options }, readEventRows);
  }

  /** One market by the venue's own number, `null` when there is none. @throws VenueError */
  marketById(id: string, options: ReadOptions = {}): Promise<ListedMarket | null> {
    return this.#market(`/markets/${encodeURIComponent(id)}`, options);
  }

  /** One market by its slug, `null` when there is none. @throws VenueError */
  marketBySlug(slug: string, options: ReadOptions = {}): Promise<ListedMarket | null> {
    return this.#market(`/markets/slug/${encodeURIComponent(slug)}`, options);
  }

  /**
   * Markets by condition id, open or closed: lists leave out closed ones unless asked for them.
   * @throws VenueError
   */
  async marketsByCondition(
    ids: readonly MarketId[],
    options: ReadOptions = {},
  ): Promise<MarketsRead> {
    const { rows, missing, problems } = await this.marketRowsByCondition(ids, options);
    return { markets: rows.map(({ listed }) => listed), missing, problems };
  }

  /** Like {@link marketsByCondition}, with the venue's own rows. @throws VenueError */
  async marketRowsByCondition(
    ids: readonly MarketId[],
    options: ReadOptions = {},
  ): Promise<MarketRowsRead> {
    const missing = new Set(ids);
    const rows: MarketRow[] = [];
    const problems: Problem[] = [];
    for (const closed of [false, true]) {
      for (const chunk of chunksOf([...missing].flatMap(conditionForms), GAMMA_CONDITIONS_MAX)) {
        const query: Query = [
          ['closed', String(closed)],
          ...chunk.map((id) => ['condition_ids', id] as const),
        ];
        const read = await this.#keyset('markets', { query, options }, readMarketRows);
        if (!read.complete) throw read.error;
        problems.push(...read.problems);
        rows.push(...read.rows.filter(({ listed }) => missing.delete(listed.market.id)));
      }
    }
    return { rows, missing: [...missing], problems };
  }

  /** One event with its markets by its slug, `null` when there is none. @throws VenueError */
  async eventBySlug(slug: string, options: ReadOptions = {}): Promise<ListedEvent | null> {
    const endpoint = 'gamma.event';
    const body = await this.#orAbsent({
      ...options,
      endpoint,
      groups: ['total', 'events'],
      path: `/events/slug/${encodeURIComponent(slug)}`,
      bytesMax: PAGE_BYTES_MAX,
    });
    if (body === null) return null;
    if (!isRow(body)) throw malformed(endpoint, 'an answer that is no event');
    const tags = listOf(endpoint, body['tags'] ?? null);
    const { rows, problems } = readEvents([{ ...body, markets: body['markets'] ?? [] }]);
    counted(problems, this.#http.metrics, endpoint);
    return { slug, tags, markets: rows };
  }

  /**
   * The profile that an address belongs to, `null` when there is none. The address may be the
   * trading wallet or the user who owns it; the profile names the trading wallet.
   * Source: "The wallet address (proxy wallet or user address)", reference of `GET /public-profile`.
   * @throws VenueError
   */
  async profileByAddress(
    address: WalletAddress,
    options: ReadOptions = {},
  ): Promise<Profile | null> {
    const endpoint = 'gamma.profile';
    const reader = new FrameReader(endpoint);
    const query: Query = [['address', address]];
    const path = '/public-profile';
    const body = await this.#orAbsent({ ...options, endpoint, groups: ['total'], path, query });
    const profile = profileOf(body, reader);
    counted(reader.problems, this.#http.metrics, endpoint);
    return profile;
  }

  /** What matches a text: markets, profiles and tags. @throws VenueError */
  async search(words: string, options: ReadOptions = {}): Promise<SearchRead> {
    const endpoint = 'gamma.search';
    const body = await this.#http.getJson({
      ...options,
      endpoint,
      groups: ['total', 'search'],
      path: '/public-search',
      query: [
        ['q', words],
        ['limit_per_type', String(SEARCH_HITS_MAX)],
        ['search_tags', 'true'],
        ['search_profiles', 'true'],
      ],
      bytesMax: PAGE_BYTES_MAX,
    });
    if (!isRow(body)) throw malformed(endpoint, 'an answer that is no search');
    const list = (name: string): readonly unknown[] => listOf(endpoint, body[name] ?? null);
    const reader = new FrameReader(endpoint);
    const events = readEvents(list('events'));
    const profiles = readProfiles(list('profiles'), reader);
    const tags = readTags(list('tags'), reader);
    const problems = [...events.problems, ...reader.problems];
    counted(problems, this.#http.metrics, endpoint);
    return { markets: events.rows, profiles, tags, problems };
  }

  /** Whose name this is; a similar name is never taken for it. @throws VenueError */
  async profile(name: string, options: ReadOptions = {}): Promise<ProfileMatch> {
    const { profiles } = await this.search(name.trim().replace(/^@/, ''), options);
    return matchProfile(name, profiles);
  }

  /** All tags. The list has no cursor: it goes on until a page is empty. */
  tags(options: ReadOptions = {}): Promise<PagedRead<Tag>> {
    const endpoint = 'gamma.tags';
    let offset = 0;
    return walkPages<Tag>({
      endpoint,
      fetch: async () => {
        const query: Query = [
          ['limit', String(GAMMA_PAGE_ROWS)],
          ['offset', String(offset)],
        ];
        const get: Get = { ...options, endpoint, groups: ['total'], path: '/tags', query };
        const rows = listOf(endpoint, await this.#http.getJson(get));
        offset += rows.length;
        return { rows, nextCursor: rows.length === 0 ? null : String(offset) };
      },
      read: (rows) => {
        const reader = new FrameReader(endpoint);
        const tags = readTags(rows, reader);
        return { rows: tags, problems: counted(reader.problems, this.#http.metrics, endpoint) };
      },
    });
  }

  async #market(path: string, options: ReadOptions): Promise<ListedMarket | null> {
    const endpoint = 'gamma.market';
    const groups = ['total', 'markets'];
    const body = await this.#orAbsent({ ...options, endpoint, groups, path });
    if (body === null) return null;
    const { rows, problems } = readMarkets([body]);
    const [flaw] = counted(problems, this.#http.metrics, endpoint);
    if (rows[0] === undefined) throw malformed(endpoint, flaw?.field ?? 'no market');
    return rows[0];
  }

  async #orAbsent(get: Get): Promise<unknown> {
    try {
      return await this.#http.getJson(get);
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  #keyset<T>(
    name: 'markets' | 'events',
    { query, options }: { readonly query: Query; readonly options: ListOptions },
    read: (rows: readonly unknown[]) => ReadPage<T>,
  ): Promise<PagedRead<T>> {
    const endpoint = `gamma.${name}`;
    const { pagesMax, signal, priority } = options;
    const readOptions: ReadOptions = {
      ...(signal === undefined ? {} : { signal }),
      ...(priority === undefined ? {} : { priority }),
    };
    return walkPages<T>({
      endpoint,
      ...(pagesMax === undefined ? {} : { pagesMax }),
      fetch: async (cursor) => {
        const after: Query = cursor === null ? [] : [['after_cursor', cursor]];
        const body = await this.#http.getJson({
          ...readOptions,
          endpoint,
          groups: ['total', name],
          path: `/${name}/keyset`,
          query: [...query, ['limit', String(GAMMA_PAGE_ROWS)], ...after],
          bytesMax: PAGE_BYTES_MAX,
        });
        return keysetPage(endpoint, name, body);
      },
      read: (rows) => {
        const page = read(rows);
        counted(page.problems, this.#http.metrics, endpoint);
        return page;
      },
    });
  }
}

/** A Protocol V2 condition of 31 bytes with the zero byte that makes it 32. */
const PADDED_CONDITION = /^0x0[123][0-9a-f]{60}00$/;

/** Gamma may know a V2 market under 62 digits, as it lists it: both spellings are asked for. */
function conditionForms(id: MarketId): readonly string[] {
  return PADDED_CONDITION.test(id) ? [id, id.slice(0, -2)] : [id];
}
