import type { IntegrityFault } from '../../domain/account-event.ts';
import type { ExecutionReport } from '../../domain/execution-report.ts';
import type { OrderEventName } from '../../domain/order.ts';
import type { Turn } from '../turn.ts';
import type { LiveOrder } from './live-order.ts';

export const LOOK_TIMER = 'live:look:';
export const SEND_TIMER = 'live:send:';

/** Tells the trade core. */
export function tell(report: ExecutionReport, turn: Turn): void {
  turn.tell({ kind: 'report', report });
}

/** Something of the venue's does not fit what must hold: the trade core kills. */
export function raise(fault: IntegrityFault, detail: string, turn: Turn): void {
  turn.tell({ kind: 'fault', fault, detail });
}

/**
 * Writes down what happened to an order. Ordinals are milliseconds since it was made, moved on where
 * two fall together, so that they grow over a restart too.
 */
export function note(
  live: LiveOrder,
  { name, detail = '' }: { readonly name: OrderEventName; readonly detail?: string },
  turn: Turn,
): void {
  const { intent } = live.order;
  live.ordinal = Math.max(live.ordinal + 1, turn.atMs - intent.createdAtMs);
  const event = {
    intentId: intent.id,
    ordinal: live.ordinal,
    kind: name,
    detail,
    atMs: turn.atMs,
  };
  turn.record({ kind: 'orderEvent', event });
}
