import type { LeaderTrade } from '../../../src/engine/domain/change.ts';
import type { MarketId, TokenId, WalletAddress } from '../../../src/engine/domain/ids.ts';
import { type LeaderEvent, leaderEventKey } from '../../../src/engine/domain/leader.ts';
import type { Market } from '../../../src/engine/domain/market.ts';
import { cents, cost, dollars, shares } from '../../../src/engine/domain/values/money.ts';
import { DEFAULT_RULES } from '../../../src/engine/domain/venue-rules/polymarket.ts';

export const NOW_MS = 1_790_766_966_000;
export const LEADER = '0x00000000000000000000000000000000000000a1' as WalletAddress;
export const OTHER_LEADER = '0x00000000000000000000000000000000000000b2' as WalletAddress;
export const MARKET = `0x${'1'.repeat(64)}` as MarketId;
export const YES = '101' as TokenId;
export const NO = '102' as TokenId;
export const DRAW = '103' as TokenId;

export function market(change: Partial<Market> = {}): Market {
  return {
    id: MARKET,
    venue: 'polymarket',
    version: 'v1',
    question: 'Will it rain in Zürich on Sunday?',
    slug: 'rain-zurich-sunday',
    eventGroupId: 'rain',
    categories: ['weather', 'switzerland'],
    outcomes: [
      { tokenId: YES, label: 'Yes' },
      { tokenId: NO, label: 'No' },
    ],
    negRisk: false,
    rules: DEFAULT_RULES,
    startsAtMs: null,
    closesAtMs: null,
    shortCrypto: false,
    acceptingOrders: true,
    status: 'open',
    volume24h: null,
    dayMove: cents(1.5),
    weekMove: cents(4),
    terms: { source: null, textHash: '0123456789abcdef', vague: [], editedAtMs: null },
    ...change,
  };
}

export const BINARY = market();
export const THREE_WAY = market({
  outcomes: [
    { tokenId: YES, label: 'Home' },
    { tokenId: NO, label: 'Away' },
    { tokenId: DRAW, label: 'Draw' },
  ],
});

/** A buy of 10 YES at 0.50, seen once by the trade stream. */
export function leaderEvent(change: Partial<LeaderEvent> = {}): LeaderEvent {
  const price = change.price === undefined ? cents(50) : change.price;
  const quantity = change.quantity ?? shares(10);
  return {
    wallet: LEADER,
    kind: 'buy',
    marketId: MARKET,
    tokenId: YES,
    quantity,
    price,
    notional: price === null ? dollars(0) : cost(price, quantity, 'floor'),
    transaction: '0xt1',
    tradedAtMs: NOW_MS,
    feed: 'rtds.trades',
    occurrence: null,
    title: '',
    slug: '',
    eventSlug: '',
    ...change,
  };
}

/** An event as counted; `receivedAtMs` is a second later than the venue's time. */
export function leaderTrade(change: Partial<LeaderEvent> = {}, ordinal = 0): LeaderTrade {
  const event = leaderEvent(change);
  return { key: leaderEventKey(event), ordinal, event, receivedAtMs: event.tradedAtMs + 1_000 };
}

/** Splits, merges, redemptions and conversions name neither token nor price. */
export function setTrade(
  kind: 'split' | 'merge' | 'redeem' | 'conversion',
  count: number,
): LeaderTrade {
  return leaderTrade({ kind, tokenId: null, price: null, quantity: shares(count) });
}
