import type { OrderFilled } from './schema.ts';

/** Logs remembered at most; beyond it the oldest transactions go. */
export const LOGS_MAX = 20_000;

interface Seen {
  readonly blockHash: string;
  /** Where its logs stand in the block. */
  readonly places: Set<number>;
  /** How many of them say the same. */
  readonly counts: Map<string, number>;
}

/**
 * Numbers the logs of a transaction that say the same: two of them at different places of one block
 * are true twins, one that comes again at its place is a repetition. A transaction that moved to
 * another block is numbered anew, so that it shows nothing that was not shown before. The same
 * holds for one that was forgotten.
 */
export class LogOccurrences {
  readonly #seen = new Map<string, Seen>();
  #size = 0;

  /** Logs remembered now. */
  get size(): number {
    return this.#size;
  }

  /** Which of several equal logs this is, from 0; `null` when it came before. */
  next(log: OrderFilled): number | null {
    const seen = this.#of(log);
    if (seen.places.has(log.logIndex)) return null;
    const said = [log.wallet, log.kind, log.tokenId, log.quantity].join('|');
    const equal = seen.counts.get(said) ?? 0;
    seen.counts.set(said, equal + 1);
    seen.places.add(log.logIndex);
    this.#size += 1;
    this.#forgetOldest();
    return equal;
  }

  #of({ transaction, blockHash }: OrderFilled): Seen {
    const known = this.#seen.get(transaction);
    if (known?.blockHash === blockHash) return known;
    this.#forget(transaction);
    const seen: Seen = { blockHash, places: new Set(), counts: new Map() };
    this.#seen.set(transaction, seen);
    return seen;
  }

  #forgetOldest(): void {
    for (const transaction of this.#seen.keys()) {
      if (this.#size <= LOGS_MAX) return;
      this.#forget(transaction);
    }
  }

  #forget(transaction: string): void {
    this.#size -= this.#seen.get(transaction)?.places.size ?? 0;
    this.#seen.delete(transaction);
  }
}
