import type { Change } from '../../../engine/domain/change.ts';
import type { MarketEvent } from '../../../engine/domain/market-event.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { Seen } from './seen-queue.ts';

/** What scores are made of in an event that passes; `null` for most. */
export function seenIn(event: MarketEvent, receivedAtMs: AtMs): Seen | null {
  if (event.kind === 'leaderActed') return { kind: 'row', event: event.event, receivedAtMs };
  if (event.kind !== 'publicTrade') return null;
  const { tokenId, price, venueAtMs } = event;
  return { kind: 'print', print: { tokenId, price, atMs: venueAtMs } };
}

/** What scores are made of in what the engine writes down: as a restart will find it. */
export function seenInChange(change: Change): Seen | null {
  switch (change.kind) {
    case 'leaderTrade':
      return { kind: 'trade', trade: change.trade };
    case 'market':
      return { kind: 'market', market: change.market };
    case 'resolution':
      return { kind: 'resolution', resolution: change.resolution, atMs: change.atMs };
    default:
      return null;
  }
}
