/** A part of the exchange with its own markets and cash. */
export interface Shard {
  readonly index: number;
  readonly description: string;
}

export const SHARDS: readonly Shard[] = [
  { index: 0, description: 'Default' },
  { index: 1, description: 'Combos' },
  { index: 2, description: 'Crypto' },
  { index: 3, description: 'Tennis and baseball' },
];

export type PauseReason = 'weekly' | 'fault' | 'asked';

/** Whether the exchange trades: as a whole, and each of its shards. */
export class ExchangeState {
  readonly #pauses = new Set<PauseReason>();
  readonly #stopped = new Set<number>();
  /** When trading is expected back, where that is known. */
  resumesAtMs: number | null = null;

  get isPaused(): boolean {
    return this.#pauses.size > 0;
  }

  isTrading(shard: number): boolean {
    return !this.isPaused && this.isUp(shard);
  }

  /** Whether a shard itself runs, whatever the exchange as a whole does. */
  isUp(shard: number): boolean {
    return !this.#stopped.has(shard);
  }

  setPause(reason: PauseReason, isOn: boolean): void {
    if (isOn) this.#pauses.add(reason);
    else this.#pauses.delete(reason);
  }

  setShard(shard: number, isUp: boolean): void {
    if (isUp) this.#stopped.delete(shard);
    else this.#stopped.add(shard);
  }
}
