import { SECOND_MS } from '../../../engine/domain/time.ts';
import type { StateStore } from '../../../engine/ports.ts';
import type { SocketRuntime } from '../../socket/runtime.ts';
import { type HeardPrice, STALE_MS } from './symbol-watch.ts';

/** Between two writes of one symbol. */
export const MIRROR_SPACING_MS = 500;
/** A price that is not renewed disappears when it is stale. */
export const MIRROR_TTL_MS = STALE_MS;
/** A write that takes longer is given up. */
export const WRITE_TIMEOUT_MS = 2 * SECOND_MS;
/** Writes given up and still not over: beyond it no more are begun. */
export const STUCK_MAX = 100;

export interface MirrorHealth {
  readonly writes: number;
  readonly failures: number;
  /** Prices that were not written because too many writes hang. */
  readonly skipped: number;
  /** Writes that the store has not answered in time, now. */
  readonly stuck: number;
  readonly trouble: string | null;
}

type MirrorRuntime = Pick<SocketRuntime, 'monotonicMs' | 'after'>;

/** Longest text of an error that a snapshot carries, in characters. */
const TROUBLE_LENGTH_MAX = 200;

/**
 * Shows other programs the newest prices. Best effort: nothing waits for it, a price lives for
 * {@link MIRROR_TTL_MS}, and a store that fails, hangs or is gone costs nothing but the mirror.
 */
export class PriceMirror {
  readonly #state: Pick<StateStore, 'set'>;
  readonly #runtime: MirrorRuntime;
  readonly #dirty = new Map<string, HeardPrice>();
  readonly #writing = new Set<string>();
  readonly #timeouts = new Set<() => void>();
  readonly #counts = { writes: 0, failures: 0, skipped: 0, stuck: 0 };
  #trouble: string | null = null;
  #cancel: (() => void) | null = null;
  #isClosed = false;

  constructor(state: Pick<StateStore, 'set'>, runtime: MirrorRuntime) {
    this.#state = state;
    this.#runtime = runtime;
  }

  /** Notes the price; it is written soon, or a newer one in its place. */
  put(symbol: string, price: HeardPrice): void {
    if (this.#isClosed) return;
    this.#dirty.set(symbol, price);
    this.#cancel ??= this.#runtime.after(MIRROR_SPACING_MS, () => this.#flush());
  }

  health(): MirrorHealth {
    return { ...this.#counts, trouble: this.#trouble };
  }

  /** Writes nothing more; does not wait for what is being written. */
  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
    for (const cancel of this.#timeouts) cancel();
    this.#timeouts.clear();
    this.#dirty.clear();
  }

  #flush(): void {
    this.#cancel = null;
    for (const [symbol, price] of this.#dirty) {
      if (this.#writing.has(symbol)) continue;
      this.#dirty.delete(symbol);
      if (this.#counts.stuck >= STUCK_MAX) this.#counts.skipped += 1;
      else void this.#write(symbol, price);
    }
    if (this.#dirty.size === 0 || this.#isClosed) return;
    this.#cancel = this.#runtime.after(MIRROR_SPACING_MS, () => this.#flush());
  }

  /** Never throws. */
  async #write(symbol: string, price: HeardPrice): Promise<void> {
    this.#writing.add(symbol);
    let isStuck = false;
    const cancel = this.#runtime.after(WRITE_TIMEOUT_MS, () => {
      this.#timeouts.delete(cancel);
      isStuck = true;
      this.#counts.stuck += 1;
      this.#trouble = `The store of hot prices did not answer within ${WRITE_TIMEOUT_MS / SECOND_MS} s.`;
      this.#writing.delete(symbol);
    });
    this.#timeouts.add(cancel);
    try {
      await this.#state.set(mirrorKey(symbol), JSON.stringify(price), MIRROR_TTL_MS);
      this.#counts.writes += 1;
      if (!isStuck) this.#trouble = null;
    } catch (error) {
      this.#counts.failures += 1;
      const words = error instanceof Error ? error.message : String(error);
      this.#trouble = words.slice(0, TROUBLE_LENGTH_MAX);
    }
    if (isStuck) this.#counts.stuck -= 1;
    else {
      this.#timeouts.delete(cancel);
      cancel();
      this.#writing.delete(symbol);
    }
  }
}

/** What another program reads; `null` when there is nothing fresh, or nothing that can be believed. */
export async function readSpot(
  state: Pick<StateStore, 'get'>,
  symbol: string,
): Promise<HeardPrice | null> {
  const text = await state.get(mirrorKey(symbol));
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isHeardPrice(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function mirrorKey(symbol: string): string {
  return `spot:binance:${symbol}`;
}

function isHeardPrice(value: unknown): value is HeardPrice {
  if (typeof value !== 'object' || value === null) return false;
  const { price, venueAtMs, receivedAtMs, host, way } = value as Partial<
    Record<keyof HeardPrice, unknown>
  >;
  return (
    typeof price === 'number' &&
    price > 0 &&
    Number.isSafeInteger(venueAtMs) &&
    Number.isSafeInteger(receivedAtMs) &&
    typeof host === 'string' &&
    (way === 'stream' || way === 'rest')
  );
}
