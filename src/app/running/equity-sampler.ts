import type { Engine } from '../../engine/core/engine.ts';
import { equityAtBid } from '../../engine/core/trade/losses.ts';
import type { Change } from '../../engine/domain/change.ts';
import type { Ledger } from '../../engine/domain/ledger.ts';
import { type AtMs, MINUTE_MS } from '../../engine/domain/time.ts';
import type { Store } from '../../engine/ports.ts';

/** Between two samples of what a ledger is worth. */
export const SAMPLE_INTERVAL_MS = 5 * MINUTE_MS;

export interface EquitySamplerOptions {
  readonly engine: Engine;
  readonly store: Pick<Store, 'commit'>;
  readonly nowMs: () => AtMs;
  readonly intervalMs?: number;
  /** A sample was not written; the next one is tried all the same. */
  readonly failed: (error: unknown) => void;
}

/** Writes down now and then what each ledger is worth, for curves. */
export class EquitySampler {
  readonly #options: EquitySamplerOptions;
  #timer: NodeJS.Timeout | null = null;
  #isWriting = false;

  constructor(options: EquitySamplerOptions) {
    this.#options = options;
  }

  /** Samples at once, and then regularly. */
  start(): void {
    const { intervalMs = SAMPLE_INTERVAL_MS } = this.#options;
    // Where positions have no quote yet they would stand at cost, which the curve must not show.
    this.#sample((ledger) => this.#isQuoted(ledger));
    this.#timer = setInterval(() => this.#sample(() => true), intervalMs);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** One write at a time: while the database hangs, samples are left out. */
  #sample(wanted: (ledger: Ledger) => boolean): void {
    if (this.#isWriting) return;
    const changes = this.#changes(wanted);
    if (changes.length === 0) return;
    this.#isWriting = true;
    const done = (): void => {
      this.#isWriting = false;
    };
    this.#options.store
      .commit(changes)
      .catch((error: unknown) => this.#options.failed(error))
      .finally(done);
  }

  #changes(wanted: (ledger: Ledger) => boolean): Change[] {
    const { state } = this.#options.engine.trade;
    const atMs = this.#options.nowMs();
    return [...state.ledgers.values()]
      .filter((ledger) => hasMoved(ledger) && wanted(ledger))
      .map((ledger) => {
        const sample = { ledger: ledger.id, atMs, equity: equityAtBid(state, ledger) };
        return { kind: 'equity', sample };
      });
  }

  #isQuoted(ledger: Ledger): boolean {
    const { quotes } = this.#options.engine.trade.state;
    return ledger.openPositions.every(({ tokenId }) => quotes.has(tokenId));
  }
}

/** Whether there was ever money or a position in it. */
function hasMoved(ledger: Ledger): boolean {
  return ledger.positions.size > 0 || ledger.totals().flows !== 0 || ledger.cash !== 0;
}
