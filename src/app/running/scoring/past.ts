import { chunksOf } from '../../../data/polymarket/client/pages.ts';
import type { KnownResolution } from '../../../data/polymarket/feed/market-facts.ts';
import type { LeaderTrade } from '../../../engine/domain/change.ts';
import type { MarketId } from '../../../engine/domain/ids.ts';
import { type LeaderEvent, leaderEventKey } from '../../../engine/domain/leader.ts';
import type { Market } from '../../../engine/domain/market.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { Print } from '../../../engine/intelligence/scoring/record.ts';
import { tradeId } from './recent-trades.ts';

/** All that is known of what one wallet did, and of the markets in which it did it. */
export interface Past {
  readonly trades: readonly LeaderTrade[];
  readonly markets: readonly Market[];
  readonly resolutions: readonly KnownResolution[];
  /** Prices of its tokens after its buys. */
  readonly prints: readonly Print[];
}

/** One thing of a past, at its time. */
export type PastEvent =
  | { readonly atMs: AtMs; readonly kind: 'trade'; readonly trade: LeaderTrade }
  | { readonly atMs: AtMs; readonly kind: 'resolution'; readonly known: KnownResolution }
  | { readonly atMs: AtMs; readonly kind: 'print'; readonly print: Print };

/** Rows of the venue as trades; what several rows share is told apart by their occurrence. */
export function tradesOf(events: readonly LeaderEvent[]): readonly LeaderTrade[] {
  return events.map((event) => ({
    key: leaderEventKey(event),
    ordinal: event.occurrence ?? 0,
    event,
    receivedAtMs: event.tradedAtMs,
  }));
}

/** Each trade once, as the first list has it that does; in order of time. */
export function mergeTrades(...lists: readonly (readonly LeaderTrade[])[]): LeaderTrade[] {
  const known = new Map<string, LeaderTrade>();
  for (const list of lists) {
    for (const trade of list) {
      const id = tradeId(trade);
      if (!known.has(id)) known.set(id, trade);
    }
  }
  return [...known].sort(byTime).map(([, trade]) => trade);
}

/** Trades of one moment have an order of their own, so that every reading has the same. */
function byTime([idA, a]: [string, LeaderTrade], [idB, b]: [string, LeaderTrade]): number {
  return a.event.tradedAtMs - b.event.tradedAtMs || (idA < idB ? -1 : 1);
}

export function marketsOf(trades: readonly LeaderTrade[]): ReadonlySet<MarketId> {
  return new Set(trades.map(({ event }) => event.marketId));
}

/** Everything in order of time; of the same time trades come first. */
export function inOrder(past: Past): readonly PastEvent[] {
  const events: PastEvent[] = [
    ...past.trades.map((trade) => ({
      kind: 'trade' as const,
      atMs: trade.event.tradedAtMs,
      trade,
    })),
    ...past.resolutions.map((known) => ({ kind: 'resolution' as const, atMs: known.atMs, known })),
    ...past.prints.map((print) => ({ kind: 'print' as const, atMs: print.atMs, print })),
  ];
  return events.sort((a, b) => a.atMs - b.atMs);
}

/** Things of one piece: copying them to a thread takes well under a millisecond. */
export const PIECE_MAX = 100;

/** The same past in pieces, none of them long. */
export function* piecesOf(past: Past): Generator<Past> {
  const { trades, markets, resolutions, prints } = past;
  for (const part of chunksOf(trades, PIECE_MAX)) yield { ...NOTHING, trades: part };
  for (const part of chunksOf(markets, PIECE_MAX)) yield { ...NOTHING, markets: part };
  for (const part of chunksOf(resolutions, PIECE_MAX)) yield { ...NOTHING, resolutions: part };
  for (const part of chunksOf(prints, PIECE_MAX)) yield { ...NOTHING, prints: part };
}

const NOTHING: Past = { trades: [], markets: [], resolutions: [], prints: [] };
