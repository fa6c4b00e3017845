import type { Venue } from '../venue/venue.ts';
import type { Board, BoardMarket, EventGroup } from './board.ts';
import { publicProfile, publicSearch } from './gamma-search.ts';
import { type GammaMoment, gammaEvent, gammaMarket, isClosed } from './gamma-shapes.ts';
import type { HostSpec, Route, WireRequest } from './http-host.ts';
import { type Cursor, cursorOf, pageOf } from './page.ts';
import { Refusal } from './refusal.ts';
import type { WireRuntime } from './runtime.ts';
import type { WorldTime } from './world-time.ts';

/** Requests per window. */
const LIMITS = { total: 4_000, events: 500, markets: 300, search: 350 } as const;
const ROWS_DEFAULT = 20;
const ROWS_MAX = 100;
/** Condition ids of one request. */
const IDS_MAX = 100;

export interface GammaWorld {
  readonly board: Board;
  readonly venue: Venue;
  readonly time: WorldTime;
  readonly runtime: WireRuntime;
}

/** Gamma: which markets there are. */
export function gammaHost(world: GammaWorld): HostSpec {
  const { board, venue } = world;
  const market = (entry: BoardMarket | null): object =>
    gammaMarket(present(entry), momentOf(world));
  const event = (group: EventGroup | null): object => gammaEvent(present(group), momentOf(world));
  const routes: readonly Route[] = [
    { path: '/markets/keyset', group: 'markets', answer: (request) => markets(request, world) },
    { path: '/events/keyset', group: 'events', answer: (request) => events(request, world) },
    {
      path: '/markets/:id',
      group: 'markets',
      answer: ({ params }) => market(board.byId(params['id'] ?? '')),
    },
    {
      path: '/markets/slug/:slug',
      group: 'markets',
      answer: ({ params }) => market(board.bySlug(params['slug'] ?? '')),
    },
    {
      path: '/events/:id',
      group: 'events',
      answer: ({ params }) => event(board.groupById(params['id'] ?? '')),
    },
    {
      path: '/events/slug/:slug',
      group: 'events',
      answer: ({ params }) => event(board.groupBySlug(params['slug'] ?? '')),
    },
    { path: '/tags', answer: ({ query }) => tags(board, query) },
    {
      path: '/public-search',
      group: 'search',
      answer: ({ query }) => publicSearch(query, world),
    },
    { path: '/public-profile', answer: ({ query }) => publicProfile(query, venue) },
  ];
  return { routes, limits: LIMITS, problem };
}

function momentOf({ time, runtime }: Pick<GammaWorld, 'time' | 'runtime'>): GammaMoment {
  return { time, nowMs: runtime.clock.nowMs() };
}

const TYPES: Readonly<Record<number, string>> = {
  400: 'validation error',
  404: 'not found error',
  422: 'validation error',
  429: 'rate limit error',
};

function problem({ status, message }: Refusal): object {
  return { type: TYPES[status] ?? 'internal error', error: message };
}

function present<T>(found: T | null): T {
  if (found === null) throw new Refusal(404, 'id not found');
  return found;
}

/** Open markets, or closed ones when asked for them. */
function markets({ query }: WireRequest, world: GammaWorld): object {
  const { board, runtime } = world;
  const at = momentOf(world);
  const conditions = idsOf(query, 'condition_ids').map((id) => id.toLowerCase());
  const tokens = idsOf(query, 'clob_token_ids');
  const [ids, slugs] = [idsOf(query, 'id'), idsOf(query, 'slug')];
  const tagId = query.get('tag_id');
  const closed = query.get('closed') === 'true';
  const rows = board.markets.filter(
    ({ market, group }) =>
      (market.status === 'resolved') === closed &&
      (conditions.length === 0 || conditions.includes(market.conditionId.toLowerCase())) &&
      (tokens.length === 0 || market.tokenIds.some((id) => tokens.includes(id))) &&
      (ids.length === 0 || ids.includes(market.id)) &&
      (slugs.length === 0 || slugs.includes(market.slug)) &&
      (tagId === null || group.tags.some(({ id }) => id === tagId)),
  );
  const places = new Map(board.markets.map((entry, at) => [entry, at]));
  const page = keysetPage(rows, { query, runtime, placeOf: (entry) => places.get(entry) ?? 0 });
  return { markets: page.rows.map((entry) => gammaMarket(entry, at)), ...nextOf(page.next) };
}

function events({ query }: WireRequest, world: GammaWorld): object {
  const { board, runtime } = world;
  const at = momentOf(world);
  const isTagged = taggedBy(query);
  const ends = endsOf(query);
  const slugs = idsOf(query, 'slug');
  const closed = query.get('closed') === 'true';
  const withMarkets = query.get('include_markets') !== 'false';
  const rows = board.groups.filter(
    (group) =>
      isClosed(group) === closed &&
      (slugs.length === 0 || slugs.includes(group.slug)) &&
      isTagged(group) &&
      ends(endOf(group, world)),
  );
  const page = keysetPage(rows, { query, runtime, placeOf: ({ id }) => Number(id) });
  const shown = page.rows.map((group) => gammaEvent(group, at, withMarkets));
  return { events: shown, ...nextOf(page.next) };
}

/** By the number of a tag, or by its slug. */
function taggedBy(query: URLSearchParams): (group: EventGroup) => boolean {
  const [tagId, tagSlug] = [query.get('tag_id'), query.get('tag_slug')];
  return ({ tags: own }) =>
    (tagId === null || own.some(({ id }) => id === tagId)) &&
    (tagSlug === null || own.some(({ slug }) => slug === tagSlug));
}

/** Whether something ends between two moments, both included. */
function endsOf(query: URLSearchParams): (atMs: number) => boolean {
  const fromMs = dateOf(query, 'end_date_min') ?? Number.NEGATIVE_INFINITY;
  const untilMs = dateOf(query, 'end_date_max') ?? Number.POSITIVE_INFINITY;
  return (atMs) => atMs >= fromMs && atMs <= untilMs;
}

/** When the last of its markets ends, in wall time. */
function endOf({ markets: own }: EventGroup, { time }: GammaWorld): number {
  return time.wallMs(Math.max(...own.map(({ market }) => market.closesAtMs)));
}

function dateOf(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) throw new Refusal(422, `${name} is not a date`, name);
  return atMs;
}

function keysetPage<Row>(
  rows: readonly Row[],
  {
    query,
    runtime,
    placeOf,
  }: {
    readonly query: URLSearchParams;
    readonly runtime: WireRuntime;
    readonly placeOf: (row: Row) => number;
  },
) {
  const list = {
    rows,
    keyOf: (row: Row) => String(placeOf(row)),
    isBehind: (row: Row, key: string) => placeOf(row) > Number(key),
  };
  return pageOf(list, startOf(query), runtime.faults);
}

/** Where a page begins; the size may change from page to page here. */
function startOf(query: URLSearchParams): Cursor {
  const limit = wholeOf(query, 'limit', ROWS_DEFAULT);
  const size = Math.min(ROWS_MAX, Math.max(1, limit));
  const text = query.get('after_cursor');
  if (text === null) return { filter: '', limit: size, after: null, nonce: 0 };
  return { ...cursorOf(text), limit: size };
}

/** The cursor is left out on the last page. */
function nextOf(next: string | null): object {
  return next === null ? {} : { next_cursor: next };
}

/** Values of a parameter that repeats, or stands once with commas. */
function idsOf(query: URLSearchParams, name: string): readonly string[] {
  const ids = query.getAll(name).flatMap((value) => value.split(','));
  if (ids.length > IDS_MAX) throw new Refusal(422, `${name}: at most ${IDS_MAX}`, name);
  return ids;
}

function tags(board: Board, query: URLSearchParams): object {
  const offset = wholeOf(query, 'offset', 0);
  const limit = Math.min(ROWS_MAX, wholeOf(query, 'limit', ROWS_DEFAULT));
  return board.tags.slice(offset, offset + limit);
}

function wholeOf(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^\d{1,9}$/.test(text)) throw new Refusal(422, `${name} is not a number`, name);
  return Number(text);
}
