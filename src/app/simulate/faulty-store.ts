import { MemoryStore } from '../../data/store/memory.ts';
import type { Change } from '../../engine/domain/change.ts';
import type { EngineSnapshot } from '../../engine/domain/snapshot.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Chance } from '../../sim/chance.ts';
import type { FaultCounts, FaultRates } from './plan.ts';

const LATENCY_MS_MAX = 5;
const SLOW_MS = { least: 500, most: 4_000 } as const;

/** A store that is slow, fails, or loses its answer after it has written. It survives crashes. */
export class FaultyStore {
  readonly memory = new MemoryStore();
  readonly #chance: Chance;
  readonly #rates: FaultRates;
  readonly #counts: FaultCounts;
  readonly #onApplied: (changes: readonly Change[]) => void;
  #applied: readonly Change[] | null = null;
  #healed = false;

  constructor(
    chance: Chance,
    faults: { readonly rates: FaultRates; readonly counts: FaultCounts },
    onApplied: (changes: readonly Change[]) => void,
  ) {
    this.#chance = chance;
    this.#rates = faults.rates;
    this.#counts = faults.counts;
    this.#onApplied = onApplied;
  }

  heal(): void {
    this.#healed = true;
  }

  drawLatencyMs(): number {
    if (!this.#healed && this.#chance.happens(this.#rates.commitSlow)) {
      this.#counts.commitSlow += 1;
      return this.#chance.whole(SLOW_MS.least, SLOW_MS.most);
    }
    return this.#chance.whole(0, LATENCY_MS_MAX);
  }

  /** Whether the batch is known to be written. */
  async commit(changes: readonly Change[]): Promise<boolean> {
    if (!this.#healed && this.#chance.happens(this.#rates.commitFailed)) {
      this.#counts.commitFailed += 1;
      return false;
    }
    await this.memory.commit(changes);
    // A repetition writes the same rows again; what it means is checked once.
    if (this.#applied !== changes) this.#onApplied(changes);
    this.#applied = changes;
    if (!this.#healed && this.#chance.happens(this.#rates.commitUnknown)) {
      this.#counts.commitUnknown += 1;
      return false;
    }
    return true;
  }

  snapshot(atMs: AtMs): Promise<EngineSnapshot> {
    return this.memory.snapshot(atMs);
  }
}
