import type { Board, BoardMarket, BoardToken, Outcome } from './board.ts';
import { bestOf, restBook } from './book-frames.ts';
import { clobMarket, compactMarket, simplifiedMarket } from './clob-market.ts';
import { decimal, double, MICRO, secondsOf } from './decimal.ts';
import type { HostSpec, Route, WireRequest } from './http-host.ts';
import { pricesHistory } from './prices-history.ts';
import { Refusal } from './refusal.ts';
import type { WireRuntime } from './runtime.ts';
import { TRADING_LIMITS, type Trading } from './trading/trading.ts';

/** Requests per window. */
const LIMITS = {
  total: 9_000,
  book: 1_500,
  books: 500,
  'tick-size': 200,
  'prices-history': 1_000,
  ...TRADING_LIMITS,
} as const;
const MARKETS_PER_PAGE = 1_000;
/** The cursor of the end: base64 of −1. */
const LAST_CURSOR = 'LTE=';
/** Legacy cap in basis points; the real rate is in the market. */
const BASE_FEE = 1_000;

/** Reads of the CLOB that need no account, and, where there is an exchange, all that needs one. */
export function clobHost(board: Board, { clock }: WireRuntime, trading: Trading | null): HostSpec {
  const token = ({ query }: WireRequest): BoardToken => tokenOf(board, query.get('token_id'));
  const routes: readonly Route[] = [
    ...(trading?.routes ?? []),
    { path: '/ok', answer: () => 'OK' },
    { path: '/time', answer: () => secondsOf(clock.nowMs()) },
    { path: '/version', answer: () => ({ version: 2 }) },
    { path: '/book', group: 'book', answer: (request) => bookOf(token(request)) },
    {
      method: 'POST',
      path: '/books',
      group: 'books',
      answer: ({ body }) => askedTokens(body).flatMap((id) => bookIfAny(board, id)),
    },
    { path: '/price', group: 'book', answer: (request) => priceOf(request, token(request)) },
    { path: '/midpoint', group: 'book', answer: (request) => midpointOf(token(request)) },
    { path: '/spread', group: 'book', answer: (request) => spreadOf(token(request)) },
    {
      path: '/tick-size',
      group: 'tick-size',
      answer: (request) => ({ minimum_tick_size: double(token(request).entry.market.tick) }),
    },
    {
      path: '/neg-risk',
      answer: (request) => ({ neg_risk: token(request).entry.market.negRisk }),
    },
    { path: '/fee-rate', answer: (request) => token(request) && { base_fee: BASE_FEE } },
    { path: '/clob-markets/:id', answer: (request) => compactMarket(marketOf(board, request)) },
    { path: '/markets/:id', answer: (request) => clobMarket(marketOf(board, request)) },
    {
      path: '/markets-by-token/:id',
      answer: ({ params }) => tokensOf(tokenOf(board, params['id'] ?? null)),
    },
    {
      path: '/prices-history',
      group: 'prices-history',
      answer: ({ query }) => pricesHistory(board, query, clock.nowMs()),
    },
    ...listRoutes(board),
  ];
  return {
    routes,
    limits: LIMITS,
    problem: ({ message }) => ({ error: message }),
    rateHeaders: (window, nowMs) => ({
      'poly-ratelimit-remaining': String(window.remaining),
      'poly-ratelimit-reset': String(window.resetSeconds(nowMs)),
      'poly-ratelimit-tier': 'Standard',
    }),
  };
}

function listRoutes(board: Board): readonly Route[] {
  const everything = (): readonly BoardMarket[] => board.markets;
  const sampling = (): readonly BoardMarket[] =>
    board.markets.filter(({ market }) => market.status === 'open');
  const lists = [
    { path: '/markets', of: everything, shape: clobMarket },
    { path: '/simplified-markets', of: everything, shape: simplifiedMarket },
    { path: '/sampling-markets', of: sampling, shape: clobMarket },
    { path: '/sampling-simplified-markets', of: sampling, shape: simplifiedMarket },
  ];
  return lists.map(({ path, of, shape }) => ({
    path,
    answer: ({ query }) => marketsPage(of().map(shape), query.get('next_cursor')),
  }));
}

function marketsPage(rows: readonly object[], cursor: string | null): object {
  const from = Number(Buffer.from(cursor ?? 'MA==', 'base64').toString());
  if (!Number.isSafeInteger(from) || from < 0)
    throw new Refusal(400, 'next item should be greater than or equal to 0');
  const data = rows.slice(from, from + MARKETS_PER_PAGE);
  const nextFrom = from + data.length;
  const isLast = nextFrom >= rows.length;
  return {
    limit: MARKETS_PER_PAGE,
    count: data.length,
    next_cursor: isLast ? LAST_CURSOR : Buffer.from(String(nextFrom)).toString('base64'),
    data,
  };
}

const TOKEN_ID = /^\d{1,78}$/;

/** A token whose book is open. @throws Refusal */
function tokenOf(board: Board, id: string | null): BoardToken {
  if (id === null || !TOKEN_ID.test(id)) throw new Refusal(400, 'Invalid token id');
  const token = board.byToken(id);
  if (token === null || token.entry.market.status === 'resolved') {
    throw new Refusal(404, 'No orderbook exists for the requested token id');
  }
  return token;
}

/** Only the padded condition is known here; 62 digits are not. */
function marketOf(board: Board, { params }: WireRequest): BoardMarket {
  const entry = board.byCondition(params['id'] ?? '');
  if (entry === null) throw new Refusal(404, 'market not found');
  return entry;
}

function bookOf({ entry, outcome }: BoardToken): object {
  return restBook(entry, outcome);
}

/** `/books` leaves out what has no book. */
function bookIfAny(board: Board, id: string): readonly object[] {
  const token = board.byToken(id);
  if (token === null || token.entry.market.status === 'resolved') return [];
  return [bookOf(token)];
}

function askedTokens(body: unknown): readonly string[] {
  if (!Array.isArray(body)) throw new Refusal(400, 'Invalid payload');
  return body.map((row: unknown) => {
    const id = typeof row === 'object' && row !== null && 'token_id' in row ? row.token_id : null;
    if (typeof id !== 'string' || !TOKEN_ID.test(id)) throw new Refusal(400, 'Invalid token id');
    return id;
  });
}

function sidesOf({ entry, outcome }: BoardToken): { readonly bid: number; readonly ask: number } {
  return bestOf(entry.market.book(outcome));
}

/** What resting orders of that side offer: `BUY` asks for the best bid, `SELL` for the best ask. */
function priceOf({ query }: WireRequest, token: BoardToken): object {
  const side = query.get('side')?.toUpperCase();
  if (side !== 'BUY' && side !== 'SELL') throw new Refusal(400, 'Invalid side');
  const { bid, ask } = sidesOf(token);
  const price = side === 'BUY' ? bid : ask;
  if (price === 0 || price === MICRO)
    throw new Refusal(404, 'No orders found for the requested side');
  return { price: decimal(price) };
}

function midpointOf(token: BoardToken): object {
  const { bid, ask } = bothSidesOf(token);
  return { mid: decimal((bid + ask) / 2) };
}

function spreadOf(token: BoardToken): object {
  const { bid, ask } = bothSidesOf(token);
  return { spread: decimal(ask - bid) };
}

function bothSidesOf(token: BoardToken): { readonly bid: number; readonly ask: number } {
  const sides = sidesOf(token);
  if (sides.bid === 0 || sides.ask === MICRO) {
    throw new Refusal(404, 'No orderbook exists for the requested token id');
  }
  return sides;
}

function tokensOf({ entry }: { readonly entry: BoardMarket; readonly outcome: Outcome }): object {
  const [primary, secondary] = entry.market.tokenIds;
  return {
    condition_id: entry.market.conditionId,
    primary_token_id: primary,
    secondary_token_id: secondary,
  };
}
