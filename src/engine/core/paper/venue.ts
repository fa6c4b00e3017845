import type { DepthView } from '../../domain/book/depth.ts';
import type { ExecutionReport } from '../../domain/execution-report.ts';
import { contentId, type FillId, type IntentId, type MarketId } from '../../domain/ids.ts';
import type { Market } from '../../domain/market.ts';
import type { EngineSnapshot } from '../../domain/snapshot.ts';
import { invariant } from '../../domain/values/invariant.ts';
import type { RiskApproved } from '../../risk/approve.ts';
import type { Turn } from '../turn.ts';
import { DepthTaken } from './depth-taken.ts';
import { isComplete, matchOrder, refusal } from './match.ts';

/** From our decision until the venue has the order: network and signing, as measured live. */
export const PAPER_LATENCY_MS = 350;

/** Paper orders on their way at most; more are a bug of the limits before it. */
const ORDERS_MAX = 1_000;

const TIMER = 'paper:';

interface Underway {
  readonly approved: RiskApproved;
  readonly market: Market;
}

/** The paper venue: real latency, real depth, real fees, and depth that stays taken. */
export class PaperVenue {
  readonly #orders = new Map<IntentId, Underway>();
  readonly #taken = new DepthTaken();

  /** Depth that was taken before a restart stays taken; orders underway are gone. */
  restore({ fills, markets }: EngineSnapshot): void {
    const listed = new Map(markets.map((market) => [market.id, market]));
    for (const fill of fills) {
      const market = listed.get(fill.marketId);
      if (market !== undefined) this.#taken.restore(fill, market);
    }
  }

  /** Takes an order in; it meets the book after latency and the venue's own delay. */
  receive(approved: RiskApproved, market: Market, turn: Turn): void {
    invariant(approved.timeInForce === 'FAK', 'paper knows only FAK orders');
    invariant(this.#orders.size < ORDERS_MAX, 'paper orders underway are bounded');
    if (this.#orders.has(approved.id)) return;
    this.#orders.set(approved.id, { approved, market });
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
    for (const report of this.#execute(order, view, turn)) turn.tell({ kind: 'report', report });
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

  #execute(order: Underway, view: DepthView | null, turn: Turn): readonly ExecutionReport[] {
    const { approved, market } = order;
    const refused = refusal(approved, market);
    if (refused !== null) return [ended(approved.id, 'rejected', refused)];
    if (view === null || !view.trust.trusted || view.atMs - view.receivedAtMs > view.maxAgeMs) {
      return [
        ended(approved.id, 'canceled', 'the book could not be trusted when the order arrived'),
      ];
    }
    const matches = matchOrder(approved, { market, view, taken: this.#taken });
    const reports: ExecutionReport[] = matches.map((match, index) => {
      this.#taken.take(approved, market, { level: match.level, amount: match.quantity });
      return {
        kind: 'filled',
        intentId: approved.id,
        fillId: contentId('fill', [approved.id, index]) as FillId,
        price: match.level.price,
        quantity: match.quantity,
        notional: match.notional,
        fee: match.fee,
        atMs: turn.atMs,
      };
    });
    const complete = isComplete(approved, matches);
    reports.push(
      complete ? ended(approved.id, 'complete', '') : ended(approved.id, 'canceled', NO_MATCH),
    );
    return reports;
  }
}

/** The venue's own words for what a FAK order did not get. */
const NO_MATCH =
  'no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.';

function ended(
  intentId: IntentId,
  outcome: 'complete' | 'canceled' | 'rejected',
  reason: string,
): ExecutionReport {
  return { kind: 'ended', intentId, outcome, reason };
}
