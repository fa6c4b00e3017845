import { MINUTE_MS } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
import { lookLater } from './ending.ts';
import type { LiveOrder } from './live-order.ts';
import { note, tell } from './telling.ts';

/** Trades older than the order cannot be its own; clocks differ a little. */
const LOOK_BACK_MS = MINUTE_MS;

/** Asks every list of the venue for the order; one question at a time. */
export function askVenue(live: LiveOrder, turn: Turn): void {
  if (live.asking) return;
  live.asking = true;
  const { intent, externalId: hash } = live.order;
  const { id: intentId, marketId } = intent;
  turn.emit({
    ...{ kind: 'lookUp', intentId, hash, marketId },
    sinceMs: intent.createdAtMs - LOOK_BACK_MS,
  });
}

/** The venue has it: whatever was in doubt is not any more. */
export function becomeOpen(live: LiveOrder, turn: Turn): void {
  live.absences = 0;
  live.doubtSinceMs = null;
  live.absentAtMs = null;
  live.absentForMs = 0;
  if (live.stage === 'open') return;
  live.stage = 'open';
  live.looks = 0;
  tell({ kind: 'accepted', intentId: live.order.intent.id }, turn);
}

/** Asks the venue to take the order out. What it filled before is looked up behind the answer. */
export function cancelAtVenue(live: LiveOrder, turn: Turn): void {
  const { intent, externalId: hash } = live.order;
  live.cancelWanted = true;
  note(live, { name: 'cancelAsked' }, turn);
  tell({ kind: 'cancelAsked', intentId: intent.id }, turn);
  turn.emit({ kind: 'cancel', intentId: intent.id, hash });
  lookLater(live, turn);
}

/** Looks again when nothing is being asked. */
export function lookNow(live: LiveOrder, turn: Turn): void {
  if (live.stage === 'posting' || live.stage === 'waiting') return;
  if (live.asking) lookLater(live, turn);
  else askVenue(live, turn);
}
