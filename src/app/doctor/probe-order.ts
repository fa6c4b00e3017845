import { setTimeout as wait } from 'node:timers/promises';
import type { PolymarketExecutor } from '../../data/polymarket/trading/polymarket-executor.ts';
import { contentId, type IntentId, type LedgerId, type SignalId } from '../../engine/domain/ids.ts';
import type { OrderIntent } from '../../engine/domain/order.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { decimalFromMicro } from '../../engine/domain/values/micro.ts';
import type { OrderLookup, PostAnswer } from '../../engine/domain/venue-answer.ts';
import type { MadeOrder } from '../../engine/ports.ts';
import type { ProbePlan } from './probe-plan.ts';

/** In this order; the last of a probe is the first that failed. */
export type ProbeStepId = 'placed' | 'found' | 'cancelled' | 'gone';

export interface ProbeStep {
  readonly id: ProbeStepId;
  readonly ok: boolean;
  /** One line for a person. */
  readonly text: string;
}

export interface OrderProbe {
  readonly executor: Pick<
    PolymarketExecutor,
    'ledger' | 'makeOrderWith' | 'executeOrder' | 'getOrderStatus' | 'cancelOrder' | 'readAccount'
  >;
  readonly plan: ProbePlan;
  readonly nowMs: AtMs;
  /** Between two looks. */
  readonly lookAgainMs?: number;
}

/** Whatever becomes of this host, the venue takes the order out by itself after so long. */
const RESTS_MS = 5 * MINUTE_MS;
/** After it the bytes are not sent any more. */
const SEND_MS_MAX = 10 * SECOND_MS;
/** Looks until the venue tells what has to be; its lists lag behind each other. */
const LOOKS_MAX = 10;
const LOOK_AGAIN_MS = SECOND_MS;

/**
 * Places the planned order, post-only, finds it by its own hash, cancels it, and finds it gone. Tells
 * each step as it is done, up to the first that fails; what may rest is cancelled in any case.
 */
export async function* probeOrder(probe: OrderProbe): AsyncGenerator<ProbeStep, void, undefined> {
  const { executor } = probe;
  const made = await makeProbe(probe);
  if ('refused' in made) {
    yield step('placed', false, `not signed: ${made.refused}`);
    return;
  }
  let mayRest = true;
  try {
    const answer = await executor.executeOrder(made, () => null);
    const placed = placedStep(answer, made, probe.plan);
    mayRest = placed.ok || answer.kind === 'unknown';
    yield placed;
    if (!placed.ok) return;
    const found = await lookUntil(probe, made, ({ order }) => order?.status === 'live');
    yield foundStep(found, made);
    if (found.order?.status !== 'live') return;
    const cancel = await executor.cancelOrder(made.hash);
    yield cancel.kind === 'canceled'
      ? step('cancelled', true, 'cancelled')
      : step('cancelled', false, `not cancelled: ${cancel.text}`);
    if (cancel.kind !== 'canceled') return;
    const gone = await goneStep(probe, made);
    mayRest = !gone.ok;
    yield gone;
  } finally {
    // Twice does no harm; the order ends by itself where this is not answered.
    if (mayRest) await executor.cancelOrder(made.hash);
  }
}

async function makeProbe({
  executor,
  plan,
  nowMs,
}: OrderProbe): Promise<MadeOrder | { readonly refused: string }> {
  const restsUntilMs = (nowMs + RESTS_MS) as AtMs;
  const intent = intentOf(plan, { ledger: executor.ledger, nowMs, restsUntilMs });
  const terms = { kind: 'GTD', postOnly: true, restsUntilMs } as const;
  return await executor.makeOrderWith(intent, plan.market, terms);
}

/** Of nobody's signal: it is made for one order and never kept. */
function intentOf(
  { market, outcome, price, quantity, cost }: ProbePlan,
  of: { readonly ledger: LedgerId; readonly nowMs: AtMs; readonly restsUntilMs: AtMs },
): OrderIntent {
  const id = contentId('probe', [of.ledger, outcome.tokenId, of.nowMs]);
  return {
    id: id as IntentId,
    signalId: id as SignalId,
    leg: 'entry',
    attempt: 1,
    ledger: of.ledger,
    wallet: null,
    marketId: market.id,
    tokenId: outcome.tokenId,
    side: 'buy',
    timeInForce: 'GTD',
    limitPrice: price,
    quantity,
    spend: cost,
    createdAtMs: of.nowMs,
    expiresAtMs: (of.nowMs + SEND_MS_MAX) as AtMs,
    restsUntilMs: of.restsUntilMs,
    settingsVersion: 0,
  };
}

function placedStep(
  answer: PostAnswer,
  { hash }: MadeOrder,
  { price, quantity, outcome, market }: ProbePlan,
): ProbeStep {
  if (answer.kind === 'accepted' && answer.status === 'live') {
    const what = `${decimalFromMicro(quantity)} ${outcome.label} at $${decimalFromMicro(price)}`;
    return step('placed', true, `placed ${what} in "${market.question}" as ${hash}`);
  }
  const said = answer.kind === 'accepted' ? `it is ${answer.status}` : answer.text;
  return step('placed', false, `not placed as it has to be (${answer.kind}): ${said}`);
}

function foundStep({ order, problem }: OrderLookup, { hash }: MadeOrder): ProbeStep {
  if (order?.status === 'live') return step('found', true, `found by its own hash: live`);
  const said = order === null ? problem || 'no list of the venue has it' : `it is ${order.status}`;
  return step('found', false, `not found as ${hash}: ${said}`);
}

/** Over, unfilled, and in no list of open orders. */
async function goneStep(probe: OrderProbe, made: MadeOrder): Promise<ProbeStep> {
  const { executor, plan, nowMs } = probe;
  const last = await lookUntil(probe, made, isOver);
  if (!isOver(last)) {
    const said = last.complete ? `it is ${last.order?.status}` : last.problem;
    return step('gone', false, `still there after the cancel: ${said}`);
  }
  if (last.fills.length > 0) return step('gone', false, 'it was filled before it was cancelled');
  const tokens = [plan.outcome.tokenId];
  const { openOrders } = await executor.readAccount({ sinceMs: nowMs, tokens });
  const isListed = openOrders.some(({ hash }) => hash === made.hash);
  if (isListed) return step('gone', false, 'still in the list of open orders');
  const others =
    openOrders.length === 0 ? 'nothing is open' : `${openOrders.length} others are open`;
  return step('gone', true, `gone: every list of the venue agrees, ${others}`);
}

function isOver({ order, complete }: OrderLookup): boolean {
  return complete && (order === null || order.status === 'canceled');
}

async function lookUntil(
  { executor, plan, nowMs, lookAgainMs = LOOK_AGAIN_MS }: OrderProbe,
  { hash }: MadeOrder,
  isSo: (lookup: OrderLookup) => boolean,
): Promise<OrderLookup> {
  const of = { hash, marketId: plan.market.id, sinceMs: nowMs };
  for (let look = 1; ; look += 1) {
    const lookup = await executor.getOrderStatus(of);
    if (isSo(lookup) || look === LOOKS_MAX) return lookup;
    await wait(lookAgainMs);
  }
}

function step(id: ProbeStepId, ok: boolean, text: string): ProbeStep {
  return { id, ok, text };
}
