import type { MarketId } from '../../domain/ids.ts';
import type { MarketEvent } from '../../domain/market-event.ts';
import type { EngineSnapshot } from '../../domain/snapshot.ts';
import type { DepthQuestion } from '../message.ts';
import type { Turn } from '../turn.ts';
import { Books } from './books.ts';
import { type Follows, Leaders } from './leaders.ts';
import { TopQuotes } from './top-quotes.ts';

/** Books, leaders and detectors; no ledger. What it finds leaves as signals and quotes. */
export class MarketCore {
  readonly leaders: Leaders;
  readonly topQuotes = new TopQuotes();
  readonly #books = new Books();

  constructor(follows: Follows) {
    this.leaders = new Leaders(follows);
  }

  restore(snapshot: EngineSnapshot, turn: Turn): void {
    for (const market of snapshot.markets) this.#books.list(market);
    for (const { marketId, quantity } of snapshot.positions) {
      if (quantity > 0) this.#books.want(marketId);
    }
    this.leaders.restore(snapshot, turn);
  }

  onEvent(event: MarketEvent, turn: Turn): void {
    switch (event.kind) {
      case 'bookDelta':
        this.#books.onDelta(event, turn);
        return;
      case 'bookSnapshot':
        this.#books.onSnapshot(event, turn);
        return;
      case 'publicTrade':
        this.#books.onTrade(event);
        return;
      case 'leaderActed':
        this.leaders.onEvent(event.event, this.#books.market(event.event.marketId), turn);
        return;
      case 'tickChange':
        this.#books.onTick(event, turn);
        return;
      case 'topOfBook':
        this.topQuotes.observe(event, turn.atMs);
        return;
      case 'marketListed':
        this.#books.list(event.market);
        return;
      case 'marketResolved':
        this.#books.onResolved(event.resolution.marketId);
        this.leaders.forget(event.resolution.marketId);
        return;
      case 'spotPrice':
        return; // Moves no book.
    }
  }

  /** Frames of a market were dropped before they were read. */
  onGap(marketId: MarketId, turn: Turn): void {
    this.#books.onGap(marketId, turn);
  }

  /** Answers with what an order would meet now. */
  answer({ marketId, tokenId, purpose }: DepthQuestion, turn: Turn): void {
    this.#books.verify(marketId, turn);
    const view = this.#books.depth(marketId, tokenId, turn.atMs);
    turn.tell({ kind: 'depth', purpose, view });
  }

  /** Whether the timer was one of the market core's. */
  timer(timerId: string, turn: Turn): boolean {
    return this.leaders.onTimer(timerId, turn) || this.#books.onTimer(timerId, turn);
  }
}
