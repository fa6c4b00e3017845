import type { Change } from '../../../engine/domain/change.ts';
import type { MarketEvent } from '../../../engine/domain/market-event.ts';
import { type AtMs, HOUR_MS } from '../../../engine/domain/time.ts';
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
      return { kind: 'resolution', resolution: change.resolution, atMs: endOf(change) };
    default:
      return null;
  }
}

/** Beyond it a resolution is one of old that was looked up, not one that just happened. */
const HEARD_LATE_MS = HOUR_MS;

/**
 * What just happened counts from when it was heard: what was counted meanwhile stays so. One of old
 * counts from when it was; losses of last month are none of today, whenever they are looked up.
 */
function endOf({ atMs, endedAtMs = atMs }: Change & { readonly kind: 'resolution' }): AtMs {
  return atMs - endedAtMs > HEARD_LATE_MS ? endedAtMs : atMs;
}
