import type { MarketId } from '../../domain/ids.ts';
import { SECOND_MS } from '../../domain/time.ts';
import type { DepthQuestion } from '../message.ts';
import type { Turn } from '../turn.ts';

/** How long a question waits for a market to be listed and its book to come. */
export const DEPTH_WAIT_MS = 4 * SECOND_MS;

const DEPTH_TIMER = 'depth:';

/**
 * Questions about books that nobody has asked for before: the market is subscribed first. Bounded by
 * the signals of one wait.
 */
export class WaitingDepth {
  readonly #questions = new Map<MarketId, DepthQuestion[]>();

  /** Whether anybody waits for this market. */
  has(marketId: MarketId): boolean {
    return this.#questions.has(marketId);
  }

  /** Keeps the question until {@link take} or its time is over. */
  add(question: DepthQuestion, turn: Turn): void {
    const { marketId } = question;
    const waiting = this.#questions.get(marketId);
    if (waiting !== undefined) {
      waiting.push(question);
      return;
    }
    this.#questions.set(marketId, [question]);
    turn.timers.arm(`${DEPTH_TIMER}${marketId}`, turn.atMs + DEPTH_WAIT_MS);
  }

  /** Those that wait for this market, in the order in which they came; they wait no longer. */
  take(marketId: MarketId): readonly DepthQuestion[] {
    const questions = this.#questions.get(marketId) ?? [];
    this.#questions.delete(marketId);
    return questions;
  }

  /** The market whose wait the timer ended, or `null` when it is not such a timer. */
  marketOf(timerId: string): MarketId | null {
    if (!timerId.startsWith(DEPTH_TIMER)) return null;
    return timerId.slice(DEPTH_TIMER.length) as MarketId;
  }
}
