import { MarketCore } from '../../../../src/engine/core/market/market-core.ts';
import { Timers } from '../../../../src/engine/core/timers.ts';
import { Turn } from '../../../../src/engine/core/turn.ts';
import { ARMED } from '../../../../src/engine/domain/control.ts';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import type { MarketEvent } from '../../../../src/engine/domain/market-event.ts';
import type { EngineSnapshot } from '../../../../src/engine/domain/snapshot.ts';
import { DAY_MS } from '../../../../src/engine/domain/time.ts';
import { cents, dollars, shares } from '../../../../src/engine/domain/values/money.ts';
import { STEP_MS } from '../../../../src/engine/intelligence/market/price-track.ts';
import { MARKET, market, YES } from '../../intelligence/examples.ts';

/** The beginning of a step of prices. */
export const START_MS = Math.floor(1_790_766_966_000 / STEP_MS) * STEP_MS;
export const LISTED = market({
  closesAtMs: START_MS + 90 * DAY_MS,
  volume24h: dollars(1_000),
  dayMove: null,
  weekMove: null,
});

/** A market core with a clock of its own. */
export class Stage {
  readonly core = new MarketCore({ minimumClip: () => null, clipWindowMs: () => 0 });
  readonly #timers = new Timers();
  atMs = START_MS;

  at(atMs: number): this {
    this.atMs = atMs;
    return this;
  }

  take(event: MarketEvent): this {
    this.core.onEvent(event, new Turn(this.atMs, this.#timers));
    return this;
  }

  list(change: Partial<Market> = {}): this {
    return this.take({ kind: 'marketListed', market: { ...LISTED, ...change } });
  }

  /** A book of YES, a cent wide, with its bid there. */
  book(bidCents: number, id: MarketId = MARKET): this {
    return this.take({
      kind: 'bookSnapshot',
      marketId: id,
      tokenId: YES,
      bids: [{ price: cents(bidCents), quantity: shares(100) }],
      asks: [{ price: cents(bidCents + 1), quantity: shares(100) }],
      tick: null,
      venueAtMs: this.atMs,
      source: 'stream',
      hash: null,
      hashFields: { minOrderSize: null, negRisk: null, lastTradePrice: '', version: null },
    });
  }

  gap(): this {
    this.core.onGap(MARKET, new Turn(this.atMs, this.#timers));
    return this;
  }

  restored(markets: readonly Market[]): this {
    const snapshot: EngineSnapshot = {
      ...{ control: ARMED, settings: [], wallets: [], walletScores: [], walletStandings: [] },
      ...{ filters: [], resolutions: [], leaderTrades: [], leaderHoldings: [], signalIds: [] },
      ...{ undecided: [], orders: [], fills: [], exits: [], positions: [], flows: [] },
      ...{
        ledgerMarks: [],
        pairs: [],
        modelSpendings: [],
        silence: null,
        commandIds: [],
        markets,
        takenAtMs: this.atMs,
      },
    };
    this.core.restore(snapshot, new Turn(this.atMs, this.#timers));
    return this;
  }

  get analysis() {
    return this.core.analysis(MARKET, this.atMs);
  }

  get volatility() {
    return this.analysis?.volatility;
  }

  get risk() {
    return this.analysis?.risk;
  }
}
