import type { Order } from '../domain/order.ts';
import type { AtMs } from '../domain/time.ts';
import type { PostAnswer } from '../domain/venue-answer.ts';
import type { Clock, Executor, Journal } from '../ports.ts';
import { withPatience } from './patience.ts';
import type { Safety } from './safety.ts';
import type { Schedule } from './schedule.ts';
import type { SentOrders } from './sent-orders.ts';
import { nameOf, type Trouble, wordsOf } from './trouble.ts';

/** An executor that has not answered by then has hung; its own patience is much shorter. */
export const POST_MS_MAX = 60_000;

/** A disk that takes longer has hung. */
export const JOURNAL_MS_MAX = 10_000;

/** What is read of the running program right before bytes leave. */
export interface StopSwitch {
  /** Why this order may not go now: kill, or another stop; `null` lets it go. Never waits. */
  stopReason(order: Order): string | null;
}

export interface PlaceOptions {
  readonly executor: Executor;
  /** `null` where the database itself outlasts the loss of power. */
  readonly journal: Journal | null;
  readonly safety: Safety;
  readonly sent: SentOrders;
  readonly stop: StopSwitch;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly trouble: Trouble;
}

/** An order on its way to the socket, and until when it may get there. */
export interface Placement {
  readonly order: Order;
  /** On the wall clock, and the same moment on the monotonic one: whichever comes first. */
  readonly sendByMs: AtMs;
  readonly sendByMonotonicMs: number;
}

/** What happened at the socket, as far as we let it. */
interface Gate {
  opened: boolean;
  closed: string | null;
}

/** Fixes the deadline when the order is taken: a clock set back later does not make it younger. */
export function placementOf(
  order: Order,
  sendByMs: AtMs,
  { clock, schedule }: Pick<PlaceOptions, 'clock' | 'schedule'>,
): Placement {
  const lifeMs = Math.max(0, order.intent.expiresAtMs - order.intent.createdAtMs);
  const leftMs = Math.min(sendByMs - clock.nowMs(), lifeMs);
  return { order, sendByMs, sendByMonotonicMs: schedule.nowMs() + leftMs };
}

/**
 * Brings one committed order to the socket, or says why not: last checks on the bytes, the journal,
 * and at the write itself whether anything stops it. Never throws.
 */
export async function place(placement: Placement, options: PlaceOptions): Promise<PostAnswer> {
  const { sent, safety, trouble } = options;
  const { order } = placement;
  const { externalId: hash } = order;
  const again = sent.claim(hash);
  if (again !== null) {
    trouble.fault('executor', `asked to send ${hash} again`);
    return again;
  }
  const early = stopOf(placement, options);
  const answer =
    (early === null ? safety.check(order) : stopped(early)) ??
    (await journalled(order, options)) ??
    (await throughTheGate(placement, options));
  sent.settle(hash, answer);
  return answer;
}

/** `null` when it is written down and synced, or need not be. */
async function journalled(
  order: Order,
  { journal, schedule, trouble }: PlaceOptions,
): Promise<PostAnswer | null> {
  if (journal === null) return null;
  const broken = (error: unknown): PostAnswer => {
    trouble.error('the journal of orders', error);
    trouble.fault('journal', wordsOf(error));
    return stopped('the journal of orders could not be written');
  };
  return withPatience<PostAnswer | null>(
    async () => {
      await journal.append(order);
      return null;
    },
    {
      schedule,
      patienceMs: JOURNAL_MS_MAX,
      late: () => broken(new Error('the disk does not answer')),
      failed: broken,
    },
  );
}

async function throughTheGate(placement: Placement, options: PlaceOptions): Promise<PostAnswer> {
  const { executor, schedule, trouble } = options;
  const { order } = placement;
  const gate: Gate = { opened: false, closed: null };
  const stop = (): string | null => {
    const reason = gate.closed ?? stopOf(placement, options);
    if (reason === null) gate.opened = true;
    return reason;
  };
  const { externalId: hash, body } = order;
  return withPatience<PostAnswer>(
    async () => {
      const answer = await executor.executeOrder({ hash, body: body ?? '' }, stop);
      return checked(answer, gate, trouble);
    },
    {
      schedule,
      patienceMs: POST_MS_MAX,
      late: () => {
        gate.closed = 'it took too long';
        trouble.error('an executor', new Error(`no answer to the POST of ${hash} in time`));
        return unanswered(gate, 'no answer in time');
      },
      failed: (error) => {
        trouble.error('an executor', error);
        trouble.fault('executor', `a POST ended in ${nameOf(error)}`);
        return unanswered(gate, 'a mistake of ours');
      },
    },
  );
}

/** Kill and other stops, then the deadline on either clock. */
function stopOf(
  { order, sendByMs, sendByMonotonicMs }: Placement,
  { stop, clock, schedule }: PlaceOptions,
): string | null {
  const reason = stop.stopReason(order);
  if (reason !== null) return reason;
  const isLate = schedule.nowMs() > sendByMonotonicMs || clock.nowMs() > sendByMs;
  return isLate ? 'it is too late to send it' : null;
}

/** Only bytes that were let through the gate can have landed. */
function unanswered(gate: Gate, text: string): PostAnswer {
  return gate.opened ? { kind: 'unknown', text } : stopped(text);
}

/** An executor that did not ask, or goes against what it was told, is broken. */
function checked(answer: PostAnswer, gate: Gate, trouble: Trouble): PostAnswer {
  const landed = answer.kind === 'accepted' || answer.kind === 'unfilled';
  if (landed && !gate.opened) trouble.fault('executor', 'an order went that was not let through');
  if (answer.kind !== 'stopped' || !gate.opened) return answer;
  trouble.fault('executor', 'an order was called stopped that was let through');
  return { kind: 'unknown', text: answer.text };
}

function stopped(text: string): PostAnswer {
  return { kind: 'stopped', text };
}
