import type { Matched, PostAnswer } from '../../domain/venue-answer.ts';
import type { Turn } from '../turn.ts';
import { askVenue, becomeOpen, cancelAtVenue } from './asking.ts';
import { finish, lookLater, settleUp } from './ending.ts';
import { type LiveOrder, REMAINDER_DROPPED, takesAtOnce } from './live-order.ts';
import { note, SEND_TIMER, tell } from './telling.ts';
import { resendDelayMs, type VenueMode } from './venue-mode.ts';

type Answer<Kind> = PostAnswer & { readonly kind: Kind };

/** Sendings of the same bytes at most, each only after the venue certainly did not take the last. */
export const SENDS_MAX = 20;

/** Asks for the bytes to be sent, or holds them while the venue takes nothing of their kind. */
export function post(live: LiveOrder, mode: VenueMode, turn: Turn): void {
  const { order } = live;
  if (takesAtOnce(live) && turn.atMs < mode.takersFromMs) {
    live.stage = 'waiting';
    turn.timers.arm(`${SEND_TIMER}${order.intent.id}`, mode.takersFromMs);
    return;
  }
  live.stage = 'posting';
  live.sends += 1;
  note(live, { name: 'sent', detail: `sending ${live.sends}` }, turn);
  const { expiresAtMs: sendByMs } = order.intent;
  turn.emit({ kind: 'post', order, attempt: live.sends, sendByMs });
}

/** One sending came to an end, or nobody knows whether it did. */
export function onPosted(
  {
    live,
    answer,
    mode,
  }: { readonly live: LiveOrder; readonly answer: PostAnswer; readonly mode: VenueMode },
  turn: Turn,
): void {
  switch (answer.kind) {
    case 'accepted':
      onAccepted({ live, answer }, turn);
      return;
    case 'duplicate':
      note(live, { name: 'accepted', detail: answer.text }, turn);
      becomeOpen(live, turn);
      askVenue(live, turn);
      return;
    case 'unfilled':
      finish(live, { outcome: 'canceled', reason: answer.text }, turn);
      return;
    case 'refused':
      note(live, { name: 'notAccepted', detail: answer.text }, turn);
      // What our own last check refused never was at the venue, and says nothing of it.
      finish(
        live,
        { outcome: answer.cause === 'safety' ? 'notPlaced' : 'rejected', reason: answer.text },
        turn,
      );
      return;
    case 'stopped':
      note(live, { name: 'notAccepted', detail: answer.text }, turn);
      finish(live, { outcome: 'notPlaced', reason: answer.text }, turn);
      return;
    case 'notAccepted':
      sendAgainLater({ live, answer, mode }, turn);
      return;
    case 'unknown':
      note(live, { name: 'unknown', detail: answer.text }, turn);
      if (live.filled > 0 || live.over !== null || live.matched !== null) {
        becomeOpen(live, turn); // The account's own channel told of it before.
        settleUp(live, turn);
        return;
      }
      live.stage = 'doubt';
      live.doubtSinceMs = turn.atMs;
      tell({ kind: 'inDoubt', intentId: live.order.intent.id, reason: answer.text }, turn);
      lookLater(live, turn);
  }
}

function onAccepted(
  { live, answer }: { readonly live: LiveOrder; readonly answer: Answer<'accepted'> },
  turn: Turn,
): void {
  note(live, { name: 'accepted', detail: answer.status }, turn);
  becomeOpen(live, turn);
  live.matched = atLeast(live.matched, answer.matched);
  if (answer.status === 'matched' && takesAtOnce(live)) {
    live.over = { outcome: 'canceled', reason: REMAINDER_DROPPED, metSome: true };
  }
  const rests = answer.status === 'live' || answer.status === 'unmatched';
  if (rests && (live.cancelWanted || live.desk.isKilled())) {
    cancelAtVenue(live, turn);
    return;
  }
  settleUp(live, turn);
}

function sendAgainLater(
  {
    live,
    answer,
    mode,
  }: {
    readonly live: LiveOrder;
    readonly answer: Answer<'notAccepted'>;
    readonly mode: VenueMode;
  },
  turn: Turn,
): void {
  const { intent } = live.order;
  note(live, { name: 'notAccepted', detail: `${answer.cause}: ${answer.text}` }, turn);
  mode.refused(answer, turn.atMs);
  const againAtMs = turn.atMs + resendDelayMs(answer, live.sends);
  const tooLate = againAtMs > intent.expiresAtMs || live.sends >= SENDS_MAX;
  if (tooLate || live.cancelWanted || live.desk.isKilled()) {
    const reason = `not taken by the venue in time: ${answer.text}`;
    finish(live, { outcome: 'notPlaced', reason }, turn);
    return;
  }
  live.stage = 'waiting';
  turn.timers.arm(`${SEND_TIMER}${intent.id}`, againAtMs);
}

function atLeast(known: number | null, matched: Matched | null): number | null {
  if (matched === null) return known;
  return Math.max(known ?? 0, matched.quantity);
}
