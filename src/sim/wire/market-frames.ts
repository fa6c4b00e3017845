import type { Chance } from '../chance.ts';
import type { VenueEvent } from '../venue/venue.ts';
import type { BoardMarket } from './board.ts';
import { type Best, bestOf, bookFrame, priceChangeFrames } from './book-frames.ts';
import { decimal, MICRO } from './decimal.ts';
import type { MarketFrame } from './market-channel.ts';

/** How often the changes of one engine event come in several frames. */
const SEVERAL_FRAMES_PROBABILITY = 0.3;
const OUTCOMES = [0, 1] as const;

/** Best prices told last, for `best_bid_ask`. */
const told = new WeakMap<BoardMarket, readonly [Best, Best]>();

/** Remembers where the best prices of a market stand, so that only changes are told. */
export function rememberBest(entry: BoardMarket): void {
  told.set(entry, [bestOf(entry.market.book(0)), bestOf(entry.market.book(1))]);
}

/**
 * The frames of what happened to one market at one moment, in order. A tick change is followed by
 * fresh books, which stand for all level changes of that moment.
 */
export function framesOf(
  entry: BoardMarket,
  events: readonly VenueEvent[],
  chance: Chance,
): readonly MarketFrame[] {
  const isRelaid = events.some(({ kind }) => kind === 'tick');
  const frames = events.flatMap((event) => eventFrames(entry, event, { chance, isRelaid }));
  const books = isRelaid ? OUTCOMES.map((outcome) => bookOf(entry, outcome)) : [];
  return [...frames, ...books, ...bestFrames(entry)];
}

function eventFrames(
  entry: BoardMarket,
  event: VenueEvent,
  { chance, isRelaid }: { readonly chance: Chance; readonly isRelaid: boolean },
): readonly MarketFrame[] {
  switch (event.kind) {
    case 'book': {
      if (isRelaid || event.changes.length === 0) return [];
      const inSeveral = chance.happens(SEVERAL_FRAMES_PROBABILITY);
      return priceChangeFrames(entry, event.changes, inSeveral).map((body) =>
        toMarket(entry, body),
      );
    }
    case 'trade':
      return [toMarket(entry, lastTradePrice(entry, event))];
    case 'tick':
      return OUTCOMES.map((outcome) => tickChange(entry, event, outcome));
    case 'resolved':
      return resolvedFrames(entry);
    case 'listed':
      return [{ body: newMarket(entry), to: { kind: 'everyone' } }];
    case 'edited':
    case 'proposal':
    case 'rows':
      return [];
  }
}

function toMarket(entry: BoardMarket, body: object): MarketFrame {
  return { body, to: { kind: 'market', entry, custom: false } };
}

function bookOf(entry: BoardMarket, outcome: 0 | 1): MarketFrame {
  const tokenId = entry.market.tokenIds[outcome];
  return { body: bookFrame(entry, outcome), to: { kind: 'token', tokenId, custom: false } };
}

function lastTradePrice(
  { market, stampMs }: BoardMarket,
  event: Extract<VenueEvent, { readonly kind: 'trade' }>,
): object {
  return {
    event_type: 'last_trade_price',
    market: market.conditionId,
    asset_id: market.tokenIds[event.outcome],
    price: decimal(event.price),
    side: event.side,
    size: decimal(event.size),
    fee_rate_bps: '0',
    timestamp: String(stampMs),
    transaction_hash: event.transaction,
  };
}

function tickChange(
  { market, stampMs }: BoardMarket,
  event: Extract<VenueEvent, { readonly kind: 'tick' }>,
  outcome: 0 | 1,
): MarketFrame {
  const tokenId = market.tokenIds[outcome];
  const body = {
    event_type: 'tick_size_change',
    market: market.conditionId,
    asset_id: tokenId,
    old_tick_size: decimal(event.oldTick),
    new_tick_size: decimal(event.newTick),
    timestamp: String(stampMs),
  };
  return { body, to: { kind: 'token', tokenId, custom: false } };
}

/** Where the best prices are others than told last. */
function bestFrames(entry: BoardMarket): readonly MarketFrame[] {
  const before = told.get(entry);
  rememberBest(entry);
  const now = told.get(entry);
  return OUTCOMES.flatMap((outcome): readonly MarketFrame[] => {
    const best = now?.[outcome];
    const last = before?.[outcome];
    if (best === undefined || (best.bid === last?.bid && best.ask === last.ask)) return [];
    const tokenId = entry.market.tokenIds[outcome];
    const body = {
      event_type: 'best_bid_ask',
      market: entry.market.conditionId,
      asset_id: tokenId,
      best_bid: decimal(best.bid),
      best_ask: decimal(best.ask),
      spread: decimal(best.ask - best.bid),
      timestamp: String(entry.stampMs),
    };
    return [{ body, to: { kind: 'token', tokenId, custom: true } }];
  });
}

/** A void market has no winner to name: its halves are in Gamma and `/v2/resolutions` alone. */
function resolvedFrames(entry: BoardMarket): readonly MarketFrame[] {
  const { market, group, stampMs } = entry;
  const winner = OUTCOMES.find((outcome) => market.payouts?.[outcome] === 1);
  if (winner === undefined) return [];
  const body = {
    event_type: 'market_resolved',
    id: market.id,
    market: market.conditionId,
    assets_ids: market.tokenIds,
    winning_asset_id: market.tokenIds[winner],
    winning_outcome: market.outcomes[winner],
    timestamp: String(stampMs),
    tags: group.tags.map(({ slug }) => slug),
  };
  return [{ body, to: { kind: 'market', entry, custom: true } }];
}

function newMarket({ market, group, stampMs }: BoardMarket): object {
  const { id, slug, title } = group;
  return {
    id: market.id,
    question: market.question,
    market: market.conditionId,
    slug: market.slug,
    description: market.description,
    assets_ids: market.tokenIds,
    outcomes: market.outcomes,
    event_message: { id, ticker: slug, slug, title, description: market.description },
    timestamp: String(stampMs),
    event_type: 'new_market',
    tags: [],
    condition_id: market.conditionId,
    active: true,
    clob_token_ids: market.tokenIds,
    sports_market_type: '',
    line: '',
    game_start_time: '',
    order_price_min_tick_size: decimal(market.tick),
    group_item_title: '',
    taker_base_fee: '1000',
    fees_enabled: market.feeRate > 0,
    fee_schedule: {
      exponent: '1',
      rate: decimal(Math.round(market.feeRate * MICRO)),
      taker_only: true,
      rebate_rate: '0.25',
    },
    ...(market.version === 'v2' ? { version: 'v2' } : {}),
  };
}
