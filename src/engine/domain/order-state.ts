/**
 * The life of an order. A fill in part is not a status: it is `filledQuantity`.
 * `inDoubt` is neither sent nor unsent; only reconciliation leaves it.
 */
export type OrderStatus =
  | 'initialized'
  | 'submitted'
  | 'inDoubt'
  | 'open'
  | 'pendingCancel'
  | 'filled'
  | 'canceled'
  | 'rejected'
  | 'denied'
  | 'expired'
  | 'notPlaced';

export type OrderEventKind =
  | 'denied'
  | 'submitted'
  | 'accepted'
  | 'rejected'
  | 'timedOut'
  | 'filledInPart'
  | 'filledInFull'
  | 'cancelRequested'
  | 'cancelRejected'
  | 'canceled'
  | 'expired'
  | 'provenAbsent';

const NEXT: Record<OrderStatus, Partial<Record<OrderEventKind, OrderStatus>>> = {
  initialized: {
    denied: 'denied',
    submitted: 'submitted',
    provenAbsent: 'notPlaced', // Found after a restart: committed, never sent.
    timedOut: 'inDoubt', // Found after a restart with its bytes: they may have been sent.
  },
  submitted: {
    accepted: 'open',
    rejected: 'rejected',
    timedOut: 'inDoubt',
    filledInPart: 'open',
    filledInFull: 'filled',
    canceled: 'canceled', // FAK and FOK end without ever resting.
    expired: 'expired',
    provenAbsent: 'notPlaced', // The venue certainly did not take it.
  },
  inDoubt: {
    accepted: 'open',
    rejected: 'rejected',
    filledInPart: 'open',
    filledInFull: 'filled',
    canceled: 'canceled',
    expired: 'expired',
    provenAbsent: 'notPlaced',
  },
  open: {
    accepted: 'open', // A late acknowledgement after the first fill.
    timedOut: 'inDoubt',
    filledInPart: 'open',
    filledInFull: 'filled',
    cancelRequested: 'pendingCancel',
    canceled: 'canceled',
    expired: 'expired',
  },
  pendingCancel: {
    accepted: 'pendingCancel',
    timedOut: 'inDoubt',
    filledInPart: 'pendingCancel',
    filledInFull: 'filled',
    cancelRejected: 'open',
    canceled: 'canceled',
    expired: 'expired',
  },
  canceled: {
    filledInPart: 'canceled', // A fill can outrun its cancel.
    filledInFull: 'filled',
    canceled: 'canceled',
  },
  expired: { filledInPart: 'expired', filledInFull: 'filled', expired: 'expired' },
  filled: { accepted: 'filled', canceled: 'filled', filledInPart: 'filled' }, // Late words.
  // What never was at the venue cannot fill; if it does all the same, it is booked.
  denied: { filledInPart: 'denied' },
  rejected: { filledInPart: 'rejected' },
  notPlaced: { filledInPart: 'notPlaced' },
};

/** The status after `event`, or `null` when the table has no such row. */
export function nextOrderStatus(status: OrderStatus, event: OrderEventKind): OrderStatus | null {
  return NEXT[status][event] ?? null;
}

const TERMINAL: ReadonlySet<OrderStatus> = new Set([
  'filled',
  'canceled',
  'rejected',
  'denied',
  'expired',
  'notPlaced',
]);

/** Whether nothing more of the order can be open: its reservation is free. */
export function isTerminal(status: OrderStatus): boolean {
  return TERMINAL.has(status);
}

export const ORDER_EVENTS = [
  ...new Set(Object.values(NEXT).flatMap((row) => Object.keys(row))),
] as readonly OrderEventKind[];

export const ORDER_STATUSES = Object.keys(NEXT) as readonly OrderStatus[];
