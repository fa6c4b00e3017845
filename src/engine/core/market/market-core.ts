import type { DepthView } from '../../domain/book/depth.ts';
import type { MarketId, TokenId } from '../../domain/ids.ts';
import type { MarketAnalysis } from '../../domain/market-analysis.ts';
import type { MarketEvent } from '../../domain/market-event.ts';
import type { EngineSnapshot } from '../../domain/snapshot.ts';
import type { AtMs } from '../../domain/time.ts';
import type { DepthQuestion } from '../message.ts';
import type { Turn } from '../turn.ts';
import { type ArbitrageRules, Arbitrages } from './arbitrages.ts';
import { type BookState, Books } from './books.ts';
import { type LagRules, Lags } from './lags.ts';
import { type Follows, Leaders } from './leaders.ts';
import { TopQuotes } from './top-quotes.ts';
import { WaitingDepth } from './waiting-depth.ts';

/** Books, leaders and detectors; no ledger. What it finds leaves as signals and quotes. */
export class MarketCore {
  readonly leaders: Leaders;
  readonly lags: Lags;
  readonly arbitrages: Arbitrages;
  readonly topQuotes = new TopQuotes();
  readonly #books = new Books();
  readonly #waiting = new WaitingDepth();

  constructor(
    follows: Follows,
    lagRules: LagRules = () => null,
    arbitrageRules: ArbitrageRules = () => null,
  ) {
    this.leaders = new Leaders(follows);
    this.lags = new Lags(lagRules);
    this.arbitrages = new Arbitrages({
      rules: arbitrageRules,
      market: (id) => this.#books.market(id),
      book: (id) => this.#books.book(id),
      watch: (id, turn) => this.leaders.watch(id, turn),
    });
  }

  restore(snapshot: EngineSnapshot, turn: Turn): void {
    for (const market of snapshot.markets) this.#books.list(market, turn.atMs);
    const held = new Set<MarketId>();
    for (const { marketId, quantity } of snapshot.positions) if (quantity > 0) held.add(marketId);
    for (const marketId of held) {
      this.#books.want(marketId);
      this.leaders.watch(marketId, turn);
    }
    this.leaders.restore(snapshot, turn);
  }

  onEvent(event: MarketEvent, turn: Turn): void {
    switch (event.kind) {
      case 'bookDelta':
        this.#books.onDelta(event, turn);
        this.#onBook(event.marketId, turn);
        return;
      case 'bookSnapshot':
        this.#books.onSnapshot(event, turn);
        this.#onBook(event.marketId, turn);
        this.#answerWaiting(event.marketId, turn);
        return;
      case 'publicTrade':
        this.#books.onTrade(event);
        return;
      case 'leaderActed':
        this.leaders.onEvent(event.event, this.#books.market(event.event.marketId), turn);
        return;
      case 'leaderHeld':
        this.leaders.onHeld(event, turn);
        return;
      case 'tickChange':
        this.#books.onTick(event, turn);
        this.#onBook(event.marketId, turn);
        return;
      case 'topOfBook':
        this.topQuotes.observe(event, turn.atMs);
        return;
      case 'marketListed':
        this.#books.list(event.market, turn.atMs);
        if (this.lags.list(event, turn)) this.leaders.watch(event.market.id, turn);
        this.arbitrages.list(event, turn);
        this.#answerWaiting(event.market.id, turn);
        return;
      case 'marketResolved':
        this.#books.onResolved(event.resolution.marketId);
        this.leaders.forget(event.resolution.marketId, turn);
        this.lags.drop(event.resolution.marketId, turn);
        this.arbitrages.onResolved(event.resolution.marketId, turn);
        return;
      case 'resolutionMoved':
        this.#books.onResolutionMoved(event); // Nothing pays yet; the trade core tells of it.
        return;
      case 'priceHistory':
        this.#books.onHistory(event, turn.atMs);
        return;
      case 'spotPrice':
      case 'settlementPrice':
      case 'indexValue':
        this.lags.onSpot(event, turn);
        return;
      case 'spotRange':
        this.lags.onRange(event);
        return;
    }
  }

  /** Books that are kept, and those of them that may be used. */
  bookCounts(): { readonly trusted: number; readonly known: number } {
    return this.#books.counts();
  }

  /** What the newest view of a market's book is worth; `null` when none is kept. */
  bookState(marketId: MarketId): BookState | null {
    return this.#books.state(marketId);
  }

  /** What an order would meet now, for who only looks; `null` when no book is kept. */
  look(marketId: MarketId, tokenId: TokenId, atMs: AtMs): DepthView | null {
    return this.#books.look(marketId, tokenId, atMs);
  }

  /** What is known of a market now, by its first outcome; `null` when no book is kept. */
  analysis(marketId: MarketId, atMs: AtMs): MarketAnalysis | null {
    return this.#books.analysis(marketId, atMs);
  }

  /** A market that a detector watches: its book may have changed. */
  #onBook(marketId: MarketId, turn: Turn): void {
    if (this.lags.watches(marketId)) {
      this.lags.onBook(marketId, this.#books.state(marketId), turn);
    }
    if (this.arbitrages.watches(marketId)) this.arbitrages.onBook(marketId, turn);
  }

  /** Frames of a market were dropped before they were read. */
  onGap(marketId: MarketId, turn: Turn): void {
    this.#books.onGap(marketId, turn);
    if (this.lags.watches(marketId)) this.lags.loseBook(marketId, turn);
    if (this.arbitrages.watches(marketId)) this.arbitrages.loseBook(marketId, turn);
  }

  /**
   * Answers with what an order would meet now. A copy or an exit in a market that nobody needed
   * before waits for its book; an order on its way is answered at once.
   */
  answer(question: DepthQuestion, turn: Turn): void {
    const { marketId, tokenId, purpose } = question;
    const mayWait = purpose.kind === 'entry' || purpose.kind === 'exit';
    if (!mayWait || this.#books.has(marketId, tokenId)) {
      this.#reply(question, turn);
      return;
    }
    this.leaders.watch(marketId, turn);
    this.#waiting.add(question, turn);
  }

  #reply({ marketId, tokenId, purpose }: DepthQuestion, turn: Turn): void {
    this.#books.verify(marketId, turn);
    const view = this.#books.depth(marketId, tokenId, turn.atMs);
    const wallet = purpose.kind === 'entry' ? purpose.wallet : null;
    const leader = wallet === null ? [] : this.leaders.stakes(wallet, marketId);
    turn.tell({ kind: 'depth', purpose, view, leader });
  }

  /** A market was listed or its book came: answers those who waited for both. */
  #answerWaiting(marketId: MarketId, turn: Turn): void {
    if (!this.#waiting.has(marketId) || !this.#books.isListed(marketId)) return;
    const questions = this.#waiting.take(marketId);
    for (const question of questions) {
      if (this.#books.has(marketId, question.tokenId)) this.#reply(question, turn);
      else this.#waiting.add(question, turn);
    }
  }

  /** Whether the timer was one of the market core's. */
  timer(timerId: string, turn: Turn): boolean {
    const waited = this.#waiting.marketOf(timerId);
    if (waited !== null) {
      for (const question of this.#waiting.take(waited)) this.#reply(question, turn);
      return true;
    }
    return (
      this.leaders.onTimer(timerId, turn) ||
      this.#books.onTimer(timerId, turn) ||
      this.lags.onTimer(timerId, turn) ||
      this.arbitrages.onTimer(timerId, turn)
    );
  }
}
