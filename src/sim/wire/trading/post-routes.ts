import type { Route, WireRequest } from '../http-host.ts';
import { Refusal } from '../refusal.ts';
import { Reply } from '../reply.ts';
import type { ApiKey } from './api-keys.ts';
import { drawPostFault, drawVenueMode } from './drawn-faults.ts';
import type { PostFault } from './injections.ts';
import { notTaken, type OrderAnswer } from './order-desk.ts';
import { invalidPayload, type OrderPayload, orderPayload } from './order-payload.ts';
import { limitHeaders, overLimit } from './signer-limits.ts';
import type { TradingState } from './trading-state.ts';
import { POST_ONLY_TEXT } from './venue-mode.ts';

export const BATCH_ORDERS_MAX = 15;

/** What a request asks for, and how it is done once nothing stands in its way. */
interface Placing {
  readonly key: ApiKey;
  readonly cost: number;
  /** Whether all of it would rest. */
  readonly isPostOnly: boolean;
  /** The answer. @throws Refusal */
  run(): unknown;
}

/** `POST /order` and `POST /orders`. */
export function postRoutes(state: TradingState): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/order',
      group: 'order',
      answer: (request) => place(state, singleOf(state, request)),
    },
    {
      method: 'POST',
      path: '/orders',
      group: 'orders',
      answer: (request) => place(state, batchOf(state, request)),
    },
  ];
}

function singleOf(state: TradingState, request: WireRequest): Placing {
  const key = state.keys.authenticate(request);
  const payload = orderPayload(request.body);
  const run = (): OrderAnswer => take(state, payload, key);
  return { key, cost: 1, isPostOnly: payload.postOnly, run };
}

function take(state: TradingState, payload: OrderPayload, key: ApiKey): OrderAnswer {
  return state.desk.submit(state.desk.prove(payload, key), state.nowMs());
}

function batchOf(state: TradingState, request: WireRequest): Placing {
  const key = state.keys.authenticate(request);
  const items: unknown = request.body;
  if (!Array.isArray(items) || items.length === 0) throw invalidPayload();
  if (items.length > BATCH_ORDERS_MAX) {
    const text = `Too many orders in payload: ${items.length}, max allowed: ${BATCH_ORDERS_MAX}`;
    throw new Refusal(400, text);
  }
  const run = (): readonly OrderAnswer[] =>
    items.map((item: unknown) => takeItem(state, item, key));
  // A batch is never refused as a whole for being no post-only order.
  return { key, cost: items.length, isPostOnly: true, run };
}

/** What is wrong with an order of a batch stands in its place. */
function takeItem(state: TradingState, item: unknown, key: ApiKey): OrderAnswer {
  try {
    const payload = orderPayload(item);
    const isHeldBack = state.modes.isPostOnly(state.nowMs()) && !payload.postOnly;
    return isHeldBack ? notTaken(POST_ONLY_TEXT, true) : take(state, payload, key);
  } catch (error) {
    if (error instanceof Refusal) return notTaken(error.message, false);
    throw error;
  }
}

function place(state: TradingState, placing: Placing): Reply {
  const { runtime, modes, pendingPosts, limits } = state;
  const nowMs = state.nowMs();
  const fault = pendingPosts.take() ?? drawPostFault(runtime.faults);
  if (fault !== null && isBefore(fault)) return before(state, placing, fault);
  drawVenueMode(modes, runtime.faults, nowMs);
  const refusal = modes.refusesOrder(placing.isPostOnly, nowMs);
  if (refusal !== null) return refusal;
  const bucket = limits.orders(placing.key.address);
  if (!bucket.take(placing.cost, nowMs)) return overLimit(bucket, placing.cost);
  if (fault !== null) return after(fault, outcomeOf(placing));
  return new Reply({ body: placing.run(), headers: limitHeaders(bucket) });
}

interface Outcome {
  readonly status: number;
  readonly body: unknown;
}

/** What would have been answered, a refusal like any other. */
function outcomeOf(placing: Placing): Outcome {
  try {
    return { status: 200, body: placing.run() };
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: { error: error.message } };
    throw error;
  }
}

type FaultBefore = Extract<PostFault, { kind: 'refuse' | 'landLate' | 'dropUnread' | 'blank' }>;

function isBefore(fault: PostFault): fault is FaultBefore {
  const kinds: readonly string[] = ['refuse', 'landLate', 'dropUnread', 'blank'];
  return kinds.includes(fault.kind);
}

/** Faults in whose place nothing is taken, or not yet. */
function before(state: TradingState, placing: Placing, fault: FaultBefore): Reply {
  switch (fault.kind) {
    case 'refuse':
      return new Reply({ body: { error: fault.error }, ...withStatus(fault) });
    case 'blank':
      return new Reply({ body: notTaken(fault.errorMsg, true) });
    case 'dropUnread':
      return new Reply({ isDropped: true });
    case 'landLate':
      // Nobody is there any more to hear of a refusal.
      state.later(fault.delayMs, () => outcomeOf(placing));
      return new Reply({ isDropped: true });
  }
}

function withStatus({ status, headers }: Extract<PostFault, { kind: 'refuse' }>) {
  return headers === undefined ? { status } : { status, headers };
}

/** Faults that hide what was taken. */
function after(fault: Exclude<PostFault, FaultBefore>, outcome: Outcome): Reply {
  switch (fault.kind) {
    case 'acceptThenDrop':
      return new Reply({ isDropped: true });
    case 'acceptThen500':
      return new Reply({ status: 500, body: { error: 'Internal server error' } });
    case 'acceptThenGarbled':
      return new Reply({ text: '{"success":true,"orderID":"0x' });
    case 'acceptThenEmpty':
      return new Reply({ text: '' });
    case 'acceptSlowly':
      return new Reply({ ...outcome, delayMs: fault.delayMs });
  }
}
