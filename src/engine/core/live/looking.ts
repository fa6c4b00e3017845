import { MINUTE_MS, SECOND_MS } from '../../domain/time.ts';
import type { OrderLookup, VenueOrderStatus } from '../../domain/venue-answer.ts';
import type { Turn } from '../turn.ts';
import { becomeOpen, cancelAtVenue } from './asking.ts';
import { finish, settleUp, tellFill } from './ending.ts';
import { type LiveOrder, type Over, REMAINDER_DROPPED, takesAtOnce } from './live-order.ts';
import { note } from './telling.ts';

/** Complete lookups in a row that must find nothing before an order counts as never placed. */
export const ABSENCES_MIN = 3;
/**
 * Since the doubt began, before an order counts as never placed: twice the longest POST, and longer
 * than the matching engine takes to restart (about 90 s), while which its lists may lack orders.
 */
export const NOT_PLACED_AFTER_MS = 2 * MINUTE_MS;
/** What one lookup in vain covers at most: the longest wait between two of them. */
const LOOK_COVERS_MS = 30 * SECOND_MS;
/** Complete lookups without a new fill before the sum of the fills counts as all of them. */
const STABLE_LOOKS_MIN = 3;
/** How long a doubt lasts before people hear of it. */
export const DOUBT_TOLD_AFTER_MS = 2 * MINUTE_MS;
/** A resting order is gone from the lists this long after its end before it counts as expired. */
const EXPIRED_AFTER_MS = 10 * SECOND_MS;

/** The venue told what it knows. Absence is proof only when all of it was asked, often, for long. */
export function onLookedUp(
  { live, lookup }: { readonly live: LiveOrder; readonly lookup: OrderLookup },
  turn: Turn,
): void {
  live.asking = false;
  live.looks += 1;
  const before = live.filled;
  for (const fill of lookup.fills) tellFill(live, fill, turn);
  tellDoubt(live, turn);
  if (lookup.order !== null) {
    becomeOpen(live, turn);
    takeStatus(live, lookup.order);
    const stillLive = lookup.order.status === 'live' && live.over === null;
    if (stillLive && live.cancelWanted) {
      cancelAtVenue(live, turn);
      return;
    }
  } else if (lookup.complete) {
    onAbsent({ live, isStable: live.filled === before }, turn);
    if (!live.desk.orders.has(live.order.intent.id)) return;
  } else {
    note(live, { name: 'lookedUp', detail: lookup.problem }, turn);
  }
  if (lookup.complete && live.filled === before) live.stableLooks += 1;
  trustTrades(live);
  settleUp(live, turn);
}

/** The venue left the sum out: the trades are all there is, once they stay the same. */
function trustTrades(live: LiveOrder): void {
  if (live.over === null || live.matched !== null) return;
  const isSure = live.filled > 0 || !live.over.metSome;
  if (isSure && live.stableLooks >= STABLE_LOOKS_MIN) live.matched = live.filled;
}

/** No list has it. */
function onAbsent(
  { live, isStable }: { readonly live: LiveOrder; readonly isStable: boolean },
  turn: Turn,
): void {
  live.absences += 1;
  const { intent } = live.order;
  if (live.filled > 0) {
    // Its trades are there, so it landed; finished orders may leave the lists.
    const { absences } = live;
    becomeOpen(live, turn);
    live.absences = absences;
    if (takesAtOnce(live) && isStable && live.absences >= ABSENCES_MIN) {
      live.over ??= {
        outcome: 'canceled',
        reason: 'its remainder left the lists of the venue',
        metSome: true,
      };
    }
  } else if (live.stage === 'doubt') {
    note(live, { name: 'lookedUp', detail: `found nowhere, ${live.absences}` }, turn);
    const lastedMs = absentForMs(live, turn);
    if (live.absences < ABSENCES_MIN || lastedMs < NOT_PLACED_AFTER_MS) return;
    finish(live, { outcome: 'notPlaced', reason: 'the venue never had it' }, turn);
    return;
  }
  const { restsUntilMs, createdAtMs } = intent;
  const isLong = turn.atMs - createdAtMs >= NOT_PLACED_AFTER_MS;
  if (takesAtOnce(live) && isLong && isStable && live.absences >= ABSENCES_MIN) {
    live.over ??= {
      outcome: 'canceled',
      reason: 'it left the lists of the venue without a trade',
      metSome: false,
    };
  }
  const isPast = restsUntilMs !== null && turn.atMs > restsUntilMs + EXPIRED_AFTER_MS;
  if (isPast && isStable && live.absences >= ABSENCES_MIN) {
    live.over ??= { outcome: 'expired', reason: 'its time was over', metSome: false };
  }
}

/**
 * How long lookups in vain have covered. One of them covers no more than their usual spacing: a wall
 * clock that jumps ahead does not make a doubt older than it is.
 */
function absentForMs(live: LiveOrder, turn: Turn): number {
  const sinceMs = Math.max(
    live.absentAtMs ?? live.doubtSinceMs ?? 0,
    live.order.intent.createdAtMs,
  );
  live.absentForMs += Math.min(Math.max(0, turn.atMs - sinceMs), LOOK_COVERS_MS);
  live.absentAtMs = turn.atMs;
  return live.absentForMs;
}

/** Takes over what the venue says of the order: it only ever learns more. */
export function takeStatus(
  live: LiveOrder,
  said: { readonly status: VenueOrderStatus; readonly matched: number | null },
): void {
  if (said.matched !== null) live.matched = Math.max(live.matched ?? 0, said.matched);
  if (said.status === 'live' || said.status === 'delayed') return;
  live.over ??= { ...endOf(live, said.status), metSome: said.status === 'matched' };
}

function endOf(
  live: LiveOrder,
  status: 'matched' | 'invalid' | 'canceled',
): Pick<Over, 'outcome' | 'reason'> {
  if (status === 'matched')
    return { outcome: 'canceled', reason: 'the rest was too small to trade' };
  if (status === 'invalid') return { outcome: 'canceled', reason: 'the venue calls it invalid' };
  if (live.cancelWanted) return { outcome: 'canceled', reason: 'canceled by us' };
  return live.order.intent.restsUntilMs === null
    ? { outcome: 'canceled', reason: REMAINDER_DROPPED }
    : { outcome: 'expired', reason: 'the venue took it out of the book' };
}

/** People hear of a doubt that lasts. */
function tellDoubt(live: LiveOrder, turn: Turn): void {
  const { doubtSinceMs } = live;
  if (doubtSinceMs === null || live.doubtTold) return;
  if (turn.atMs - doubtSinceMs < DOUBT_TOLD_AFTER_MS) return;
  live.doubtTold = true;
  const { intent } = live.order;
  const { ledger, id: subject, wallet, marketId, tokenId, side, limitPrice, quantity } = intent;
  turn.notice(
    'inDoubt',
    { ledger, subject },
    { wallet, market: marketId, token: tokenId, side, limit: limitPrice, quantity },
  );
}
