import { SECOND_MS } from '../../../engine/domain/time.ts';
import type { PriceReading } from '../read-stream.ts';

/** A stream that has brought nothing but old ids for so long counts from the beginning again. */
export const RESTART_MS = 5 * SECOND_MS;

export type Repeat =
  /** Newer than everything before; `missed` trades lie between. */
  | { readonly kind: 'new'; readonly missed: number }
  | { readonly kind: 'repeated' }
  /** Older than what came before: overtaken. */
  | { readonly kind: 'old' };

interface Place {
  lastId: number;
  /** When the last new one came. */
  lastMs: number;
}

const NEW: Repeat = { kind: 'new', missed: 0 };

/**
 * Lets each trade and each update through once, in order, although two connections may bring it. Ids
 * count up within a stream of one exchange.
 */
export class RepeatFilter {
  readonly #places = new Map<string, Place>();

  look(
    { id, stream, kind }: PriceReading,
    { exchange, nowMs }: { readonly exchange: string; readonly nowMs: number },
  ): Repeat {
    if (id === null) return NEW;
    const key = `${exchange} ${stream}`;
    const place = this.#places.get(key);
    if (place === undefined || (id < place.lastId && nowMs - place.lastMs > RESTART_MS)) {
      this.#places.set(key, { lastId: id, lastMs: nowMs });
      return NEW;
    }
    if (id <= place.lastId) return { kind: id === place.lastId ? 'repeated' : 'old' };
    const missed = kind === 'trade' ? id - place.lastId - 1 : 0;
    place.lastId = id;
    place.lastMs = nowMs;
    return missed === 0 ? NEW : { kind: 'new', missed };
  }

  /** Streams that are followed no more. */
  forget(isGone: (stream: string) => boolean): void {
    for (const key of this.#places.keys()) {
      if (isGone(key.slice(key.indexOf(' ') + 1))) this.#places.delete(key);
    }
  }
}
