import type { LeaderTrade } from '../../domain/change.ts';
import { contentId, type SignalId } from '../../domain/ids.ts';
import type { ExitSignal } from '../../domain/signal.ts';
import type { ClosedExposure } from './exposure.ts';

/** The signal that a leader's trade ended exposure; one per trade and token. */
export function exitSignal(trade: LeaderTrade, closed: ClosedExposure): ExitSignal {
  const { event, key, ordinal, receivedAtMs } = trade;
  return {
    kind: 'exit',
    id: contentId('exit', [event.wallet, closed.tokenId, key, ordinal]) as SignalId,
    wallet: event.wallet,
    marketId: event.marketId,
    tokenId: closed.tokenId,
    fraction: closed.fraction,
    cause: closed.cause,
    leaderPrice: closed.price,
    tradedAtMs: event.tradedAtMs,
    receivedAtMs,
  };
}
