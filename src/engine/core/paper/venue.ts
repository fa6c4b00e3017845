import type { DepthView } from '../../domain/book/depth.ts';
import type { ExecutionReport } from '../../domain/execution-report.ts';
import { contentId, type FillId, type IntentId, isLive, type MarketId } from '../../domain/ids.ts';
import type { Market } from '../../domain/market.ts';
import { isRunLeg, type OrderIntent } from '../../domain/order.ts';
import type { EngineSnapshot } from '../../domain/snapshot.ts';
import { SECOND_MS } from '../../domain/time.ts';
import { invariant } from '../../domain/values/invariant.ts';
import { subtractMoney, subtractQuantity } from '../../domain/values/money.ts';
import type { RiskApproved } from '../../risk/approve.ts';
import type { Turn } from '../turn.ts';
import { DepthTaken } from './depth-taken.ts';
import { isComplete, matchOrder, type PaperMatch, refusal } from './match.ts';

/** From our decision until the venue has the order: network and signing, as measured live. */
export const PAPER_LATENCY_MS = 350;

/** Paper orders on their way at most; more are a bug of the limits before it. */
const ORDERS_MAX = 1_000;

const TIMER = 'paper:';

/** Between two looks of an order that waits in the book. */
const REST_LOOK_MS = 5 * SECOND_MS;

interface Underway {
  readonly approved: RiskApproved;
  readonly market: Market;
  /** What is still asked for. */
  readonly rest: OrderIntent;
  readonly fills: number;
  readonly isAccepted: boolean;
}

/** The paper venue: real latency, real depth, real fees, and depth that stays taken. */
export class PaperVenue {
  readonly #orders = new Map<IntentId, Underway>();
  readonly #taken = new DepthTaken();

  /** Depth that was taken before a restart stays taken; orders underway are gone. */
  restore({ fills, markets }: EngineSnapshot): void {
    const listed = new Map(markets.map((market) => [market.id, market]));
    for (const fill of fills) {
      if (isLive(fill.ledger)) continue;
      const market = listed.get(fill.marketId);
      if (market !== undefined) this.#taken.restore(fill, market);
    }
  }

  /** Takes an order in; it meets the book after latency and the venue's own delay. */
  receive(approved: RiskApproved, market: Market, turn: Turn): void {
    invariant(this.#orders.size < ORDERS_MAX, 'paper orders underway are bounded');
    if (this.#orders.has(approved.id)) return;
    const underway = { approved, market, rest: approved, fills: 0, isAccepted: false };
    this.#orders.set(approved.id, underway);
    const delayMs = PAPER_LATENCY_MS + market.rules.takerDelayMs;
    turn.timers.arm(`${TIMER}${approved.id}`, turn.atMs + delayMs);
  }

  /** Whether the timer was one of ours; it asks for the book as it is then. */
  onTimer(timerId: string, turn: Turn): boolean {
    if (!timerId.startsWith(TIMER)) return false;
    const intentId = timerId.slice(TIMER.length) as IntentId;
    const order = this.#orders.get(intentId);
    if (order === undefined) return true;
    const { marketId, tokenId } = order.approved;
    turn.tell({ kind: 'askDepth', marketId, tokenId, purpose: { kind: 'paper', intentId } });
    return true;
  }

  onDepth(intentId: IntentId, view: DepthView | null, turn: Turn): void {
    const order = this.#orders.get(intentId);
    if (order === undefined) return;
    this.#orders.delete(intentId);
    const { reports, waits } = this.#meet(order, view, turn);
    for (const report of reports) turn.tell({ kind: 'report', report });
    if (waits === null) return;
    this.#orders.set(intentId, waits);
    turn.timers.arm(`${TIMER}${intentId}`, turn.atMs + REST_LOOK_MS);
  }

  /** The newest rules of a market, for orders that are underway. */
  onMarket(market: Market): void {
    for (const [id, order] of this.#orders) {
      if (order.market.id === market.id) this.#orders.set(id, { ...order, market });
    }
  }

  /** A resolved market matches nothing more. */
  onResolved(marketId: MarketId, turn: Turn): void {
    this.#taken.forget(marketId);
    for (const [id, { approved }] of this.#orders) {
      if (approved.marketId !== marketId) continue;
      this.#orders.delete(id);
      turn.timers.cancel(`${TIMER}${id}`);
      turn.tell({ kind: 'report', report: ended(id, 'canceled', 'market resolved') });
    }
  }

  /** Takes an order back if it has not met the book yet; `false` when it is too late. */
  cancel(intentId: IntentId, turn: Turn): boolean {
    if (!this.#orders.delete(intentId)) return false;
    turn.timers.cancel(`${TIMER}${intentId}`);
    turn.tell({ kind: 'report', report: ended(intentId, 'canceled', 'canceled by us') });
    return true;
  }

  /** What the book of this moment gives, and what of the order goes on waiting. */
  #meet(
    order: Underway,
    view: DepthView | null,
    turn: Turn,
  ): { readonly reports: readonly ExecutionReport[]; readonly waits: Underway | null } {
    const { approved, market, isAccepted } = order;
    const { id, restsUntilMs } = approved;
    const refused = isAccepted ? null : refusal(approved, market);
    if (refused !== null) return { reports: [ended(id, 'rejected', refused)], waits: null };
    const isUsable = view?.trust.trusted === true && view.atMs - view.receivedAtMs <= view.maxAgeMs;
    if (!isUsable && restsUntilMs === null) {
      return { reports: [ended(id, 'canceled', BOOK_LOST)], waits: null };
    }
    const { fills, left } = isUsable ? this.#take(order, view, turn) : { fills: [], left: order };
    if (isComplete(left.rest, []))
      return { reports: [...fills, ended(id, 'complete', '')], waits: null };
    if (restsUntilMs === null)
      return { reports: [...fills, ended(id, 'canceled', NO_MATCH)], waits: null };
    if (turn.atMs >= restsUntilMs) {
      return { reports: [...fills, ended(id, 'expired', 'its time was over')], waits: null };
    }
    const accepted: ExecutionReport[] = isAccepted ? [] : [{ kind: 'accepted', intentId: id }];
    return { reports: [...accepted, ...fills], waits: { ...left, isAccepted: true } };
  }

  #take(
    order: Underway,
    view: DepthView,
    turn: Turn,
  ): { readonly fills: readonly ExecutionReport[]; readonly left: Underway } {
    const { approved, market, rest } = order;
    const matches = matchOrder(rest, { market, view, taken: this.#taken });
    const fills = matches.map((match, index): ExecutionReport => {
      this.#taken.take(approved, market, { level: match.level, amount: match.quantity });
      return {
        kind: 'filled',
        intentId: approved.id,
        fillId: contentId('fill', [approved.id, order.fills + index]) as FillId,
        price: match.level.price,
        quantity: match.quantity,
        notional: match.notional,
        fee: match.fee,
        settlement: 'confirmed',
        atMs: turn.atMs,
      };
    });
    const left = { ...order, rest: lessOf(rest, matches), fills: order.fills + matches.length };
    return { fills, left };
  }
}

/** What an order still asks for behind some matches. */
function lessOf(intent: OrderIntent, matches: readonly PaperMatch[]): OrderIntent {
  let { spend, quantity } = intent;
  for (const match of matches) {
    if (intent.side === 'buy') spend = subtractMoney(spend, match.notional);
    if (intent.side === 'sell' || isRunLeg(intent.leg)) {
      quantity = subtractQuantity(quantity, match.quantity);
    }
  }
  return { ...intent, spend, quantity };
}

const BOOK_LOST = 'the book could not be trusted when the order arrived';

/** The venue's own words for what a FAK order did not get. */
const NO_MATCH =
  'no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.';

function ended(
  intentId: IntentId,
  outcome: (ExecutionReport & { kind: 'ended' })['outcome'],
  reason: string,
): ExecutionReport {
  return { kind: 'ended', intentId, outcome, reason };
}
