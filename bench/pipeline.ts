import { parseText } from '../src/data/frame.ts';
import { MarketCore } from '../src/engine/core/market/market-core.ts';
import type { DepthPurpose } from '../src/engine/core/message.ts';
import { Timers } from '../src/engine/core/timers.ts';
import { Turn } from '../src/engine/core/turn.ts';
import type { DepthView } from '../src/engine/domain/book/depth.ts';
import type { IntentId, MarketId, TokenId } from '../src/engine/domain/ids.ts';
import type { Market } from '../src/engine/domain/market.ts';
import type { MarketAnalysis } from '../src/engine/domain/market-analysis.ts';
import type { MarketEvent } from '../src/engine/domain/market-event.ts';
import { DEFAULT_RULES } from '../src/engine/domain/venue-rules/polymarket.ts';
import type { WorldMarket } from './corpus.ts';

/** Markets of live interest: their books are ladders and they are quoted. The rest is kept small. */
const WANTED_MAX = 1_000;
const PURPOSE: DepthPurpose = { kind: 'send', intentId: 'bench' as IntentId };

/** What every message costs: text to domain event, then the market core with its timers. */
export class Pipeline {
  problems = 0;
  rereads = 0;
  quotes = 0;
  readonly #timers = new Timers();
  readonly #core = new MarketCore({ minimumClip: () => null, clipWindowMs: () => 0 });

  /** `facts` are added to what a directory says of every market. */
  constructor(markets: readonly WorldMarket[], atMs: number, facts: Partial<Market> = {}) {
    const turn = new Turn(atMs, this.#timers);
    for (const market of markets) {
      const event = { kind: 'marketListed', market: { ...listed(market), ...facts } } as const;
      this.#core.onEvent(event, turn);
    }
  }

  /** Takes interest in the first markets, once their books are there. */
  want(markets: readonly WorldMarket[], atMs: number): void {
    for (const market of markets.slice(0, WANTED_MAX)) this.depth(market, market.tokens[0], atMs);
  }

  take(text: string, receivedAtMs: number): void {
    this.#fire(receivedAtMs);
    const { events, problems } = parseText('polymarket.market', text, receivedAtMs);
    if (problems.length > 0) this.problems += 1;
    this.#step(events, receivedAtMs);
  }

  /** The same for what was parsed before. */
  takeEvents(events: readonly MarketEvent[], receivedAtMs: number): void {
    this.#fire(receivedAtMs);
    this.#step(events, receivedAtMs);
  }

  #fire(receivedAtMs: number): void {
    for (;;) {
      const due = this.#timers.next();
      if (due === null || due.atMs > receivedAtMs) break;
      const turn = new Turn(due.atMs, this.#timers);
      if (this.#timers.fire(due.id, due.atMs)) this.#core.timer(due.id, turn);
      this.#count(turn);
    }
  }

  #step(events: readonly MarketEvent[], receivedAtMs: number): void {
    for (const event of events) {
      const turn = new Turn(receivedAtMs, this.#timers);
      this.#core.onEvent(event, turn);
      this.#count(turn);
    }
  }

  #count(turn: Turn): void {
    for (const effect of turn.effects) if (effect.kind === 'reread') this.rereads += 1;
    for (;;) {
      const message = turn.nextMessage();
      if (message === null) return;
      if (message.kind === 'quote') this.quotes += 1;
    }
  }

  /** What is known of a market now, by its first outcome. */
  analysis(market: WorldMarket, atMs: number): MarketAnalysis | null {
    return this.#core.analysis(market.id as MarketId, atMs);
  }

  /** What an order would meet now. */
  depth(market: WorldMarket, token: string, atMs: number): DepthView | null {
    const turn = new Turn(atMs, this.#timers);
    const marketId = market.id as MarketId;
    const tokenId = token as TokenId;
    this.#core.answer({ kind: 'askDepth', marketId, tokenId, purpose: PURPOSE }, turn);
    const message = turn.nextMessage();
    return message?.kind === 'depth' ? message.view : null;
  }
}

/** The market as a directory lists it, without a question. */
export function listed(world: Pick<WorldMarket, 'id' | 'tokens'>): Market {
  return {
    id: world.id as MarketId,
    venue: 'polymarket',
    version: 'v1',
    question: '',
    slug: '',
    eventGroupId: world.id,
    categories: [],
    outcomes: world.tokens.map((token) => ({ tokenId: token as TokenId, label: '' })),
    negRisk: false,
    rules: DEFAULT_RULES,
    startsAtMs: null,
    closesAtMs: null,
    shortCrypto: false,
    acceptingOrders: true,
    status: 'open',
    ...{ volume24h: null, dayMove: null, weekMove: null, terms: null },
  };
}
